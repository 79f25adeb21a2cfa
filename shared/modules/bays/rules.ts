import type { Id } from '../../kernel/ids.ts'
import { type Failure, ok, type Result } from '../../kernel/result.ts'
import { baysFails } from './contract.ts'
import { type Bay, bayMachine } from './model.ts'

type Held = Pick<Bay, 'state' | 'workOrderId' | 'downUntilAt'>

const occupied = (bay: Bay) => baysFails.occupied({ bayId: bay.id, name: bay.name, workOrderId: bay.workOrderId })

/** The bay with that order in it. Holds BAY-1, BAY-2. */
export function lock(bay: Bay, workOrderId: Id<'workOrder'>): Result<Held, Failure<'bays.occupied' | 'bays.down'>> {
  const state = bayMachine[bay.state].lock
  if (state !== 'refused') return ok({ state, workOrderId, downUntilAt: null })
  return bay.state === 'down' ? baysFails.down({ bayId: bay.id, name: bay.name }) : occupied(bay)
}

/** The bay without the order that held it. Holds BAY-1, BAY-3. */
export function release(bay: Bay, workOrderId: Id<'workOrder'>): Result<Held, Failure<'bays.notHeld'>> {
  const state = bayMachine[bay.state].release
  if (state === 'refused' || bay.workOrderId !== workOrderId) return baysFails.notHeld({ bayId: bay.id, name: bay.name, workOrderId })
  return ok({ state, workOrderId: null, downUntilAt: null })
}

/** Out of service, until a time or until further notice. Holds BAY-4, BAY-5. */
export function setDown(bay: Bay, downUntilAt: number | null): Result<Held, Failure<'bays.occupied' | 'bays.down'>> {
  const state = bayMachine[bay.state].setDown
  if (state !== 'refused') return ok({ state, workOrderId: null, downUntilAt })
  return bay.state === 'down' ? baysFails.down({ bayId: bay.id, name: bay.name }) : occupied(bay)
}

/** Holds BAY-5. */
export function setUp(bay: Bay): Result<Held, Failure<'bays.notDown'>> {
  const state = bayMachine[bay.state].setUp
  return state === 'refused' ? baysFails.notDown({ bayId: bay.id, name: bay.name }) : ok({ state, workOrderId: null, downUntilAt: null })
}

/** Holds BAY-4. */
export const checkRemove = (bay: Bay): Result<null, Failure<'bays.occupied'>> => (bayMachine[bay.state].remove === 'refused' ? occupied(bay) : ok(null))

/** People call bays by name: within a location two differ by more than case. `others` are the location's bays without the one named. */
export function checkName(name: string, others: readonly Pick<Bay, 'id' | 'name'>[]): Result<null, Failure<'bays.nameTaken'>> {
  const same = others.find((other) => other.name.toLowerCase() === name.toLowerCase())
  return same ? baysFails.nameTaken({ name, bayId: same.id }) : ok(null)
}
