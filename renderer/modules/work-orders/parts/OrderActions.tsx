import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { type OrderView, orderMachine } from '#shared/modules/work-orders/model.ts'
import { useGo } from '../../../data/route.tsx'
import { useSession } from '../../../data/session.ts'
import { paths } from '../../../paths.ts'
import { useT } from '../../../texts/t.ts'
import { whyNot } from '../../../texts/why.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { useJobSteps } from './useJobSteps.tsx'
import classes from './OrderActions.module.css'

/** Every step of an order as a button; the one that comes next is orange and answers F8. */
export function OrderActions({ view, onEdit, onApprove }: { view: OrderView; onEdit: () => void; onApprove: () => void }) {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const { order } = view
  const lines = view.lines.filter(({ declined }) => !declined)
  const steps = useJobSteps(order)
  const { state } = order
  const notAllowed = t('failure.platform.notAllowed')

  const isInvoiced = state === 'invoiced'
  const invoiceReason = isInvoiced
    ? can('invoices.read')
      ? null
      : notAllowed
    : !can('invoices.issue')
      ? notAllowed
      : (whyNot(orderMachine, state, 'invoice', (each) => t(`orderState.${each}`)) ?? (lines.length === 0 ? t('order.noLines') : null))
  const next = { estimate: 'approve', open: 'start', inProgress: 'finish', onHold: 'resume', done: 'invoice', invoiced: 'invoice', cancelled: 'reopen' }[state]
  const step = (name: string) => ({ ...(next === name && { look: 'primary' as const, shortcut: 'F8', shortcutGroup: t('shortcutGroup.page') }) })
  const more = [
    {
      key: 'billing',
      label: t('order.billing'),
      why: can('invoices.read') ? null : notAllowed,
      run: () => go({ to: paths.issueInvoice, params: { workOrderId: order.id } }),
    },
    { key: 'quote', label: t('order.toEstimate'), why: steps.reason('quote'), run: steps.quote },
    { key: 'reopen', label: t('order.reopen'), why: steps.reason('reopen'), run: steps.reopen },
    { key: 'cancel', label: t('order.cancel'), why: steps.reason('cancel'), run: () => steps.open('cancel') },
    { key: 'remove', label: t('order.remove'), why: steps.reason('remove'), run: () => steps.open('remove') },
  ]
  if (order.deleted) {
    return (
      <>
        <ActionButton
          look="primary"
          label={t('order.restore')}
          disabledReason={can('workOrders.write') ? null : notAllowed}
          busy={steps.isRunning}
          onClick={steps.restore}
        />
        {steps.dialog}
      </>
    )
  }
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <ActionIcon variant="subtle" size="lg" aria-label={t('order.more')}>
            <IconDots size={20} stroke={1.7} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {more.map(({ key, label, why, run }) => (
            <Menu.Item key={key} disabled={why !== null} onClick={run}>
              {label}
              {why !== null && <span className={classes.why}>{why}</span>}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <ActionButton label={t('order.edit')} shortcut="F4" disabledReason={steps.reason('edit')} onClick={onEdit} />
      {state === 'estimate' && (
        <ActionButton
          {...step('approve')}
          label={t('approve.do')}
          disabledReason={view.lines.length === 0 ? t('approve.empty') : steps.reason('approve')}
          onClick={onApprove}
        />
      )}
      {state === 'onHold' ? (
        <ActionButton {...step('resume')} label={t('order.resume')} disabledReason={steps.reason('resume')} busy={steps.isRunning} onClick={steps.begin} />
      ) : (
        <ActionButton {...step('start')} label={t('order.start')} disabledReason={steps.reason('start')} busy={steps.isRunning} onClick={steps.begin} />
      )}
      <ActionButton label={t('order.hold')} shortcut="F7" disabledReason={steps.reason('hold')} onClick={() => steps.open('hold')} />
      <ActionButton {...step('finish')} label={t('order.finish')} disabledReason={steps.reason('finish')} onClick={() => steps.open('finish')} />
      {state === 'cancelled' && (
        <ActionButton {...step('reopen')} label={t('order.reopen')} disabledReason={steps.reason('reopen')} busy={steps.isRunning} onClick={steps.reopen} />
      )}
      <ActionButton
        {...step('invoice')}
        label={isInvoiced ? t('order.openInvoice') : t('order.issue')}
        disabledReason={invoiceReason}
        onClick={() => go({ to: paths.issueInvoice, params: { workOrderId: order.id } })}
      />
      {steps.dialog}
    </>
  )
}
