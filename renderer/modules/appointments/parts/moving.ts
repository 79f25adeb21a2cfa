import type { KeyboardEvent } from 'react'
import { atLocal, type EpochMs, type LocalDate, localMinutes } from '#shared/kernel/time.ts'
import { SLOT_STEP_MS } from '#shared/modules/appointments/model.ts'
import type { Span } from './timeline.ts'
import type { Moving } from './useMoving.ts'

/** Where a block of the schedule stands: a row of the board, and a span of time. */
export interface Place extends Span {
  /** Id of the bay or technician whose row it is. */
  readonly row: string
}
/** Which end of a block is pulled; null: the whole of it. */
export type Edge = 'start' | 'end' | null

/** The quarter of an hour that is `steps` on from an instant; one that stands between two quarters goes to the next one on its way. */
export function stepped(at: EpochMs, steps: number): EpochMs {
  if (steps === 0) return at
  const quarter = (steps > 0 ? Math.floor(at / SLOT_STEP_MS) : Math.ceil(at / SLOT_STEP_MS)) * SLOT_STEP_MS
  return quarter + steps * SLOT_STEP_MS
}

const nearest = (at: EpochMs): EpochMs => Math.round(at / SLOT_STEP_MS) * SLOT_STEP_MS

/** The whole block, that many quarters later (or earlier). */
export function shifted(place: Place, steps: number): Place {
  const startAt = stepped(place.startAt, steps)
  return { ...place, startAt, endAt: startAt + place.endAt - place.startAt }
}

/** The whole block at the same time of another day. */
export function onDay(place: Place, on: LocalDate, zone: string): Place {
  const startAt = atLocal(on, localMinutes(place.startAt, zone), zone)
  return { ...place, startAt, endAt: startAt + place.endAt - place.startAt }
}

/** The block with an end that many quarters later; a quarter is the least that is left. */
export const stretched = (place: Place, steps: number): Place => ({
  ...place,
  endAt: Math.max(stepped(place.endAt, steps), place.startAt + SLOT_STEP_MS),
})

/**
 * Where a block lies while it is dragged: `at` is the time under the pointer, `grabbed` how far into the block it was taken. Snaps to
 * quarters of an hour and stays within what the board shows.
 */
export function dragged(from: Place, edge: Edge, { at, grabbed, row }: { at: EpochMs; grabbed: number; row: string }, shown: Span): Place {
  if (edge === 'start') return { ...from, startAt: Math.max(shown.startAt, Math.min(nearest(at), from.endAt - SLOT_STEP_MS)) }
  if (edge === 'end') return { ...from, endAt: Math.min(shown.endAt, Math.max(nearest(at), from.startAt + SLOT_STEP_MS)) }
  const lasts = from.endAt - from.startAt
  const startAt = Math.max(shown.startAt, Math.min(nearest(at - grabbed), Math.max(shown.startAt, shown.endAt - lasts)))
  return { row, startAt, endAt: startAt + lasts }
}

export const isSamePlace = (a: Place, b: Place): boolean => a.row === b.row && a.startAt === b.startAt && a.endAt === b.endAt

interface Steering {
  readonly moving: Moving
  readonly to: Place
  /** Keys of the rows, in their order. */
  readonly rows: readonly string[]
  /** Time runs to the left. */
  readonly isTurned: boolean
  /** One step along the time axis, with the Ctrl key or without. */
  readonly along: (steps: number, isCtrl: boolean) => Place
  readonly onRow: (index: number) => void
  readonly onPut: () => void
}

/** What a key does to a block that was taken up, on every board: undefined for a key that is not for it. */
export function steered(event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey'>, steering: Steering): (() => void) | undefined {
  const { moving, to, rows, isTurned, along, onRow, onPut } = steering
  const index = rows.indexOf(to.row)
  const toRow = (next: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, next))]
    if (row === undefined) return
    moving.to({ ...to, row })
    onRow(rows.indexOf(row))
  }
  const step = (steps: number) => moving.to(event.shiftKey ? stretched(to, steps) : along(steps, event.ctrlKey))
  const put = () => {
    moving.put()
    onPut()
  }
  const acts: Record<string, () => void> = {
    ArrowDown: () => toRow(index + 1),
    ArrowUp: () => toRow(index - 1),
    [isTurned ? 'ArrowLeft' : 'ArrowRight']: () => step(1),
    [isTurned ? 'ArrowRight' : 'ArrowLeft']: () => step(-1),
    Enter: put,
    ' ': put,
    Escape: moving.giveUp,
  }
  return acts[event.key]
}
