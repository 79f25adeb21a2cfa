import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Id } from '#shared/kernel/ids.ts'
import type { Output } from '../../data/client.ts'
import { type RowOf, useList, useQuery } from '../../data/queries.ts'
import { TextLink, useGo } from '../../data/route.tsx'
import type { RecordSlot } from '../../data/slots.ts'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Code, DateTime, Day, Dim, Money } from '../../ui/display.tsx'
import { Columns, Facts, Page, Panel } from '../../ui/Page.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { AsOf } from '../sync/parts/AsOf.tsx'
import { CorrectForm } from './CorrectForm.tsx'
import { LimitsForm } from './LimitsForm.tsx'
import { LotBadge } from './parts/badges.tsx'
import { MoveDocument } from './parts/MoveDocument.tsx'
import type { NamedPlace } from './parts/named-places.ts'
import { PlaceName, usePlaces } from './parts/places.tsx'
import { Quantity } from './parts/Quantity.tsx'
import classes from './parts/stock.module.css'
import { StockStatus } from './parts/StockStatus.tsx'
import { TransferForm } from './TransferForm.tsx'

type Item = Output<'catalog.get'>
type Holding = Output<'inventory.ofItem'>

/** What later modules know of a part: jobs that wait for it, its orders, and how its labels are printed. */
interface Slots {
  readonly Jobs: RecordSlot
  readonly Orders: RecordSlot
  readonly Labels: RecordSlot
}

/** One part: where it lies, what it cost, and everything that ever moved it. */
export function StockItemPage(slots: Slots) {
  const t = useT()
  const { itemId } = useParams({ strict: false }) as { itemId: Id<'item'> } // the route's own parameter; the core checks it
  const item = useQuery('catalog.get', { itemId })
  const holding = useQuery('inventory.ofItem', { itemId })
  const places = usePlaces()
  const back = <TextLink to={paths.stock}>{t('stock.title')}</TextLink>
  const failed = [item, holding, places].find(({ failure }) => failure)
  if (failed?.failure)
    return (
      <Page title={t('stock.title')} back={back}>
        <ErrorState failure={failed.failure} onRetry={failed.retry} />
      </Page>
    )
  if (!item.data || !holding.data || !places.data)
    return (
      <Page title={t('stock.title')} back={back}>
        <Loading />
      </Page>
    )
  return <Record key={itemId} item={item.data} holding={holding.data} places={places.data} back={back} {...slots} />
}

function Record({
  item,
  holding,
  places,
  back,
  Jobs,
  Orders,
  Labels,
}: Slots & { item: Item; holding: Holding; places: readonly NamedPlace[]; back: React.ReactNode }) {
  const t = useT()
  const go = useGo()
  const moves = useList('inventory.moves', { itemId: item.id })
  const { location } = useShop()
  const shown = places.filter((place) => place.locationId === location?.id || holding.levels.some(({ placeId }) => placeId === place.id))
  return (
    <Page
      title={<bdi>{item.name}</bdi>}
      badge={
        <>
          <Code>{item.sku}</Code>
          <AsOf />
        </>
      }
      back={back}
      actions={
        <>
          <Labels recordId={item.id} />
          <ActionButton label={t('stock.openItem')} onClick={() => go({ to: paths.catalogItem, params: { itemId: item.id } })} />
        </>
      }
    >
      <Columns sizes="mainFirst">
        <div className={classes.stack}>
          <Panel flush title={t('stock.history')}>
            <DataTable
              label={t('stock.history')}
              list={moves}
              height={Math.min(440, 150 + moves.rows.length * 60)}
              rowKey={(row) => row.id}
              columns={moveColumns(t, runningLevels(moves.rows, holding.qtyMilli), holding.levels.length > 1)}
              empty={<EmptyState title={t('stock.historyNone')} />}
            />
          </Panel>
          <Jobs recordId={item.id} />
          <Orders recordId={item.id} />
        </div>
        <div className={classes.side}>
          <Panel title={t('stock.onHand')}>
            <Facts
              facts={[
                [t('stock.onHand'), <Quantity key="q" milli={holding.qtyMilli} unit={item.unit} />],
                [
                  t('stock.reserved'),
                  holding.reservedMilli === 0 ? (
                    ''
                  ) : (
                    <span key="r" title={t('stock.reservedHint')}>
                      <Quantity milli={holding.reservedMilli} unit={item.unit} />
                    </span>
                  ),
                ],
                [
                  t('stock.available'),
                  <strong key="f">
                    <Quantity milli={holding.qtyMilli - holding.reservedMilli} unit={item.unit} />
                  </strong>,
                ],
                [t('stock.inTransit'), holding.inTransitMilli === 0 ? '' : <Quantity key="t" milli={holding.inTransitMilli} unit={item.unit} />],
                [t('stock.value'), <Money key="v" minor={holding.valueMinor} strong />],
                [t('stock.averageCost'), holding.averageCostMinor === null ? '' : <Money key="a" minor={holding.averageCostMinor} />],
                [t('catalog.price'), <Money key="p" minor={item.priceMinor} />],
              ]}
            />
          </Panel>
          {shown.map((place) => (
            <PlacePanel
              key={place.id}
              item={item}
              place={place}
              places={places}
              level={holding.levels.find(({ placeId }) => placeId === place.id) ?? null}
              lots={holding.lots.filter(({ placeId }) => placeId === place.id)}
            />
          ))}
        </div>
      </Columns>
    </Page>
  )
}

