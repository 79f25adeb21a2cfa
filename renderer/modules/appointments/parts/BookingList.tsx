import { z } from 'zod'
import { addDays, atLocal, MINUTE_MS } from '#shared/kernel/time.ts'
import { APPOINTMENT_STATES, isBooked } from '#shared/modules/appointments/model.ts'
import { type RowOf, useList, useQuery } from '../../../data/queries.ts'
import { useFilters } from '../../../data/route.tsx'
import { durationText } from '../../../texts/duration.ts'
import { type Translate, useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { DateTime, Plate } from '../../../ui/display.tsx'
import { DateField, FilterSelect, Switch } from '../../../ui/fields.tsx'
import { Toolbar } from '../../../ui/Page.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { BookingBadge } from './BookingBadge.tsx'
import classes from './BookingList.module.css'
import { labelOf } from './label.ts'

const filterShape = z.object({
  state: z.enum(APPOINTMENT_STATES),
  bay: z.string().max(36),
  technician: z.string().max(36),
  from: z.iso.date(),
  to: z.iso.date(),
  latest: z.boolean(),
})
const NONE = { state: undefined, bay: undefined, technician: undefined, from: undefined, to: undefined, latest: undefined }

type Row = RowOf<'appointments.list'>

/** Every booking and block of a location, from today on unless said otherwise. */
export function BookingList({ locationId, zone, today, onOpen }: { locationId: string; zone: string; today: string; onOpen: (row: Row) => void }) {
  const t = useT()
  const [filters, setFilters] = useFilters(filterShape)
  const bays = useQuery('bays.board', { locationId }).data ?? []
  const technicians = useQuery('staff.technicians', {}).data ?? []
  const list = useList('appointments.list', {
    locationId,
    sort: filters.latest ? 'latest' : 'start',
    fromAt: atLocal(filters.from ?? today, 0, zone),
    ...(filters.to && { toAt: atLocal(addDays(filters.to, 1), 0, zone) }),
    ...(filters.state && { state: filters.state }),
    ...(filters.bay && { bayId: filters.bay }),
    ...(filters.technician && { technicianId: filters.technician }),
  })
  return (
    <>
      <Toolbar
        end={
          <Switch
            label={t('schedule.latestFirst')}
            checked={filters.latest ?? false}
            onChange={(event) => setFilters({ latest: event.currentTarget.checked || undefined })}
          />
        }
      >
        <div className={classes.day}>
          <DateField
            label=""
            aria-label={t('schedule.from')}
            placeholder={t('schedule.from')}
            value={filters.from ?? today}
            onChange={(from) => setFilters({ from: from ?? undefined })}
          />
        </div>
        <div className={classes.day}>
          <DateField
            label=""
            aria-label={t('schedule.to')}
            placeholder={t('schedule.to')}
            value={filters.to ?? null}
            onChange={(to) => setFilters({ to: to ?? undefined })}
            clearable
          />
        </div>
        <FilterSelect
          label={t('schedule.state')}
          allLabel={t('common.all')}
          value={filters.state}
          onChange={(state) => setFilters({ state })}
          options={APPOINTMENT_STATES.map((state) => ({ value: state, label: t(`bookingState.${state}`) }))}
        />
        <FilterSelect
          label={t('booking.bay')}
          allLabel={t('common.all')}
          value={filters.bay}
          onChange={(bay) => setFilters({ bay })}
          options={bays.map(({ id, name }) => ({ value: id as string, label: name }))}
        />
        <FilterSelect
          label={t('booking.technician')}
          allLabel={t('common.all')}
          value={filters.technician}
          onChange={(technician) => setFilters({ technician })}
          options={technicians.map(({ id, name }) => ({ value: id as string, label: name }))}
        />
        {Object.keys(filters).length > 0 && <ActionButton look="quiet" label={t('parts.clearFilters')} onClick={() => setFilters(NONE)} />}
      </Toolbar>
      <DataTable
        label={t('schedule.title')}
        list={list}
        columns={columns(t)}
        rowKey={(row) => row.id}
        rowTone={({ state }) => (state === 'clash' ? 'bad' : state === 'cancelled' || state === 'noShow' ? 'off' : undefined)}
        onOpen={onOpen}
        empty={<EmptyState title={t('schedule.listNone')} />}
      />
    </>
  )
}

const columns = (t: Translate): Column<Row>[] => [
  { key: 'start', header: t('schedule.time'), width: '156px', cell: (row) => <DateTime at={row.startAt} /> },
  { key: 'lasts', header: t('booking.minutes'), width: '92px', card: 'hidden', cell: (row) => durationText((row.endAt - row.startAt) / MINUTE_MS) },
  {
    key: 'state',
    header: t('schedule.state'),
    width: '128px',
    card: 'badge',
    cell: (row) => (isBooked(row) ? <BookingBadge state={row.state} look="plain" /> : t('block.edit')),
  },
  { key: 'who', header: t('booking.customer'), width: 'minmax(130px, 1.6fr)', card: 'title', cell: (row) => <strong dir="auto">{labelOf(row, t)}</strong> },
  { key: 'plate', header: t('booking.vehiclePlate'), width: '118px', cell: (row) => row.plate && <Plate plate={row.plate} /> },
  { key: 'vehicle', header: t('booking.vehicle'), width: 'minmax(130px, 1.5fr)', cell: (row) => <bdi>{row.vehicleLabel}</bdi> },
  { key: 'bay', header: t('booking.bay'), width: 'minmax(116px, 0.8fr)', cell: (row) => <bdi>{row.bayName}</bdi> },
  { key: 'technician', header: t('booking.technician'), width: 'minmax(100px, 1fr)', cell: (row) => <bdi>{row.technicianName}</bdi> },
  { key: 'concern', header: t('booking.concern'), width: 'minmax(140px, 2fr)', card: 'hidden', cell: (row) => <bdi>{row.concern || row.note}</bdi> },
]
