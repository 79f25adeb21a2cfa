import { type ReactNode, useEffect, useRef } from 'react'
import { z } from 'zod'
import { atLocal, localDate, localMinutes, MINUTE_MS } from '#shared/kernel/time.ts'
import type { AppointmentView, Booked, Slot } from '#shared/modules/appointments/model.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useNow } from '../../data/now.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { Switch, Textarea } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { SlotFields } from './parts/SlotFields.tsx'
import { SlotProposal } from './parts/SlotProposal.tsx'
import { type Proposal, useProposal } from './parts/useProposal.ts'
import { fits, startOf, type Wanted, wantedOf } from './parts/wanted.ts'
import { WhoPicker } from './parts/WhoPicker.tsx'

/** The booking whose drawer is open, in the address of the schedule. */
export const bookingShown = z.object({ booking: z.string().max(36) })

export type BookingValues = {
  customerId: string
  /** Empty: none. */
  vehicleId: string
  /** Empty: any work. */
  bookingTypeId: string
  minutes: number | null
  on: string | null
  startMinutes: number | null
  bayId: string
  technicianId: string
  concern: string
  note: string
  /** Days on which parts and the customer's answer are expected. */
  partsOn: string | null
  approvalOn: string | null
  confirmed: boolean
}
/** What a form begins with: a spot on the timeline, a customer's page. */
export type BookingStart = Partial<
  Pick<BookingValues, 'customerId' | 'vehicleId' | 'minutes' | 'on' | 'startMinutes' | 'bayId' | 'technicianId' | 'concern' | 'note' | 'bookingTypeId'>
>

const DEFAULT_MINUTES = 60
const EMPTY: BookingValues = {
  customerId: '',
  vehicleId: '',
  bookingTypeId: '',
  minutes: DEFAULT_MINUTES,
  on: null,
  startMinutes: null,
  bayId: '',
  technicianId: '',
  concern: '',
  note: '',
  partsOn: null,
  approvalOn: null,
  confirmed: true,
}
const TAKEN = { 'appointments.bayTaken': 'bayId', 'appointments.technicianTaken': 'technicianId', 'appointments.wrongTimes': 'minutes' } as const

interface Place {
  locationId: string
  /** The shop's IANA zone. */
  zone: string
}

/** A new booking; `head` stands above its fields. Mount it when it opens. */
export function NewAppointmentForm({
  start,
  locationId,
  zone,
  head,
  onClose,
  onDone,
}: Place & { start: BookingStart; head?: ReactNode; onClose: () => void; onDone?: (booked: AppointmentView) => void }) {
  const t = useT()
  const now = useNow()
  const form = useCommandForm('appointments.create', {
    initial: { ...EMPTY, ...start },
    toInput: (values) => ({ locationId, ...inputOf(values, wantedOf(values, proposal.slot, zone, now), zone), confirmed: values.confirmed }),
    check: (values) => missingIn(values, wantedOf(values, proposal.slot, zone, now), t),
    fieldOf: TAKEN,
    onDone: (booked) => {
      notify.done(t('booking.booked', { customer: booked.customerName, at: booked.startAt }))
      onClose()
      onDone?.(booked)
    },
  })
  const proposal: Proposal = useProposal(form.values, locationId, zone, now, true)
  const submit = useSubmitAfter(proposal, form.submit)
  return (
    <FormDrawer opened title={t('booking.create')} submitLabel={t('booking.book')} form={{ ...form, submit }} onClose={onClose}>
      {head}
      <Proposed form={form} proposal={proposal} zone={zone} now={now} />
      <BookingFields form={form} proposal={proposal} locationId={locationId} zone={zone} now={now} />
      <Switch label={t('booking.confirmed')} checked={form.values.confirmed} onChange={(event) => form.set('confirmed', event.currentTarget.checked)} />
    </FormDrawer>
  )
}

/** A known booking that may still be changed: moved, made longer, given to someone else. `head` stands above its fields. */
export function EditAppointmentForm({
  appointment,
  zone,
  head,
  onClose,
  onDone,
}: {
  appointment: Booked<AppointmentView>
  zone: string
  head: ReactNode
  onClose: () => void
  onDone?: (saved: AppointmentView) => void
}) {
  const t = useT()
  const now = useNow()
  const { id, locationId, customerId, vehicleId, startAt, endAt, bayId, technicianId, concern, note, bookingTypeId, partsAt, approvalAt } = appointment
  const form = useCommandForm('appointments.update', {
    initial: {
      customerId,
      vehicleId: vehicleId ?? '',
      bookingTypeId: bookingTypeId ?? '',
      minutes: (endAt - startAt) / MINUTE_MS,
      on: localDate(startAt, zone),
      startMinutes: localMinutes(startAt, zone),
      bayId,
      technicianId,
      concern,
      note,
      partsOn: partsAt === null ? null : localDate(partsAt, zone),
      approvalOn: approvalAt === null ? null : localDate(approvalAt, zone),
      confirmed: true,
    } as BookingValues, // ids are texts in a form
    toInput: (values) => ({ appointmentId: id, ...inputOf(values, wantedOf(values, proposal.slot, zone, now), zone) }),
    check: (values) => missingIn(values, wantedOf(values, proposal.slot, zone, now), t),
    fieldOf: TAKEN,
    onDone: (saved) => {
      notify.done(t('booking.moved', { customer: saved.customerName, at: saved.startAt }))
      onClose()
      onDone?.(saved)
    },
  })
  const { bayId: bay, technicianId: technician, startMinutes, on } = form.values
  const wasRefused = form.field('bayId').error !== undefined || form.field('technicianId').error !== undefined
  const isOpen = wasRefused || bay === '' || technician === '' || startMinutes === null || on === null
  const proposal: Proposal = useProposal(form.values, locationId, zone, now, isOpen, { movingId: id })
  const submit = useSubmitAfter(proposal, form.submit)
  return (
    <FormDrawer opened title={t('booking.edit')} form={{ ...form, submit }} onClose={onClose}>
      {head}
      {isOpen && <Proposed form={form} proposal={proposal} zone={zone} now={now} />}
      <BookingFields form={form} proposal={proposal} locationId={locationId} zone={zone} now={now} />
    </FormDrawer>
  )
}

