import type { In, Out, ReadCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import { addDays, atLocal, localDate, MINUTE_MS } from '#shared/kernel/time.ts'
import { type appointmentsContract, appointmentsFails } from '#shared/modules/appointments/contract.ts'
import { type Appointment, LIVE_STATES, SLOT_HORIZON_DAYS } from '#shared/modules/appointments/model.ts'
import { byDay, byWho, type Capacity, rebooked, type Wanted } from '#shared/modules/appointments/rules/days.ts'
import { loadOf } from '#shared/modules/appointments/rules/reasons.ts'
import * as rules from '#shared/modules/appointments/rules/slots.ts'
import * as bays from '../../bays/service.ts'
import * as staff from '../../staff/service.ts'
import * as workspace from '../../workspace/service.ts'
import * as store from '../store.ts'
import { typesOf } from './types.ts'

type C = typeof appointmentsContract

export function firstFreeSlot(
  ctx: ReadCtx,
  { locationId, minutes, technicianId, bayId, fromAt = ctx.now, movingId, ...input }: In<C, 'firstFreeSlot'>,
): Out<C, 'firstFreeSlot'> {
  const capacity = capacityFrom(ctx.db, locationId, fromAt)
  if (!capacity) return appointmentsFails.unknownReference({ field: 'locationId' })
  const type = input.bookingTypeId === undefined ? null : typesOf(ctx.db).find(({ id }) => id === input.bookingTypeId)
  if (type === undefined) return appointmentsFails.unknownReference({ field: 'bookingTypeId' })
  const triedBays = bayId === undefined ? capacity.bays : capacity.bays.filter(({ id }) => id === bayId)
  if (bayId !== undefined && triedBays.length === 0) return appointmentsFails.unknownReference({ field: 'bayId' })
  const technicians = technicianId === undefined ? capacity.technicians : capacity.technicians.filter(({ id }) => id === technicianId)
  if (technicianId !== undefined && technicians.length === 0) return appointmentsFails.unknownReference({ field: 'technicianId' })
  const moving = movingId === undefined ? undefined : store.findAppointment(ctx.db, movingId)
  const needs = needsOf(ctx.db, [...(type?.skillIds ?? []), ...input.skillIds], [...(type?.equipmentIds ?? []), ...input.equipmentIds])
  return ok(
    rules.firstFreeSlot({
      ...rebooked(capacity, moving && isLive(moving) ? [moving] : [], []),
      bays: triedBays,
      technicians,
      minutes,
      fromAt,
      type,
      partsAt: input.partsAt ?? null,
      approvalAt: input.approvalAt ?? null,
      ...needs,
    }),
  )
}

export function waysOut(ctx: ReadCtx, { appointmentId }: In<C, 'waysOut'>): Out<C, 'waysOut'> {
  const booked = store.findAppointment(ctx.db, appointmentId)
  const fromAt = Math.max(booked?.startAt ?? 0, ctx.now)
  const capacity = booked && capacityFrom(ctx.db, booked.locationId, fromAt)
  if (!booked || !capacity) return appointmentsFails.unknownAppointment({ appointmentId })
  return ok(rules.waysOut({ ...capacity, ...wantedFor(ctx.db, booked, fromAt) }, booked))
}

export function bayLoads(ctx: ReadCtx, { locationId, fromOn, days }: In<C, 'bayLoads'>): Out<C, 'bayLoads'> {
  const { zone } = workspace.theCompany(ctx.db)
  const capacity = capacityFrom(ctx.db, locationId, atLocal(fromOn, 0, zone))
  if (!capacity) return appointmentsFails.unknownReference({ field: 'locationId' })
  return ok(
    Array.from({ length: days }, (_, day) => addDays(fromOn, day)).flatMap((on) => {
      const live = capacity.live(atLocal(on, 0, zone), atLocal(addDays(on, 1), 0, zone))
      return capacity.bays.map((bay) => ({ on, bayId: bay.id, bayName: bay.name, ...loadOf(capacity, bay, on, live) }))
    }),
  )
}

const isLive = ({ state }: Appointment) => LIVE_STATES.some((live) => live === state)

/** What a location can do from an instant on, as far ahead as slots are sought; undefined for a location that is not there. */
export function capacityFrom(db: ReadDb, locationId: Id<'location'>, fromAt: number): Capacity | undefined {
  const hours = workspace.findLocation(db, locationId)
  if (!hours) return undefined
  const { zone } = workspace.theCompany(db)
  const [fromOn, toOn] = [localDate(fromAt, zone), addDays(localDate(fromAt, zone), SLOT_HORIZON_DAYS)]
  return {
    hours,
    zone,
    bays: bays.baysOf(db, locationId),
    technicians: staff.techniciansOn(db, fromAt),
    absences: staff.absencesBetween(db, fromAt, atLocal(toOn, 0, zone)),
    holidays: staff.holidaysOf(db, locationId, fromOn, toOn),
    live: byDay(fromAt, (from, to, isFirst) => (isFirst ? store.liveBetween(db, from, to) : store.liveStarting(db, from, to))),
    taken: byWho((who, id, from, to, isFirst) => store.timesTaken(db, who, id, from, to, isFirst)),
  }
}

/** What a booking needs wherever it is moved. */
export function wantedFor(db: ReadDb, { startAt, endAt, bookingTypeId, partsAt, approvalAt }: Appointment, fromAt: number): Wanted {
  const type = typesOf(db).find(({ id }) => id === bookingTypeId) ?? null
  return {
    minutes: Math.ceil((endAt - startAt) / MINUTE_MS),
    fromAt,
    type,
    partsAt,
    approvalAt,
    ...needsOf(db, type?.skillIds ?? [], type?.equipmentIds ?? []),
  }
}

/** Skills and equipment by name, once each; what was removed is asked for no more. */
function needsOf(db: ReadDb, skillIds: readonly Id<'skill'>[], equipmentIds: readonly Id<'bayEquipment'>[]): Pick<Wanted, 'skills' | 'equipment'> {
  return {
    skills: skillIds.length === 0 ? [] : staff.skillsOf(db).filter(({ id }) => skillIds.includes(id)),
    equipment: equipmentIds.length === 0 ? [] : bays.equipmentOf(db).filter(({ id }) => equipmentIds.includes(id)),
  }
}
