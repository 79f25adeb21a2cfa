import { z } from 'zod'
import { weekHours } from '../../kernel/hours.ts'
import { id } from '../../kernel/ids.ts'
import { type Machine, states } from '../../kernel/machine.ts'
import { filled } from '../../kernel/text.ts'
import { epochMs } from '../../kernel/time.ts'

/*
 * BAY-1: a bay is occupied exactly while it names the work order in it (CHECK).
 * BAY-2: a bay in use is not taken again, and a work order stands in one bay at most (rule, trigger, unique index).
 * BAY-3: only the work order that holds a bay gives it back (rule).
 * BAY-4: a bay in use is neither taken out of service nor removed (rule).
 * BAY-5: only a bay out of service has a time at which it is expected back (rule, CHECK).
 */

type BayState = 'free' | 'occupied' | 'down'
type BayEvent = 'lock' | 'release' | 'setDown' | 'setUp' | 'remove'

/** `remove` hides a bay and leaves its state as it is. */
export const bayMachine: Machine<BayState, BayEvent> = {
  free: { lock: 'occupied', release: 'refused', setDown: 'down', setUp: 'refused', remove: 'free' },
  occupied: { lock: 'refused', release: 'free', setDown: 'refused', setUp: 'refused', remove: 'refused' },
  down: { lock: 'refused', release: 'refused', setDown: 'refused', setUp: 'free', remove: 'down' },
}
export const BAY_STATES = states(bayMachine)

export const bayFields = z.object({
  locationId: id('location'),
  name: filled(40),
  /** Place on the board; equal places are ordered by age. */
  position: z.number().int().min(0).max(9999),
  equipmentIds: z.array(id('bayEquipment')).max(50),
  /** When it may be booked; null: whenever the shop is open. */
  weekHours: weekHours.nullable(),
  /** How many jobs, and how many booked minutes, the shop wants in it on one day at most; more raises an alert. Null: no limit. */
  dailyMaxJobs: z.number().int().min(1).max(99).nullable(),
  dailyMaxMinutes: z.number().int().min(1).max(1440).nullable(),
})
export const bay = bayFields.extend({
  id: id('bay'),
  state: z.enum(BAY_STATES),
  /** The order in it; null unless occupied. */
  workOrderId: id('workOrder').nullable(),
  /** When a bay out of service is expected back; null: nobody knows, or it is in service. */
  downUntilAt: epochMs.nullable(),
  deleted: z.boolean(),
})
export type Bay = z.infer<typeof bay>

/** A kind of equipment: "two-post lift", "alignment rack". */
export const bayEquipment = z.object({ id: id('bayEquipment'), name: filled(60) })
export type BayEquipment = z.infer<typeof bayEquipment>
