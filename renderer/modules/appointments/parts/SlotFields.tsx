import { localDate, MINUTE_MS } from '#shared/kernel/time.ts'
import { useQuery } from '../../../data/queries.ts'
import { useShop } from '../../../data/shop.ts'
import { durationText } from '../../../texts/duration.ts'
import { formatDate, formatTime } from '../../../texts/format.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { ClockField, DateField, IntegerField, Select } from '../../../ui/fields.tsx'
import { Fields } from '../../../ui/Page.tsx'
import type { BookingForm } from '../AppointmentForm.tsx'
import classes from './SlotFields.module.css'
import type { Proposal } from './useProposal.ts'
import { openOn } from './timeline.ts'
import { fits, wantedOf } from './wanted.ts'

const USUAL_MINUTES = [30, 60, 90, 120, 240] as const

/** Kind, length, what is waited for, day, time, bay and technician. What stays empty shows in grey what the first free slot would put there. */
export function SlotFields({
  form,
  proposal,
  locationId,
  zone,
  now,
  isFurther = false,
}: {
  form: BookingForm
  proposal: Proposal
  locationId: string
  zone: string
  now: number
  /** A further time of a booking: what holds for the whole of it is not asked again. */
  isFurther?: boolean
}) {
  const t = useT()
  const language = useLanguage()
  const { location } = useShop()
  const bays = useQuery('bays.board', { locationId }).data ?? []
  const technicians = useQuery('staff.technicians', {}).data ?? []
  const types = useQuery('appointments.types', {}).data ?? []
  const { values } = form
  const filler = fits(values, proposal.slot, zone, now) ? proposal.slot : null
  const wanted = wantedOf(values, proposal.slot, zone, now)
  const open = wanted && location && openOn(localDate(wanted.startAt, zone), location, zone)
  const isOutside = wanted !== null && location !== null && (!open || wanted.startAt < open.startAt || wanted.endAt > open.endAt)
  const hint = wanted === null ? undefined : wanted.endAt < now ? t('booking.inPast') : isOutside ? t('booking.outsideHours') : undefined
  return (
    <>
      {!isFurther && (types.length > 0 || values.bookingTypeId !== '') && (
        <Select
          label={t('booking.type')}
          {...form.field('bookingTypeId')}
          value={values.bookingTypeId || null}
          onChange={(next) => {
            const type = types.find(({ id }) => id === next)
            form.set('bookingTypeId', next ?? '')
            if (type) form.set('minutes', type.minutes)
          }}
          data={types.map(({ id, name, minutes }) => ({ value: id, label: `${name} · ${durationText(minutes)}` }))}
          placeholder={t('booking.noType')}
          clearable
          searchable
        />
      )}
      <div className={classes.length}>
        <IntegerField label={t('booking.minutes')} {...form.field('minutes')} />
        <fieldset className={classes.usual} aria-label={t('booking.usualMinutes')}>
          {USUAL_MINUTES.map((minutes) => (
            <button key={minutes} type="button" className={classes.chip} aria-pressed={values.minutes === minutes} onClick={() => form.set('minutes', minutes)}>
              {durationText(minutes)}
            </button>
          ))}
        </fieldset>
      </div>
      <Fields>
        <DateField label={t('booking.day')} {...form.field('on')} placeholder={filler ? formatDate(filler.startAt, language) : ''} clearable />
        <ClockField
          label={t('booking.time')}
          {...form.field('startMinutes')}
          placeholder={filler ? formatTime(filler.startAt, language) : ''}
          description={
            values.startMinutes !== null && values.minutes !== null && wanted
              ? t('booking.ends', { at: wanted.startAt + values.minutes * MINUTE_MS })
              : undefined
          }
        />
      </Fields>
      {hint && <p className={classes.hint}>{hint}</p>}
      {!isFurther && (
        <Fields>
          <DateField label={t('booking.parts')} description={t('booking.waitsHint')} {...form.field('partsOn')} clearable />
          <DateField label={t('booking.approval')} description={t('booking.waitsHint')} {...form.field('approvalOn')} clearable />
        </Fields>
      )}
      <Fields>
        <Select
          label={t('booking.bay')}
          {...form.field('bayId')}
          value={form.values.bayId || null}
          onChange={(bayId) => form.set('bayId', bayId ?? '')}
          data={bays.map(({ id, name, state }) => ({ value: id, label: state === 'down' ? t('order.bayDown', { name }) : name }))}
          placeholder={filler ? t('booking.firstFree', { name: filler.bayName }) : ''}
          clearable
        />
        <Select
          label={t('booking.technician')}
          {...form.field('technicianId')}
          value={form.values.technicianId || null}
          onChange={(technicianId) => form.set('technicianId', technicianId ?? '')}
          data={technicians.map(({ id, name }) => ({ value: id, label: name }))}
          placeholder={filler ? t('booking.firstFree', { name: filler.technicianName }) : ''}
          clearable
          searchable
        />
      </Fields>
    </>
  )
}