/** A further time of a booking, on the same day or another; proposed like its first one. Mount it when it opens. */
export function AddTimeForm({ booking, zone, onClose }: { booking: Booked<AppointmentView>; zone: string; onClose: () => void }) {
  const t = useT()
  const now = useNow()
  const { locationId, bayId, technicianId } = booking
  const form = useCommandForm('appointments.addTime', {
    initial: { ...EMPTY, bookingTypeId: booking.bookingTypeId ?? '', bayId, technicianId } as BookingValues, // ids are texts in a form
    toInput: (values) => ({
      appointmentId: booking.id,
      ...(wantedOf(values, proposal.slot, zone, now) ?? { startAt: 0, endAt: 0, bayId: values.bayId, technicianId: values.technicianId }), // refused by the form's own check
    }),
    check: (values) => missingIn({ ...values, customerId: booking.customerId }, wantedOf(values, proposal.slot, zone, now), t),
    fieldOf: TAKEN,
    onDone: (saved) => {
      notify.done(t('times.added', { customer: saved.customerName, at: saved.startAt }))
      onClose()
    },
  })
  const proposal: Proposal = useProposal(form.values, locationId, zone, now, true, { afterAt: Math.max(now, booking.endAt) })
  const submit = useSubmitAfter(proposal, form.submit)
  return (
    <FormDrawer opened title={t('times.add')} submitLabel={t('booking.book')} form={{ ...form, submit }} onClose={onClose}>
      <Proposed form={form} proposal={proposal} zone={zone} now={now} />
      <SlotFields form={form} proposal={proposal} locationId={locationId} zone={zone} now={now} isFurther />
    </FormDrawer>
  )
}

/** Sends the form; an Enter right behind a figure waits for the slot that answers it. */
function useSubmitAfter(proposal: Proposal, submit: () => void): () => void {
  const waits = useRef(false)
  useEffect(() => {
    if (!waits.current || proposal.isLoading) return
    waits.current = false
    submit()
  })
  return () => {
    waits.current = proposal.isLoading
    if (!proposal.isLoading) submit()
  }
}

/** A form that holds a booking's fields, new or known. */
export type BookingForm = ReturnType<typeof useCommandForm<'appointments.create' | 'appointments.update' | 'appointments.addTime', BookingValues>>

const inputOf = ({ customerId, vehicleId, concern, note, ...values }: BookingValues, wanted: Wanted | null, zone: string) => ({
  customerId,
  concern,
  note,
  vehicleId: vehicleId === '' ? null : vehicleId,
  bookingTypeId: values.bookingTypeId === '' ? null : values.bookingTypeId,
  partsAt: values.partsOn === null ? null : atLocal(values.partsOn, 0, zone),
  approvalAt: values.approvalOn === null ? null : atLocal(values.approvalOn, 0, zone),
  ...(wanted ?? { startAt: 0, endAt: 0, bayId: values.bayId, technicianId: values.technicianId }), // refused by the form's own check
})

function missingIn(values: BookingValues, wanted: Wanted | null, t: Translate): Partial<Record<keyof BookingValues, string>> {
  return {
    ...(values.customerId === '' && { customerId: t('booking.chooseCustomer') }),
    ...(values.minutes === null && { minutes: t('problem.number') }),
    ...(wanted === null && values.minutes !== null && { [values.bayId === '' ? 'bayId' : 'technicianId']: t('booking.chooseSlot') }),
  }
}

function Proposed({ form, proposal, zone, now }: { form: BookingForm; proposal: Proposal; zone: string; now: number }) {
  const { values } = form
  const { slot } = proposal
  const isFitting = fits(values, slot, zone, now)
  const isWritten = values.on !== null && values.startMinutes !== null && values.bayId !== '' && values.technicianId !== ''
  const take = (taken: Slot) => {
    form.set('on', localDate(taken.startAt, zone))
    form.set('startMinutes', localMinutes(taken.startAt, zone))
    form.set('bayId', taken.bayId)
    form.set('technicianId', taken.technicianId)
  }
  return (
    <SlotProposal
      proposal={proposal}
      zone={zone}
      isTaken={isFitting && isWritten}
      isOther={!isFitting && slot !== null && startOf(values, zone, now) !== null}
      onTake={take}
    />
  )
}

function BookingFields({ form, proposal, locationId, zone, now }: Place & { form: BookingForm; proposal: Proposal; now: number }) {
  const t = useT()
  const { customerId, vehicleId } = form.values
  return (
    <>
      <WhoPicker
        value={{ customerId, vehicleId }}
        onChange={(who) => {
          form.set('customerId', who.customerId)
          form.set('vehicleId', who.vehicleId)
        }}
        onPreset={(only) => form.preset('vehicleId', only)}
        customerError={form.field('customerId').error}
        vehicleHint={t('booking.needsVehicle')}
        isFirst={customerId === ''}
      />
      <Textarea label={t('booking.concern')} placeholder={t('booking.concernHint')} autosize minRows={2} maxRows={5} {...form.field('concern')} />
      <SlotFields form={form} proposal={proposal} locationId={locationId} zone={zone} now={now} />
      <Textarea label={t('booking.note')} autosize minRows={1} maxRows={4} {...form.field('note')} />
    </>
  )
}
