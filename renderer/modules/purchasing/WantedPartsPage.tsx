import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { localDate } from '#shared/kernel/time.ts'
import type { WantedOf } from '#shared/modules/purchasing/model/parts.ts'
import { openMilli } from '#shared/modules/purchasing/rules.ts'
import { useCommand } from '../../data/command.ts'
import { useNow } from '../../data/now.ts'
import { useQuery } from '../../data/queries.ts'
import { TextLink, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Code, Day, Dim, Money } from '../../ui/display.tsx'
import { Select } from '../../ui/fields.tsx'
import { notify } from '../../ui/notify.ts'
import { Page, Panel, Toolbar } from '../../ui/Page.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { EmptyState, ErrorState, FailureNotice, Loading } from '../../ui/states.tsx'
import classes from '../catalog/parts/goods.module.css'
import { Quantity } from '../inventory/parts/Quantity.tsx'
import { PurchasingNav } from './parts/PurchasingNav.tsx'
import { SupplierSelect } from './parts/SupplierSelect.tsx'

/** What is to be ordered, supplier by supplier, and what is still to come of what was. */
export function WantedPartsPage() {
  const t = useT()
  const { location } = useShop()
  const places = useQuery('inventory.places', location ? { locationId: location.id } : {})
  const [chosen, setChosen] = useState<string | null>(null)
  const placeId = chosen ?? places.data?.[0]?.id ?? null
  const wanted = useQuery('purchasing.wanted', { placeId: placeId ?? '' }, { enabled: placeId !== null })
  const failure = places.failure ?? wanted.failure
  return (
    <Page title={t('goods.wantedTitle')} intro={t('goods.wantedIntro')}>
      <PurchasingNav at={paths.wantedParts} />
      {places.data && places.data.length > 1 && (
        <Toolbar>
          <Select
            aria-label={t('stock.place')}
            allowDeselect={false}
            data={places.data.map(({ id, name }) => ({ value: id, label: name }))}
            value={placeId}
            onChange={setChosen}
          />
        </Toolbar>
      )}
      {failure ? (
        <ErrorState failure={failure} onRetry={places.failure ? places.retry : wanted.retry} />
      ) : places.data?.length === 0 || wanted.data?.length === 0 ? (
        <EmptyState title={t('goods.wantedNone')} text={t('goods.wantedNoneText')} />
      ) : !wanted.data || placeId === null ? (
        <Loading />
      ) : (
        wanted.data.map((group) => <Group key={group.supplierId ?? ''} group={group} placeId={placeId} />)
      )}
      <BackOrders />
    </Page>
  )
}

