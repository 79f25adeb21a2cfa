import { useList } from '../../../data/queries.ts'
import { useGo } from '../../../data/route.tsx'
import { useSession } from '../../../data/session.ts'
import { paths } from '../../../paths.ts'
import { formatDay, formatTick } from '../../../texts/format.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Code, Money, Plate } from '../../../ui/display.tsx'
import { AgendaPanel, AgendaRow, SHOWN } from './AgendaPanel.tsx'
import { InvoiceBadge, isOverdue } from './InvoiceBadge.tsx'

/** Finished work that nobody has invoiced yet. */
export function TodayDone({ locationId, isClosed }: { locationId: string; isClosed: boolean }) {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const list = useList('workOrders.list', { locationId, state: 'done', sort: 'newest' }, { enabled: !isClosed })
  return (
    <AgendaPanel
      title={t('todayPage.done')}
      tone="waiting"
      count={list.isLoading ? null : list.total}
      isLoading={list.isLoading}
      failure={list.failure}
      onRetry={list.retry}
      isClosed={isClosed}
      none={t('todayPage.doneNone')}
      actions={
        list.total > SHOWN && (
          <ActionButton size="xs" look="quiet" label={t('todayPage.all')} onClick={() => go({ to: paths.workOrders, search: { state: 'done' } })} />
        )
      }
    >
      {list.rows.slice(0, SHOWN).map((job) => (
        <AgendaRow
          key={job.id}
          onOpen={() => go({ to: paths.workOrder, params: { workOrderId: job.id } })}
          lead={<Plate plate={job.plate} />}
          title={
            <>
              <bdi>{job.customerName}</bdi>
            </>
          }
          line={
            <>
              <Code>{job.number}</Code> · <Money minor={job.totalMinor} strong />
            </>
          }
          action={
            <ActionButton
              size="xs"
              look="primary"
              label={t('todayPage.invoice')}
              disabledReason={can('invoices.issue') ? null : t('failure.platform.notAllowed')}
              onClick={() => go({ to: paths.issueInvoice, params: { workOrderId: job.id } })}
            />
          }
        />
      ))}
    </AgendaPanel>
  )
}

/** Invoices on which something is due, the earliest due first. */
export function TodayUnpaid({ locationId, today }: { locationId: string; today: string }) {
  const t = useT()
  const language = useLanguage()
  const go = useGo()
  const { can } = useSession()
  const isClosed = !can('invoices.read')
  const list = useList('invoicing.list', { locationId, state: 'issued', sort: 'due' }, { enabled: !isClosed })
  return (
    <AgendaPanel
      title={t('todayPage.unpaid')}
      tone="waiting"
      count={list.isLoading ? null : list.total}
      isLoading={list.isLoading}
      failure={list.failure}
      onRetry={list.retry}
      isClosed={isClosed}
      none={t('todayPage.unpaidNone')}
      actions={
        list.total > SHOWN && (
          <ActionButton size="xs" look="quiet" label={t('todayPage.all')} onClick={() => go({ to: paths.invoices, search: { state: 'issued' } })} />
        )
      }
    >
      {list.rows.slice(0, SHOWN).map((invoice) => (
        <AgendaRow
          key={invoice.id}
          onOpen={() => go({ to: paths.invoice, params: { invoiceId: invoice.id } })}
          tone={isOverdue(invoice, today) ? 'bad' : undefined}
          lead={<Money minor={invoice.dueMinor} strong />}
          title={
            <>
              <bdi>{invoice.customerName}</bdi>
            </>
          }
          badge={isOverdue(invoice, today) ? <InvoiceBadge state={invoice.state} isOverdue look="plain" /> : undefined}
          line={
            <>
              {t('todayPage.dueSince', { on: (invoice.dueOn.slice(0, 4) === today.slice(0, 4) ? formatTick : formatDay)(invoice.dueOn, language) })} ·{' '}
              <Code>{invoice.number}</Code>
            </>
          }
          action={
            <ActionButton
              size="xs"
              label={t('todayPage.takePayment')}
              disabledReason={can('payments.take') ? null : t('failure.platform.notAllowed')}
              onClick={() => go({ to: paths.invoice, params: { invoiceId: invoice.id } })}
            />
          }
        />
      ))}
    </AgendaPanel>
  )
}