interface PlacePanelProps {
  item: Item
  place: NamedPlace
  places: readonly NamedPlace[]
  level: Holding['levels'][number] | null
  lots: Holding['lots']
}

/** The part in one place: how much, which bin, which limits, and what one may do about it. */
function PlacePanel({ item, place, places, level, lots }: PlacePanelProps) {
  const t = useT()
  const { can } = useSession()
  const [opened, setOpened] = useState<'correct' | 'transfer' | 'limits' | null>(null)
  const close = () => setOpened(null)
  const others = places.filter(({ id, locationId }) => id !== place.id && locationId === place.locationId)
  const needs = (permission: string) => (can(permission) ? null : t('failure.platform.notAllowed'))
  const noLotMilli = item.tracking === 'none' ? 0 : lots.reduce((rest, { qtyMilli }) => rest - qtyMilli, level?.qtyMilli ?? 0)
  const limit = (milli: number | null) => (milli === null ? '' : <Quantity milli={milli} unit={item.unit} />)
  return (
    <Panel
      title={<bdi>{place.name}</bdi>}
      actions={
        <>
          <ActionButton size="xs" label={t('stock.correct')} disabledReason={needs('inventory.adjust')} onClick={() => setOpened('correct')} />
          {others.length > 0 && level && (
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
      {(lots.length > 0 || noLotMilli !== 0) && (
        <div className={classes.rows}>
          {lots.map((lot) => (
            <div key={lot.lotId} className={classes.row} style={{ paddingInline: 0 }}>
              <span className={classes.words}>
                <TextLink to={paths.stockLot} params={{ lotId: lot.lotId }}>
                  <Code>{lot.code}</Code>
                </TextLink>
                <span className={classes.small}>
                  <LotBadge lot={lot} />
                  {lot.expiresOn !== null && <Day on={lot.expiresOn} />}
                </span>
              </span>
              <Quantity milli={lot.qtyMilli} unit={lot.unit} />
            </div>
          ))}
          {noLotMilli !== 0 && (
            <div className={classes.row} style={{ paddingInline: 0 }}>
              <span className={classes.words}>{t('lots.ofNone')}</span>
              <Quantity milli={noLotMilli} unit={item.unit} />
            </div>
          )}
        </div>
      )}
      {opened === 'correct' && <CorrectForm item={item} place={place} lots={lots} noLotMilli={noLotMilli} onClose={close} />}
      {opened === 'transfer' && <TransferForm item={item} places={others} from={place} lots={lots} onClose={close} />}
      {opened === 'limits' && <LimitsForm item={item} place={place} level={level} onClose={close} />}
    </Panel>
  )
}

type MoveRow = RowOf<'inventory.moves'>

/** What lay there after each movement: the newest left what lies there now. */
function runningLevels(rows: readonly MoveRow[], nowMilli: number): ReadonlyMap<string, number> {
  const levels = new Map<string, number>()
  let milli = nowMilli
  for (const { id, deltaMilli } of rows) {
    levels.set(id, milli)
    milli -= deltaMilli
  }
  return levels
}

const moveColumns = (t: Translate, levels: ReadonlyMap<string, number>, withPlace: boolean): Column<MoveRow>[] => [
  { key: 'at', header: t('imports.when'), width: '152px', card: 'title', cell: (row) => <DateTime at={row.movedAt} /> },
  { key: 'reason', header: t('stock.reason'), width: '112px', card: 'badge', cell: (row) => t(`moveReason.${row.reason}`) },
  ...(withPlace ? [{ key: 'place', header: t('stock.place'), width: '86px', card: 'hidden' as const, cell: (row: MoveRow) => <PlaceName of={row} /> }] : []),
  {
    key: 'document',
    header: t('stock.documentColumn'),
    width: 'minmax(100px, 1.2fr)',
    cell: (row) => (
      <>
        <MoveDocument move={row} /> {row.lotCode !== '' && <Code>{row.lotCode}</Code>}
      </>
    ),
  },
  {
    key: 'who',
    header: t('stock.by'),
    width: 'minmax(64px, 1fr)',
    card: 'hidden',
    cell: (row) => <bdi title={row.userName}>{row.customerName || row.userName}</bdi>,
  },
  { key: 'change', header: t('stock.change'), width: '76px', align: 'end', cell: (row) => <Quantity milli={row.deltaMilli} signed /> },
  {
    key: 'level',
    header: t('stock.levelAfter'),
    width: '98px',
    align: 'end',
    cell: (row) => (
      <strong>
        <Quantity milli={levels.get(row.id) ?? 0} />
      </strong>
    ),
  },
  {
    key: 'each',
    header: t('stock.eachCost'),
    width: '90px',
    align: 'end',
    card: 'hidden',
    cell: (row) => <Money minor={Math.round((row.valueMinor * 1000) / row.deltaMilli)} />,
  },
]
