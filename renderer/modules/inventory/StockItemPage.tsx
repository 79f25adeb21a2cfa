import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Id } from '#shared/kernel/ids.ts'
import type { Output } from '../../data/client.ts'
import { type RowOf, useList, useQuery } from '../../data/queries.ts'
import { TextLink, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Code, DateTime, Dim, Money } from '../../ui/display.tsx'
import { Columns, Facts, Page, Panel } from '../../ui/Page.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { CorrectForm } from './CorrectForm.tsx'
import { LimitsForm } from './LimitsForm.tsx'
import { Quantity } from './parts/Quantity.tsx'
import { StockStatus } from './parts/StockStatus.tsx'
import { TransferForm } from './TransferForm.tsx'

type Item = Output<'catalog.get'>
type Holding = Output<'inventory.ofItem'>
type Place = Output<'inventory.places'>[number]

/** One part: where it lies, what it cost, and everything that ever moved it. */
export function StockItemPage() {
  const t = useT()
  const { itemId } = useParams({ strict: false }) as { itemId: Id<'item'> } // the route's own parameter; the core checks it
  const item = useQuery('catalog.get', { itemId })
  const holding = useQuery('inventory.ofItem', { itemId })
  const places = useQuery('inventory.places', {})
  const back = <TextLink to={paths.stock}>{t('stock.title')}</TextLink>
  const failure = item.failure ?? holding.failure ?? places.failure
  if (failure)
    return (
      <Page title={t('stock.title')} back={back}>
        <ErrorState failure={failure} onRetry={item.retry} />
      </Page>
    )
  if (!item.data || !holding.data || !places.data)
    return (
      <Page title={t('stock.title')} back={back}>
        <Loading />
      </Page>
    )
  return <Record key={itemId} item={item.data} holding={holding.data} places={places.data} back={back} />
}

function Record({ item, holding, places, back }: { item: Item; holding: Holding; places: readonly Place[]; back: React.ReactNode }) {
  const t = useT()
  const go = useGo()
  const moves = useList('inventory.moves', { itemId: item.id })
  return (
    <Page
      title={<bdi>{item.name}</bdi>}
      badge={<Code>{item.sku}</Code>}
      back={back}
      actions={<ActionButton label={t('stock.openItem')} onClick={() => go({ to: paths.catalogItem, params: { itemId: item.id } })} />}
    >
      <Columns sizes="mainFirst">
        <Panel flush title={t('stock.history')}>
          <DataTable
            label={t('stock.history')}
            list={moves}
            height={440}
            rowKey={(row) => row.id}
            columns={moveColumns(t, item.unit)}
            empty={<EmptyState title={t('stock.historyNone')} />}
          />
        </Panel>
        <div style={{ display: 'grid', gap: 'var(--gap)', alignContent: 'start' }}>
          <Panel title={t('stock.onHand')}>
            <Facts
              facts={[
                [t('stock.onHand'), <Quantity key="q" milli={holding.qtyMilli} unit={item.unit} />],
                [t('stock.value'), <Money key="v" minor={holding.valueMinor} strong />],
                [t('stock.averageCost'), holding.averageCostMinor === null ? '' : <Money key="a" minor={holding.averageCostMinor} />],
                [t('catalog.price'), <Money key="p" minor={item.priceMinor} />],
              ]}
            />
          </Panel>
          {places.map((place) => (
            <PlacePanel key={place.id} item={item} place={place} places={places} level={holding.levels.find(({ placeId }) => placeId === place.id) ?? null} />
          ))}
        </div>
      </Columns>
    </Page>
  )
}

interface PlacePanelProps {
  item: Item
  place: Place
  places: readonly Place[]
  level: Holding['levels'][number] | null
}

/** The part in one place: how much, which bin, which limits, and what one may do about it. */
function PlacePanel({ item, place, places, level }: PlacePanelProps) {
  const t = useT()
  const { can } = useSession()
  const [opened, setOpened] = useState<'correct' | 'transfer' | 'limits' | null>(null)
  const close = () => setOpened(null)
  const needs = (permission: string) => (can(permission) ? null : t('failure.platform.notAllowed'))
  const limit = (milli: number | null) => (milli === null ? '' : <Quantity milli={milli} unit={item.unit} />)
  return (
    <Panel
      title={<bdi>{place.name}</bdi>}
      actions={
        <>
          <ActionButton size="xs" label={t('stock.correct')} disabledReason={needs('inventory.adjust')} onClick={() => setOpened('correct')} />
          {places.length > 1 && level && (
            <ActionButton size="xs" label={t('stock.transfer')} disabledReason={needs('inventory.work')} onClick={() => setOpened('transfer')} />
          )}
          <ActionButton size="xs" label={t('stock.limits')} disabledReason={needs('inventory.work')} onClick={() => setOpened('limits')} />
        </>
      }
    >
      {level ? (
        <Facts
          facts={[
            [t('stock.onHand'), <Quantity key="q" milli={level.qtyMilli} unit={item.unit} />],
            [t('stock.status'), <StockStatus key="s" status={level.status} />],
            [t('stock.bin'), level.bin && <Code key="b">{level.bin}</Code>],
            [t('stock.reorderAt'), limit(level.reorderAtMilli)],
            [t('stock.fillTo'), limit(level.fillToMilli)],
            [t('stock.criticalAt'), limit(level.criticalAtMilli)],
          ]}
        />
      ) : (
        <Dim>{t('stock.notHere')}</Dim>
      )}
      {opened === 'correct' && <CorrectForm item={item} place={place} onClose={close} />}
      {opened === 'transfer' && <TransferForm item={item} place={place} places={places} onClose={close} />}
      {opened === 'limits' && <LimitsForm item={item} place={place} level={level} onClose={close} />}
    </Panel>
  )
}

const moveColumns = (t: Translate, unit: string): Column<RowOf<'inventory.moves'>>[] => [
  { key: 'at', header: t('imports.when'), width: '155px', card: 'title', cell: (row) => <DateTime at={row.movedAt} /> },
  { key: 'reason', header: t('stock.reason'), width: '130px', card: 'badge', cell: (row) => t(`moveReason.${row.reason}`) },
  { key: 'place', header: t('stock.place'), width: '120px', card: 'hidden', cell: (row) => <bdi>{row.placeName}</bdi> },
  {
    key: 'document',
    header: t('stock.documentColumn'),
    width: 'minmax(120px, 1fr)',
    cell: (row) =>
      row.documentId === null ? (
        <bdi>{row.documentNumber || row.note}</bdi>
      ) : row.reason === 'receipt' ? (
        <TextLink to={paths.purchaseOrder} params={{ orderId: row.documentId }}>
          <Code>{row.documentNumber}</Code>
        </TextLink>
      ) : (
        <TextLink to={paths.workOrder} params={{ workOrderId: row.documentId }}>
          <Code>{row.documentNumber}</Code>
        </TextLink>
      ),
  },
  { key: 'by', header: t('stock.by'), width: 'minmax(100px, 1fr)', card: 'hidden', cell: (row) => <bdi>{row.userName}</bdi> },
  { key: 'change', header: t('stock.change'), width: '100px', align: 'end', cell: (row) => <Quantity milli={row.deltaMilli} unit={unit} signed /> },
  { key: 'value', header: t('stock.value'), width: '110px', align: 'end', card: 'hidden', cell: (row) => <Money minor={row.valueMinor} /> },
]
