import { z } from 'zod'
import { addDays, atLocal, localDate } from '#shared/kernel/time.ts'
import { INSPECTION_STATES, OUTCOMES } from '#shared/modules/inspections/model.ts'
import { useNow } from '../../data/now.ts'
import { type RowOf, useList, useQuery } from '../../data/queries.ts'
import { useFilters, useGo } from '../../data/route.tsx'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Code, DateTime, Plate } from '../../ui/display.tsx'
import { FilterDay, FilterSelect } from '../../ui/fields.tsx'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { Counts } from './parts/Counts.tsx'
import { InspectionBadge } from './parts/InspectionBadge.tsx'
import { useLabel } from './parts/words.ts'
import classes from './parts/counter.module.css'

const filterShape = z.object({ state: z.enum(INSPECTION_STATES), outcome: z.enum(OUTCOMES), from: z.iso.date(), to: z.iso.date() })
/** Days before today that the rate is of, unless chosen otherwise. */
const PERIOD_DAYS = 29

/** Every inspection, and how many of a period passed. */
export function InspectionsPage() {
  const t = useT()
  const go = useGo()
  const label = useLabel()
  const zone = useShop().company?.zone ?? 'UTC'
  const now = useNow()
  const [filters, setFilters] = useFilters(filterShape)
  const today = localDate(now, zone)
  const from = filters.from ?? addDays(today, -PERIOD_DAYS)
  const to = filters.to ?? today
  const span = { fromAt: atLocal(from, 0, zone), toAt: atLocal(addDays(to, 1), 0, zone) }
  const list = useList('inspections.list', {
    ...(filters.state && { state: filters.state }),
    ...(filters.outcome && { outcome: filters.outcome }),
    ...(filters.from && { fromAt: span.fromAt }),
    ...(filters.to && { toAt: span.toAt }),
  })
  const { data: rate } = useQuery('inspections.passRate', span, { keepLast: true })
  return (
    <Page
      fills
      title={t('inspections.title')}
      intro={t('inspections.intro')}
      actions={<ActionButton label={t('inspections.templates')} shortcut="F4" onClick={() => go({ to: paths.inspectionTemplates })} />}
    >
      <Toolbar
        end={
          rate && (
            <output className={classes.rate} aria-label={t('inspections.passRate')}>
              {rate.rateBp === null ? (
                t('inspections.rateNone', { from, to })
              ) : (
                <>
                  <strong>{t('inspections.percent', { percent: rate.rateBp / 100 })}</strong>
                  {t('inspections.rateOf', { passed: rate.passed, all: rate.passed + rate.failed, from, to })}
                </>
              )}
            </output>
          )
        }
      >
        <FilterSelect
          label={t('common.state')}
          allLabel={t('common.all')}
          value={filters.state}
          onChange={(state) => setFilters({ state })}
          options={INSPECTION_STATES.map((state) => ({ value: state, label: t(`inspectionState.${state}`) }))}
        />
        <FilterSelect
          label={t('inspections.result')}
          allLabel={t('common.all')}
          value={filters.outcome}
          onChange={(outcome) => setFilters({ outcome })}
          options={OUTCOMES.map((outcome) => ({ value: outcome, label: t(`inspections.outcome.${outcome}`) }))}
        />
        <FilterDay label={t('inspections.from')} value={filters.from} onChange={(from) => setFilters({ from })} />
        <FilterDay label={t('inspections.to')} value={filters.to} onChange={(to) => setFilters({ to })} />
      </Toolbar>
      <DataTable
        label={t('inspections.title')}
        list={list}
        columns={columns(t, label)}
        rowKey={(row) => row.id}
        onOpen={(row) => go({ to: paths.inspection, params: { inspectionId: row.id } })}
        empty={<EmptyState title={t('inspections.noneTitle')} text={t('inspections.noneText')} />}
      />
    </Page>
  )
}

const columns = (t: Translate, label: ReturnType<typeof useLabel>): Column<RowOf<'inspections.list'>>[] => [
  { key: 'number', header: '#', width: '118px', card: 'title', cell: (row) => <Code>{row.number}</Code> },
  { key: 'at', header: t('inspections.begun'), width: '150px', card: 'hidden', cell: (row) => <DateTime at={row.createdAt} /> },
  { key: 'plate', header: t('vehicles.plate'), width: '112px', cell: (row) => <Plate plate={row.plate} /> },
  { key: 'vehicle', header: t('orders.vehicle'), width: 'minmax(110px, 1.4fr)', card: 'hidden', cell: (row) => <bdi>{row.vehicleLabel}</bdi> },
  { key: 'customer', header: t('orders.customer'), width: 'minmax(100px, 1fr)', cell: (row) => <bdi>{row.customerName}</bdi> },
  { key: 'template', header: t('inspections.template'), width: 'minmax(110px, 1.2fr)', cell: (row) => <bdi>{label(row.templateName)}</bdi> },
  { key: 'technician', header: t('orders.technician'), width: '110px', card: 'hidden', cell: (row) => <bdi>{row.technicianName}</bdi> },
  { key: 'counts', header: t('inspections.found'), width: '136px', cell: (row) => <Counts counts={row.counts} /> },
  { key: 'state', header: t('inspections.result'), width: '124px', card: 'badge', cell: (row) => <InspectionBadge head={row} look="plain" /> },
]
