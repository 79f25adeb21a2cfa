import { useCallback, useState } from 'react'
import { type AppointmentView, appointmentMachine, isBooked } from '#shared/modules/appointments/model.ts'
import { putAnswers } from '../../../data/cache.ts'
import { useCommand } from '../../../data/command.ts'
import { failureText } from '../../../texts/failure.ts'
import { isSamePlace, type Place } from './moving.ts'
import type { RowsBy } from './useRows.tsx'

/** A block that was taken up and not put down yet. */
export interface Taken {
  readonly booking: AppointmentView
  readonly from: Place
  readonly to: Place
}
/** A place that was refused, and why. */
export interface Refused {
  readonly place: Place
  readonly text: string
}

export interface Moving {
  readonly taken: Taken | null
  readonly refused: Refused | null
  readonly mayMove: (booking: AppointmentView) => boolean
  readonly placeOf: (booking: AppointmentView) => Place
  /** The bookings as they are shown: one that was put down stands at its new place before the core has answered. */
  readonly shown: (bookings: readonly AppointmentView[]) => readonly AppointmentView[]
  take: (booking: AppointmentView, to?: Place) => void
  /** Shows it somewhere else, without telling anybody. */
  to: (place: Place) => void
  /** Puts down what was taken up: one command, whatever lies between; a refusal puts the block back and stands where it was to go. */
  put: () => void
  /** The same for a block that was dragged, whose last move may not be drawn yet. */
  putAt: (booking: AppointmentView, place: Place) => void
  giveUp: () => void
}

/** Moving blocks of the schedule, by whatever hand: pointer, keyboard or taps. `by` says what its rows are. */
export function useMoving(by: RowsBy, isAllowed: boolean): Moving {
  const update = useCommand('appointments.update')
  const updateBlock = useCommand('appointments.updateBlock')
  const [taken, setTaken] = useState<Taken | null>(null)
  const [sent, setSent] = useState<readonly Taken[]>([])
  const [refused, setRefused] = useState<Refused | null>(null)

  const key = by === 'bay' ? 'bayId' : 'technicianId'
  const placeOf = useCallback((booking: AppointmentView): Place => ({ row: booking[key] ?? '', startAt: booking.startAt, endAt: booking.endAt }), [key])
  const placed = (booking: AppointmentView, { row, startAt, endAt }: Place) => ({ ...booking, startAt, endAt, [key]: row }) as AppointmentView // a row's key is the id of that kind

  const send = async (moved: Taken) => {
    const { booking, to } = moved
    setRefused(null)
    setSent((before) => [...before.filter((other) => other.booking.id !== booking.id), moved])
    const change = { appointmentId: booking.id, startAt: to.startAt, endAt: to.endAt, ...(to.row !== moved.from.row && { [key]: to.row }) }
    const answer = await (isBooked(booking) ? update : updateBlock).run(change)
    if (answer.ok) putAnswers('appointments.range', (rows) => rows.map((row) => (row.id === booking.id ? answer.value : row)))
    else setRefused({ place: to, text: failureText(answer.error) })
    setSent((before) => before.filter((other) => other !== moved))
  }

  const putDown = (moved: Taken) => {
    setTaken(null)
    if (!isSamePlace(moved.from, moved.to)) void send(moved)
  }

  return {
    taken,
    refused,
    placeOf,
    mayMove: (booking) => isAllowed && appointmentMachine[booking.state].edit !== 'refused',
    shown: (bookings) =>
      sent.length === 0
        ? bookings
        : bookings.map((booking) => {
            const moved = sent.find((other) => other.booking.id === booking.id)
            return moved ? placed(booking, moved.to) : booking
          }),
    take: (booking, to) => {
      setRefused(null)
      setTaken({ booking, from: placeOf(booking), to: to ?? placeOf(booking) })
    },
    // Nothing is drawn anew for a hand that trembles within a quarter of an hour.
    to: (place) => setTaken((before) => (before === null || isSamePlace(before.to, place) ? before : { ...before, to: place })),
    put: () => {
      if (taken) putDown(taken)
    },
    putAt: (booking, to) => putDown({ booking, from: placeOf(booking), to }),
    giveUp: () => {
      setTaken(null)
      setRefused(null)
    },
  }
}
