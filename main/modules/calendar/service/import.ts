import { idOf } from '#main/platform/clock.ts'
import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { addDays, localDate } from '#shared/kernel/time.ts'
import { type calendarContract, calendarFails } from '#shared/modules/calendar/contract.ts'
import type { ImportTarget, LeftOut } from '#shared/modules/calendar/model.ts'
import { type ReadEvent, readCalendar, type Time } from '#shared/modules/calendar/rules/read.ts'
import * as staff from '../../staff/service.ts'
import * as workspace from '../../workspace/service.ts'

type C = typeof calendarContract

/** An event over more days is no holiday. */
const LONGEST_HOLIDAY = 62

/** One time of an event, and the records that it becomes: an absence, or a holiday for each day. */
interface Planned {
  readonly time: Time
  readonly parts: readonly { readonly id: string; readonly on: string; readonly isKnown: boolean }[]
}
interface Plan {
  readonly events: readonly { readonly event: ReadEvent; readonly planned: readonly Planned[] }[]
  readonly leftOut: LeftOut[]
}

export function preview(ctx: ReadCtx, { text, target }: In<C, 'preview'>): Out<C, 'preview'> {
  const plan = planOf(ctx, text, target)
  if (!plan.ok) return plan
  return ok({
    events: plan.value.events.map(({ event, planned }) => ({
      ...event,
      times: planned.map(({ time, parts }) => ({ ...time, isKnown: parts.every(({ isKnown }) => isKnown) })),
    })),
    leftOut: plan.value.leftOut,
  })
}

export function importFile(ctx: WriteCtx, { text, target }: In<C, 'importFile'>): Out<C, 'importFile'> {
  const plan = planOf(ctx, text, target)
  if (!plan.ok) return plan
  let added = 0
  let known = 0
  for (const { event, planned } of plan.value.events) {
    for (const { time, parts } of planned) {
      for (const { id, on, isKnown } of parts) {
        if (isKnown) known++
        else {
          enter(ctx, target, id, event, time, on)
          added++
        }
      }
    }
  }
  return ok({ added, known, leftOut: plan.value.leftOut.length })
}

function enter(ctx: WriteCtx, target: ImportTarget, id: string, event: ReadEvent, time: Time, on: string): void {
  const done =
    target.kind === 'absence'
      ? staff.enterAbsence(ctx, id as Id<'absence'>, { employeeId: target.employeeId, kind: 'other', note: event.summary.slice(0, 200), ...time }) // made for it
      : staff.enterHoliday(ctx, id as Id<'holiday'>, { locationId: target.locationId, closedOn: on, name: event.summary.slice(0, 60) || on }) // made for it
  if (!done.ok) throw new Error(`an event that was looked at cannot be entered: ${done.error.code}`)
}

/** What a file becomes, and what of it is left out. The ids are made of target, event and time. Holds CAL-2. */
function planOf(ctx: ReadCtx, text: string, target: ImportTarget): Result<Plan, Failure<'calendar.unknownReference'>> {
  const isHoliday = target.kind === 'holiday'
  const ofId = isHoliday ? (target.locationId ?? 'company') : target.employeeId
  if (
    isHoliday
      ? target.locationId !== null && !workspace.findLocation(ctx.db, target.locationId)
      : staff.findEmployee(ctx.db, target.employeeId)?.deleted !== false
  )
    return calendarFails.unknownReference({ field: isHoliday ? 'locationId' : 'employeeId' })
  const { zone } = workspace.theCompany(ctx.db)
  const read = readCalendar(text, zone, ctx.now, isHoliday)
  const leftOut = [...read.leftOut]
  const events: Plan['events'][number][] = []
  const seen = new Set<string>() // files that were put together name an event twice
  for (const event of read.events) {
    const problem = isHoliday && (event.allDay ? (event.times.some((time) => daysOf(time, zone).length > LONGEST_HOLIDAY) ? 'tooLong' : null) : 'notAllDay')
    if (problem) leftOut.push({ name: event.summary || event.uid, problem, line: event.line })
    else
      events.push({
        event,
        planned: event.times.map((time) => ({
          time,
          parts: (isHoliday ? daysOf(time, zone) : [localDate(time.startAt, zone)]).map((on) => {
            const id = isHoliday
              ? idOf<'holiday'>(Date.parse(on), 'holiday', ofId, event.uid, on)
              : idOf<'absence'>(time.startAt, 'absence', ofId, event.uid, String(time.startAt), String(time.endAt))
            const isKnown = seen.has(id) || (isHoliday ? staff.knowsHoliday(ctx.db, id as Id<'holiday'>) : staff.knowsAbsence(ctx.db, id as Id<'absence'>)) // of that kind, two lines above
            seen.add(id)
            return { id, on, isKnown }
          }),
        })),
      })
  }
  return ok({ events, leftOut })
}

/** The days of the shop that a time covers. */
function daysOf({ startAt, endAt }: Time, zone: string): string[] {
  const days: string[] = []
  for (let on = localDate(startAt, zone); days.length <= LONGEST_HOLIDAY && on <= localDate(endAt - 1, zone); on = addDays(on, 1)) days.push(on)
  return days
}