/** The parts of one supplier; all are chosen, and one press puts them on an order. */
function Group({ group, placeId }: { group: WantedOf; placeId: string }) {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const order = useCommand('purchasing.orderWanted')
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [supplierId, setSupplierId] = useState<string | null>(group.supplierId)
  const chosen = group.parts.filter(({ itemId }) => !left.has(itemId))
  const put = async () => {
    if (supplierId === null) return
    const done = await order.run({ placeId, supplierId, itemIds: chosen.map(({ itemId }) => itemId) })
    if (!done.ok) return
    notify.done(t('goods.wantedDone', { number: done.value.head.number }))
    go({ to: paths.purchaseOrder, params: { orderId: done.value.head.id } })
  }
  const turn = (itemId: string) => {
    const next = new Set(left)
    if (!next.delete(itemId)) next.add(itemId)
    setLeft(next)
  }
  return (
    <Panel
      flush
      title={group.supplierId === null ? t('goods.wantedNoSupplier') : <bdi>{group.supplierName}</bdi>}
      actions={
        <>
          {group.supplierId === null && <SupplierSelect isClearable isBare value={supplierId} onChange={setSupplierId} />}
          <Money strong minor={chosen.reduce((sum, { amountMinor }) => sum + amountMinor, 0)} />
          <ActionButton
            look="primary"
            label={t('goods.wantedOrder')}
            busy={order.isRunning}
            disabledReason={
              !can('purchasing.write')
                ? t('failure.platform.notAllowed')
                : supplierId === null
                  ? t('goods.wantedNoSupplier')
                  : chosen.length === 0
                    ? t('purchasing.noLines')
                    : null
            }
            onClick={() => void put()}
          />
        </>
      }
    >
      <FailureNotice failure={order.failure} />
      <div className={classes.frame}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th aria-hidden="true" />
              <th scope="col">{t('common.name')}</th>
              <th scope="col" data-end data-wide>
                {t('goods.wantedJobs')}
              </th>
              <th scope="col" data-end data-wide>
                {t('goods.wantedPlace')}
              </th>
              <th scope="col" data-end>
                {t('goods.wantedQty')}
              </th>
              <th scope="col" data-end>
                {t('purchasing.amount')}
              </th>
            </tr>
          </thead>
          <tbody>
            {group.parts.map((part) => (
              <tr key={part.itemId} data-done={left.has(part.itemId) || undefined}>
                <td style={{ width: 1 }}>
                  <Checkbox aria-label={part.name} checked={!left.has(part.itemId)} onChange={() => turn(part.itemId)} />
                </td>
                <th scope="row">
                  <TextLink to={paths.catalogItem} params={{ itemId: part.itemId }}>
                    <bdi>{part.name}</bdi>
                  </TextLink>{' '}
                  {(part.offer?.code || part.sku) && <Code>{part.offer?.code || part.sku}</Code>}
                  {part.requests.map((one) => (
                    <div key={one.id}>
                      <Dim>
                        {one.jobId ? (
                          <TextLink to={paths.workOrder} params={{ workOrderId: one.jobId }}>
                            <bdi dir="ltr">{one.jobNumber}</bdi>
                          </TextLink>
                        ) : (
                          <bdi>{one.requestedBy}</bdi>
                        )}{' '}
                        <bdi>{one.jobLabel}</bdi> {one.neededOn && <Day on={one.neededOn} />} <bdi>{one.note}</bdi>
                      </Dim>
                    </div>
                  ))}
                </th>
                <td data-end data-wide>
                  {part.jobsMilli > 0 && <Quantity milli={part.jobsMilli} unit={part.unit} />}
                </td>
                <td data-end data-wide>
                  {part.placeMilli > 0 && <Quantity milli={part.placeMilli} unit={part.unit} />}
                </td>
                <td data-end>
                  <strong>
                    <Quantity milli={part.orderMilli} unit={part.unit} />
                  </strong>
                </td>
                <td data-end>
                  <Money minor={part.amountMinor} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}

function BackOrders() {
  const t = useT()
  const now = useNow()
  const { company, location } = useShop()
  const { data, failure, retry } = useQuery('purchasing.backOrders', location ? { locationId: location.id } : {})
  const today = localDate(now, company?.zone ?? 'UTC')
  return (
    <Panel flush title={t('goods.backOrders')}>
      {failure ? (
        <ErrorState failure={failure} onRetry={retry} />
      ) : data?.length === 0 ? (
        <p className={classes.nothing}>{t('goods.backOrdersNone')}</p>
      ) : (
        <div className={classes.frame}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('common.name')}</th>
                <th scope="col" data-wide>
                  {t('purchasing.supplier')}
                </th>
                <th scope="col">{t('purchasing.expectedOn')}</th>
                <th scope="col" data-end>
                  {t('goods.backOpen')}
                </th>
              </tr>
            </thead>
            <tbody>
              {data?.map((line) => (
                <tr key={line.lineId}>
                  <th scope="row">
                    <bdi>{line.name}</bdi> {line.sku && <Code>{line.sku}</Code>}
                    <div>
                      <TextLink to={paths.purchaseOrder} params={{ orderId: line.orderId }}>
                        <bdi dir="ltr">{line.number}</bdi>
                      </TextLink>
                    </div>
                  </th>
                  <td data-wide>
                    <bdi>{line.supplierName}</bdi>
                  </td>
                  <td>
                    {line.expectedOn && (
                      <>
                        <Day on={line.expectedOn} /> {line.expectedOn < today && <StateBadge look="plain" tone="bad" label={t('goods.backLate')} />}
                      </>
                    )}
                  </td>
                  <td data-end>
                    <strong>
                      <Quantity milli={openMilli(line)} unit={line.unit} />
                    </strong>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  )
}
