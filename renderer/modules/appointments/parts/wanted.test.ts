import { describe, expect, it } from 'vitest'
import { atLocal, HOUR_MS } from '#shared/kernel/time.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { Slot } from '#shared/modules/appointments/model.ts'
import { searchFrom, type SlotValues, wantedOf } from './wanted.ts'

const ZONE = 'Asia/Dubai'
const on = '2026-05-04'
const now = atLocal(on, 8 * 60 + 7, ZONE)
const at = (minutes: number) => atLocal(on, minutes, ZONE)
const empty: SlotValues = { minutes: 60, on: null, startMinutes: null, bayId: '', technicianId: '' }
const slot: Slot = {
  startAt: at(540),
  endAt: at(600),
  bayId: 'bay-2' as Id<'bay'>,
  bayName: 'Bay 2',
  technicianId: 'omar' as Id<'employee'>,
  technicianName: 'Omar',
  why: [],
} // ids of a test

describe('what a booking form asks for', () => {
  it('APPT-CRUD: an untouched form books the first free slot', () => {
    expect(wantedOf(empty, slot, ZONE, now)).toEqual({ startAt: at(540), endAt: at(540) + HOUR_MS, bayId: 'bay-2', technicianId: 'omar' })
    expect(wantedOf(empty, null, ZONE, now)).toBeNull()
    expect(searchFrom(empty, ZONE, now)).toBeUndefined()
  })

  it('APPT-CRUD: what a person wrote wins, and a proposal for another time fills nothing', () => {
    const wrote = { ...empty, startMinutes: 570, bayId: 'bay-1' }
    expect(searchFrom(wrote, ZONE, now)).toBe(at(570))
    expect(wantedOf(wrote, slot, ZONE, now)).toBeNull()
    expect(wantedOf(wrote, { ...slot, startAt: at(570) }, ZONE, now)).toEqual({ startAt: at(570), endAt: at(630), bayId: 'bay-1', technicianId: 'omar' })
    expect(wantedOf({ ...wrote, technicianId: 'lea' }, null, ZONE, now)).toEqual({ startAt: at(570), endAt: at(630), bayId: 'bay-1', technicianId: 'lea' })
  })

  it('APPT-CRUD: a day alone takes a slot of that day only', () => {
    const wrote = { ...empty, on: '2026-05-05' }
    expect(searchFrom(wrote, ZONE, now)).toBe(atLocal('2026-05-05', 0, ZONE))
    expect(wantedOf(wrote, slot, ZONE, now)).toBeNull()
  })

  it('APPT-CRUD: nothing is booked for an unreadable length', () => {
    expect(wantedOf({ ...empty, minutes: null }, slot, ZONE, now)).toBeNull()
  })
})
