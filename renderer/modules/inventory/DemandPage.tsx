import { z } from 'zod'
import { id } from '#shared/kernel/ids.ts'
import type { Demand } from '#shared/modules/inventory/model.ts'
import { useCommand } from '../../data/command.ts'
import { useQuery } from '../../data/queries.ts'
import { useFilters, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Code, Dim } from '../../ui/display.tsx'
import { Select } from '../../ui/fields.tsx'
import { notify } from '../../ui/notify.ts'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { EmptyState, FailureNotice } from '../../ui/states.tsx'
import { tableOf } from '../../ui/table-of.ts'
import { usePlaces } from './parts/places.tsx'
import { Quantity } from './parts/Quantity.tsx'
import { StockTabs } from './parts/StockTabs.tsx'

const filterShape = z.object({ placeId: id('stockPlace') })
/** Use in one week alone says nothing about the next. */
const isKnown = ({ weeksUsed }: Demand) => weeksUsed > 1
const isSame = (row: Demand) => row.reorderAtMilli === row.wantedAtMilli && row.fillToMilli === row.wantedToMilli

/** What the use of the last weeks says about limits, with the numbers that it comes from, ready to be taken over. */
export function DemandPage() {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const [filters, setFilters] = useFilters(filterShape)
  const known = usePlaces()
  const places = known.data ?? []
  const placeId = filters.placeId ?? places[0]?.id
  const policy = useQuery('inventory.policy', {})
  const found = useQuery('inventory.demand', { placeId: placeId ?? '' }, { enabled: placeId !== undefined })
  const set = useCommand('inventory.setLimits')
  const differing = (found.data ?? []).filter((row) => isKnown(row) && !isSame(row))
  const needs = can('inventory.work') ? null : t('failure.platform.notAllowed')
  const take = async (rows: readonly Demand[]) => {
    const lines = rows.map(({ itemId, wantedAtMilli, wantedToMilli }) => ({ itemId, reorderAtMilli: wantedAtMilli, fillToMilli: wantedToMilli }))
    const done = await set.run({ placeId: placeId ?? '', lines })
    if (done.ok) notify.done(t('demand.taken', { count: done.value.set }))
  }
  const columns: Column<Demand>[] = [
    { key: 'sku', header: t('catalog.sku'), width: '124px', card: 'hidden', cell: (row) => <Code>{row.sku}</Code> },
    { key: 'name', header: t('common.name'), width: 'minmax(150px, 2fr)', card: 'title', cell: (row) => <strong dir="auto">{row.name}</strong> },
    { key: 'qty', header: t('stock.onHand'), width: '90px', align: 'end', cell: (row) => <Quantity milli={row.qtyMilli} unit={row.unit} /> },
    { key: 'used', header: t('demand.used'), width: '80px', align: 'end', cell: (row) => <Quantity milli={row.usedMilli} /> },
    { key: 'daily', header: t('demand.daily'), width: '80px', align: 'end', cell: (row) => <Quantity milli={row.dailyMilli} /> },
    { key: 'safety', header: t('demand.safety'), width: '80px', align: 'end', cell: (row) => <Quantity milli={row.safetyMilli} /> },
    {
      key: 'now',
      header: t('demand.nowAt'),
      width: '112px',
      align: 'end',
      cell: (row) => (row.reorderAtMilli === null ? <Dim>–</Dim> : <Quantity milli={row.reorderAtMilli} />),
    },
    { key: 'at', header: t('demand.wantedAt'), width: '85px', align: 'end', cell: (row) => <strong>{<Quantity milli={row.wantedAtMilli} />}</strong> },
    { key: 'to', header: t('demand.wantedTo'), width: '95px', align: 'end', cell: (row) => <strong>{<Quantity milli={row.wantedToMilli} />}</strong> },
    {
      key: 'take',
      header: '',
      width: '150px',
      align: 'end',
      card: 'badge',
      cell: (row) =>
        !isKnown(row) ? (
          <Dim>{t('demand.tooLittle')}</Dim>
        ) : isSame(row) ? (
          <Dim>{t('demand.same')}</Dim>
        ) : (
          <ActionButton size="xs" label={t('demand.take')} disabledReason={needs} onClick={() => void take([row])} />
        ),
    },
  ]
  return (
    <Page
      fills
      title={t('demand.title')}
      intro={policy.data && t('demand.intro', { lead: policy.data.leadDays, cover: policy.data.coverDays, weeks: policy.data.demandWeeks })}
      actions={
        <ActionButton
          label={t('demand.takeAll')}
          busy={set.isRunning}
          disabledReason={needs ?? (differing.length === 0 ? t('demand.nothing') : null)}
          onClick={() => void take(differing)}
        />
      }
    >
      <StockTabs here={paths.stockLimits} />
      {places.length > 1 && (
        <Toolbar>
          <Select
            aria-label={t('stock.place')}
            allowDeselect={false}
            value={placeId ?? null}
            data={places.map((place) => ({ value: place.id as string, label: place.label }))}
            onChange={(next) => setFilters({ placeId: places.find((place) => place.id === next)?.id })}
            w={220}
          />
        </Toolbar>
      )}
      <FailureNotice failure={set.failure} />
      <DataTable
        label={t('demand.title')}
        list={tableOf(known.data ? found : { ...known, data: undefined })}
        columns={columns}
        rowKey={(row) => row.itemId}
        rowTone={(row) => (row.qtyMilli <= row.wantedAtMilli ? 'waiting' : undefined)}
        onOpen={(row) => go({ to: paths.stockItem, params: { itemId: row.itemId } })}
        empty={<EmptyState title={t('demand.noneTitle')} text={t('demand.noneText')} />}
      />
    </Page>
  )
}
