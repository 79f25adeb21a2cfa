import { describe, expect, it } from 'vitest'
import { type Bay, BAY_STATES, bayMachine } from './model.ts'
import { checkName, checkRemove, lock, release, setDown, setUp } from './rules.ts'

const mine = 'order-1' as never
const another = 'order-2' as never
const bay = (state: Bay['state']): Bay => ({
  id: 'bay-1' as never,
  locationId: 'place' as never,
  name: 'Bay 1',
  position: 1,
  state,
  workOrderId: state === 'occupied' ? mine : null,
  equipmentIds: [],
  weekHours: null,
  dailyMaxJobs: null,
  dailyMaxMinutes: null,
  downUntilAt: state === 'down' ? 7 : null,
  deleted: false,
})
const codeOf = (result: { ok: boolean; error?: { code: string }; value?: unknown }) => (result.ok ? result.value : result.error?.code)

describe('states of a bay', () => {
  it.each([
    [
      'free',
      { state: 'occupied', workOrderId: another, downUntilAt: null },
      'bays.notHeld',
      { state: 'down', workOrderId: null, downUntilAt: 9 },
      'bays.notDown',
      null,
    ],
    ['occupied', 'bays.occupied', { state: 'free', workOrderId: null, downUntilAt: null }, 'bays.occupied', 'bays.notDown', 'bays.occupied'],
    ['down', 'bays.down', 'bays.notHeld', 'bays.down', { state: 'free', workOrderId: null, downUntilAt: null }, null],
  ] as const)('BAY-STATUS BAY-LOCK BAY-1 BAY-2 BAY-4 BAY-5: answers every event when %s', (state, locked, released, down, up, removed) => {
    expect(codeOf(lock(bay(state), another))).toEqual(locked)
    expect(codeOf(release(bay(state), mine))).toEqual(released)
    expect(codeOf(setDown(bay(state), 9))).toEqual(down)
    expect(codeOf(setUp(bay(state)))).toEqual(up)
    expect(codeOf(checkRemove(bay(state)))).toEqual(removed)
  })

  it('BAY-STATUS: the machine is total and leads to known states only', () => {
    for (const events of Object.values(bayMachine)) for (const next of Object.values(events)) expect([...BAY_STATES, 'refused']).toContain(next)
  })

  it('BAY-3: an order that does not hold the bay cannot give it back', () => {
    expect(codeOf(release(bay('occupied'), another))).toBe('bays.notHeld')
  })

  it('BAY-STATUS: two bays of a location differ by more than case', () => {
    expect(codeOf(checkName('BAY 1', [bay('free')]))).toBe('bays.nameTaken')
    expect(codeOf(checkName('Bay 2', [bay('free')]))).toBeNull()
  })
})
