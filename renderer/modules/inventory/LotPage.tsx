import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Id } from '#shared/kernel/ids.ts'
import type { Lot } from '#shared/modules/inventory/model/lots.ts'
import type { Output } from '../../data/client.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { type RowOf, useList, useQuery } from '../../data/queries.ts'
import { TextLink } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Code, DateTime, Day, Dim } from '../../ui/display.tsx'
import { DateField, TextInput } from '../../ui/fields.tsx'
import { FormModal } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Columns, Facts, Page, Panel } from '../../ui/Page.tsx'
import { EmptyState, ErrorState, Loading, Notice } from '../../ui/states.tsx'
import { LotBadge, useLotState } from './parts/badges.tsx'
import { MoveDocument } from './parts/MoveDocument.tsx'
import { PlaceName } from './parts/places.tsx'
import { Quantity } from './parts/Quantity.tsx'
import classes from './parts/stock.module.css'

type Found = Output<'inventory.lot'>

/** One lot: where it lies, and where all of it went, for the day on which it is called back. */
export function LotPage() {
  const t = useT()
  const { lotId } = useParams({ strict: false }) as { lotId: Id<'stockLot'> } // the route's own parameter; the core checks it
  const { data, failure, retry } = useQuery('inventory.lot', { lotId })
  const back = <TextLink to={paths.stockLots}>{t('lots.title')}</TextLink>
  if (data) return <Record key={lotId} found={data} back={back} />
  return (
    <Page title={t('lots.one')} back={back}>
      {failure ? <ErrorState failure={failure} onRetry={retry} /> : <Loading />}
    </Page>
  )
}

function Record({ found: { lot, levels }, back }: { found: Found; back: React.ReactNode }) {
  const t = useT()
  const { can } = useSession()
  const moves = useList('inventory.moves', { lotId: lot.id, limit: 200 })
  const state = useLotState()(lot)
  const [changes, setChanges] = useState(false)
  const there = levels.filter(({ qtyMilli }) => qtyMilli !== 0)
  /** Who has some of it: what came back counts against what left. */
  const customers = [...Map.groupBy(moves.rows, ({ customerId }) => customerId)].filter(
    ([customerId, rows]) => customerId !== null && rows.reduce((sum, { deltaMilli }) => sum + deltaMilli, 0) < 0,
  )
  return (
    <Page
      title={<bdi dir="ltr">{lot.code}</bdi>}
      badge={<LotBadge look="box" lot={lot} />}
      intro={<bdi>{lot.name}</bdi>}
      back={back}
      actions={
        <ActionButton
          label={t('lots.change')}
          shortcut="F4"
          disabledReason={can('inventory.approve') ? null : t('failure.platform.notAllowed')}
          onClick={() => setChanges(true)}
        />
      }
    >
      {state === 'blocked' && <Notice tone="bad">{t('lots.blockedBecause', { reason: lot.blocked })}</Notice>}
      {state === 'expired' && <Notice tone="bad">{t('lots.expiredSince')}</Notice>}
      <Columns sizes="mainFirst">
        <Panel flush title={t('lots.trail')} actions={<Dim>{t('lots.customers', { count: customers.length })}</Dim>}>
          <DataTable
            label={t('lots.trail')}
            list={moves}
            height={Math.min(440, 150 + moves.rows.length * 60)}
            rowKey={(row) => row.id}
            columns={columns(t)}
            empty={<EmptyState title={t('lots.trailNone')} />}
          />
        </Panel>
        <div className={classes.side}>
          <Panel title={t('lots.one')}>
            <Facts
              facts={[
                [
                  t('common.name'),
                  <TextLink key="n" to={paths.stockItem} params={{ itemId: lot.itemId }}>
                    <bdi>{lot.name}</bdi>
                  </TextLink>,
                ],
                [t('catalog.sku'), lot.sku && <Code key="s">{lot.sku}</Code>],
                [t('lots.expiresOn'), lot.expiresOn === null ? t('lots.never') : <Day key="e" on={lot.expiresOn} />],
                [t('stock.onHand'), <Quantity key="q" milli={lot.qtyMilli} unit={lot.unit} />],
              ]}
            />
          </Panel>
          <Panel title={t('lots.where')}>
            {there.length === 0 ? (
              <Dim>{t('lots.nowhere')}</Dim>
            ) : (
              <Facts facts={there.map((one) => [one.placeName, <Quantity key={one.placeId} milli={one.qtyMilli} unit={one.unit} />])} />
            )}
          </Panel>
        </div>
      </Columns>
      {changes && <LotForm lot={lot} onClose={() => setChanges(false)} />}
    </Page>
  )
}

function LotForm({ lot, onClose }: { lot: Lot; onClose(): void }) {
  const t = useT()
  const form = useCommandForm('inventory.changeLot', {
    initial: { expiresOn: lot.expiresOn, blocked: lot.blocked },
    toInput: (values) => ({ ...values, lotId: lot.id }),
    onDone: () => {
      notify.done(t('common.saved'))
      onClose()
    },
  })
  return (
    <FormModal opened size="md" title={lot.code} form={form} onClose={onClose}>
      <DateField label={t('lots.expiresOn')} clearable {...form.field('expiresOn')} />
      <TextInput label={t('lots.blockReason')} description={t('lots.blockHint')} dir="auto" maxLength={200} {...form.field('blocked')} />
    </FormModal>
  )
}

const columns = (t: Translate): Column<RowOf<'inventory.moves'>>[] => [
  { key: 'at', header: t('imports.when'), width: '152px', card: 'title', cell: (row) => <DateTime at={row.movedAt} /> },
  { key: 'reason', header: t('stock.reason'), width: '112px', card: 'badge', cell: (row) => t(`moveReason.${row.reason}`) },
  { key: 'document', header: t('stock.documentColumn'), width: 'minmax(108px, 1fr)', cell: (row) => <MoveDocument move={row} /> },
  {
    key: 'customer',
    header: t('customers.one'),
    width: 'minmax(120px, 1.4fr)',
    cell: (row) =>
      row.customerId !== null && (
        <TextLink to={paths.customer} params={{ customerId: row.customerId }}>
          <bdi>{row.customerName}</bdi>
        </TextLink>
      ),
  },
  { key: 'place', header: t('stock.place'), width: '96px', card: 'hidden', cell: (row) => <PlaceName of={row} /> },
  { key: 'change', header: t('stock.change'), width: '84px', align: 'end', cell: (row) => <Quantity milli={row.deltaMilli} unit={row.unit} signed /> },
]
