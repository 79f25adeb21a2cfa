import { IconPlus } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Id } from '#shared/kernel/ids.ts'
import type { Customer } from '#shared/modules/customers/model.ts'
import { useCommand } from '../../data/command.ts'
import { useList, useQuery } from '../../data/queries.ts'
import { TextLink, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import type { RecordSlot } from '../../data/slots.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { Code, DateTime, Money, Phone, Plate } from '../../ui/display.tsx'
import { notify } from '../../ui/notify.ts'
import { Columns, Facts, Page, Panel } from '../../ui/Page.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { CustomerForm } from '../customers/CustomerForm.tsx'
import { VehicleForm } from './VehicleForm.tsx'
import { Begin } from './parts/Begin.tsx'
import { Visits } from './parts/Visits.tsx'

/** One customer with the vehicles, orders and invoices that hang on the record. */
export function CustomerPage({ Notes }: { Notes: RecordSlot }) {
  const t = useT()
  const { customerId } = useParams({ strict: false }) as { customerId: Id<'customer'> } // the route's own parameter; the core checks it
  const { data, failure, isLoading, retry } = useQuery('customers.get', { customerId })
  const back = <TextLink to={paths.customers}>{t('customers.title')}</TextLink>
  if (failure)
    return (
      <Page title={t('customers.one')} back={back}>
        <ErrorState failure={failure} onRetry={retry} />
      </Page>
    )
  if (isLoading || !data)
    return (
      <Page title={t('customers.one')} back={back}>
        <Loading />
      </Page>
    )
  return <Record key={data.id} customer={data} back={back} Notes={Notes} />
}

function Record({ customer, back, Notes }: { customer: Customer; back: React.ReactNode; Notes: RecordSlot }) {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const [dialog, setDialog] = useState<'edit' | 'vehicle' | 'remove' | null>(null)
  const restore = useCommand('customers.restore')
  const vehicles = useList('vehicles.list', { customerId: customer.id })
  const invoices = useList('invoicing.list', { customerId: customer.id })
  const close = () => setDialog(null)
  const mayWrite = can('customers.write') ? null : t('failure.platform.notAllowed')
  return (
    <Page
      title={<span dir="auto">{customer.name}</span>}
      badge={customer.deleted && <StateBadge tone="off" label={t('customers.removed')} />}
      back={back}
      actions={
        customer.deleted ? (
          <ActionButton
            look="primary"
            label={t('common.restore')}
            busy={restore.isRunning}
            disabledReason={mayWrite}
            onClick={() =>
              void restore.run({ customerId: customer.id }).then((done) => done.ok && notify.done(t('customers.restoredDone', { name: customer.name })))
            }
          />
        ) : (
          <>
            <ActionButton label={t('common.remove')} look="danger" disabledReason={mayWrite} onClick={() => setDialog('remove')} />
            <Begin customer={customer.id} />
            <ActionButton
              label={t('vehicles.create')}
              icon={<IconPlus size={16} />}
              shortcut="F6"
              disabledReason={can('vehicles.write') ? null : t('failure.platform.notAllowed')}
              onClick={() => setDialog('vehicle')}
            />
            <ActionButton label={t('common.edit')} look="primary" shortcut="F4" disabledReason={mayWrite} onClick={() => setDialog('edit')} />
          </>
        )
      }
    >
      <Columns sizes="mainFirst">
        <div style={{ display: 'grid', gap: 'var(--gap)', alignContent: 'start' }}>
          <Panel flush title={t('customers.vehicles')}>
            <DataTable
              label={t('customers.vehicles')}
              list={vehicles}
              height={190}
              rowKey={(row) => row.id}
              onOpen={(row) => go({ to: paths.vehicle, params: { vehicleId: row.id } })}
              empty={<EmptyState title={t('customers.noVehicles')} />}
              columns={[
                { key: 'plate', header: t('vehicles.plate'), width: '130px', card: 'title', cell: (row) => <Plate plate={row.plate} /> },
                {
                  key: 'car',
                  header: t('vehicles.one'),
                  width: 'minmax(160px, 2fr)',
                  cell: (row) => <bdi>{[row.make, row.model, row.year].filter(Boolean).join(' ')}</bdi>,
                },
                { key: 'vin', header: t('vehicles.vin'), width: '180px', card: 'hidden', cell: (row) => <Code>{row.vin}</Code> },
              ]}
            />
          </Panel>
          {can('workOrders.read') && <Visits of={{ customerId: customer.id }} title={t('customers.orders')} none={t('customers.noOrders')} showsVehicle />}
          {can('invoices.read') && (
            <Panel
              flush
              title={t('customers.invoices')}
              actions={
                can('receivables.read') && (
                  <TextLink to={paths.account} params={{ customerId: customer.id }}>
                    {t('account.whole')}
                  </TextLink>
                )
              }
            >
              <DataTable
                label={t('customers.invoices')}
                list={invoices}
                height={190}
                rowKey={(row) => row.id}
                onOpen={(row) => go({ to: paths.invoice, params: { invoiceId: row.id } })}
                empty={<EmptyState title={t('customers.noInvoices')} />}
                columns={[
                  { key: 'number', header: '#', width: '140px', card: 'title', cell: (row) => <Code>{row.number}</Code> },
                  { key: 'at', header: t('imports.when'), width: 'minmax(150px, 1fr)', cell: (row) => <DateTime at={row.issuedAt} /> },
                  { key: 'state', header: t('common.state'), width: '130px', card: 'badge', cell: (row) => t(`invoiceState.${row.state}`) },
                  { key: 'total', header: '', width: '130px', align: 'end', cell: (row) => <Money minor={row.totalMinor} strong /> },
                ]}
              />
            </Panel>
          )}
        </div>
        <div style={{ display: 'grid', gap: 'var(--gap)', alignContent: 'start' }}>
          <Panel title={t('customers.contact')}>
            <Facts
              facts={[
                [t('common.phone'), customer.phone && <Phone key="p" number={customer.phone} />],
                [t('customers.phone2'), customer.phone2 && <Phone key="p2" number={customer.phone2} />],
                [
                  t('common.email'),
                  customer.email && (
                    <bdi key="e" dir="ltr">
                      {customer.email}
                    </bdi>
                  ),
                ],
                [
                  t('common.address'),
                  <span key="a" dir="auto">
                    {[customer.street, [customer.postcode, customer.city].filter(Boolean).join(' '), customer.country].filter(Boolean).join(', ')}
                  </span>,
                ],
                [t('customers.company'), customer.kind === 'company' ? t('customers.firm') : customer.company],
                [t('customers.taxExempt'), customer.taxExempt ? t('common.yes') : t('common.no')],
                ...(customer.wantsNoMessages ? [[t('customers.messages'), t('customers.noMessages')] as const] : []),
                [t('customers.since'), <DateTime key="s" at={customer.createdAt} />],
                [
                  t('common.note'),
                  <span key="n" dir="auto" style={{ whiteSpace: 'pre-wrap' }}>
                    {customer.note}
                  </span>,
                ],
              ]}
            />
          </Panel>
          <Notes recordId={customer.id} />
        </div>
      </Columns>
      {dialog === 'edit' && <CustomerForm customer={customer} onClose={close} />}
      {dialog === 'vehicle' && <VehicleForm vehicle={null} customerId={customer.id} onClose={close} />}
      {dialog === 'remove' && <RemoveDialog customer={customer} onClose={close} />}
    </Page>
  )
}

function RemoveDialog({ customer, onClose }: { customer: Customer; onClose(): void }) {
  const t = useT()
  const { run, isRunning, failure } = useCommand('customers.remove')
  const confirm = async () => {
    const done = await run({ customerId: customer.id })
    if (!done.ok) return
    notify.done(t('customers.removedDone', { name: customer.name }))
    onClose()
  }
  return (
    <ConfirmDialog
      opened
      title={`${t('common.remove')}: ${customer.name}`}
      text={t('customers.removeText', { name: customer.name })}
      confirmLabel={t('common.remove')}
      danger
      busy={isRunning}
      failure={failure}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    />
  )
}
