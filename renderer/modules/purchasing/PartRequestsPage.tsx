import { useState } from 'react'
import { z } from 'zod'
import { type PartRequest, REQUEST_STATES, requestMachine } from '#shared/modules/purchasing/model/parts.ts'
import { useCommand } from '../../data/command.ts'
import { useList } from '../../data/queries.ts'
import { TextLink, useFilters } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Day, Dim } from '../../ui/display.tsx'
import { FilterSelect } from '../../ui/fields.tsx'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { Quantity } from '../inventory/parts/Quantity.tsx'
import { RequestBadge } from './parts/badges.tsx'
import { PurchasingNav } from './parts/PurchasingNav.tsx'

const filterShape = z.object({ state: z.enum(REQUEST_STATES) })

/** Parts that jobs asked for: wanted, ordered, here. */
export function PartRequestsPage() {
  const t = useT()
  const { can } = useSession()
  const [filters, setFilters] = useFilters(filterShape)
  const list = useList('purchasing.requests', filters)
  const cancel = useCommand('purchasing.cancelRequest')
  const [gone, setGone] = useState<PartRequest | null>(null)
  return (
    <Page fills title={t('goods.requestsTitle')} intro={t('goods.requestsIntro')}>
      <PurchasingNav at={paths.partRequests} />
      <Toolbar>
        <FilterSelect
          label={t('common.state')}
          allLabel={t('common.all')}
          value={filters.state}
          onChange={(state) => setFilters({ state })}
          options={REQUEST_STATES.map((state) => ({ value: state, label: t(`requestState.${state}`) }))}
        />
      </Toolbar>
      <DataTable
        label={t('goods.requestsTitle')}
        list={list}
        columns={columns(t, can('purchasing.write') ? setGone : null)}
        rowKey={(row) => row.id}
        rowTone={(row) => (row.state === 'cancelled' ? 'off' : undefined)}
        empty={<EmptyState title={t('goods.requestsNone')} text={t('goods.requestsNoneText')} />}
      />
      {gone && (
        <ConfirmDialog
          opened
          danger
          title={t('goods.requestCancel')}
          text={t('goods.requestCancelText', { name: gone.name })}
          confirmLabel={t('goods.requestCancel')}
          busy={cancel.isRunning}
          failure={cancel.failure}
          onConfirm={() => void cancel.run({ requestId: gone.id }).then((done) => done.ok && setGone(null))}
          onCancel={() => setGone(null)}
        />
      )}
    </Page>
  )
}

const columns = (t: Translate, onCancel: ((request: PartRequest) => void) | null): Column<PartRequest>[] => [
  {
    key: 'name',
    header: t('common.name'),
    width: 'minmax(165px, 2fr)',
    card: 'title',
    cell: (row) => (
      <TextLink to={paths.catalogItem} params={{ itemId: row.itemId }}>
        <strong dir="auto">{row.name}</strong>
      </TextLink>
    ),
  },
  { key: 'qty', header: t('goods.tryQuantity'), width: '92px', align: 'end', card: 'hidden', cell: (row) => <Quantity milli={row.qtyMilli} unit={row.unit} /> },
  { key: 'state', header: t('common.state'), width: '120px', card: 'badge', cell: (row) => <RequestBadge state={row.state} /> },
  {
    key: 'job',
    header: t('goods.requestFor'),
    width: 'minmax(200px, 3fr)',
    cell: (row) =>
      row.jobId ? (
        <>
          <TextLink to={paths.workOrder} params={{ workOrderId: row.jobId }}>
            <bdi dir="ltr">{row.jobNumber}</bdi>
          </TextLink>{' '}
          <Dim>{row.jobLabel}</Dim>
        </>
      ) : (
        <bdi>{row.requestedBy}</bdi>
      ),
  },
  { key: 'needed', header: t('goods.requestNeeded'), width: '136px', cell: (row) => row.neededOn && <Day on={row.neededOn} /> },
  {
    key: 'order',
    header: t('purchasing.number'),
    width: '125px',
    card: 'hidden',
    cell: (row) =>
      row.orderId && (
        <TextLink to={paths.purchaseOrder} params={{ orderId: row.orderId }}>
          <bdi dir="ltr">{row.orderNumber}</bdi>
        </TextLink>
      ),
  },
  { key: 'expected', header: t('purchasing.expectedOn'), width: '136px', cell: (row) => row.expectedOn && <Day on={row.expectedOn} /> },
  {
    key: 'tools',
    header: '',
    width: '140px',
    align: 'end',
    cell: (row) =>
      onCancel &&
      requestMachine[row.state].cancel !== 'refused' && <ActionButton size="xs" look="quiet" label={t('goods.requestCancel')} onClick={() => onCancel(row)} />,
  },
]
