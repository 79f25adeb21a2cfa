import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { filled } from '../../kernel/text.ts'
import { epochMs } from '../../kernel/time.ts'
import { BAY_STATES, bay, bayEquipment, bayFields } from './model.ts'

const read = permission('bays.read', 'manager', 'cashier', 'technician', 'warehouse', 'staff', 'viewer')
const manage = permission('bays.manage', 'manager')

export const baysFails = failures('bays', {
  unknownBay: 'notFound',
  unknownLocation: 'notFound',
  nameTaken: 'conflict',
  occupied: 'conflict',
  down: 'conflict',
  notDown: 'conflict',
  notHeld: 'conflict',
  unknownEquipment: 'notFound',
  /** Another kind of equipment has that name. */
  equipmentTaken: 'conflict',
})

const ofEquipment = z.strictObject({ equipmentId: id('bayEquipment') })
const ofBay = z.strictObject({ bayId: id('bay') })

export const baysContract = contract('bays', {
  /** Every bay of a location in board order; with jobs and bookings in it: `workOrders.bayBoard`. */
  board: query({ input: z.strictObject({ locationId: id('location') }), output: z.array(bay), needs: read }),
  list: query({
    input: z.strictObject({ ...pageInput, locationId: id('location').optional(), state: z.enum(BAY_STATES).optional(), deleted: z.boolean().default(false) }),
    output: page(bay),
    needs: read,
  }),
  /** Without a position the bay stands last. */
  create: command({
    input: bayFields.partial({ position: true, equipmentIds: true, weekHours: true, dailyMaxJobs: true, dailyMaxMinutes: true }).strict(),
    output: bay,
    needs: manage,
    fails: ['bays.unknownLocation', 'bays.nameTaken'],
  }),
  update: command({
    input: bayFields
      .omit({ locationId: true })
      .partial()
      .extend({ bayId: id('bay') })
      .strict(),
    output: bay,
    needs: manage,
    fails: ['bays.unknownBay', 'bays.nameTaken'],
  }),
  /** Out of service: a broken lift. `untilAt` is when it is expected back; bookings may lie behind it. */
  setDown: command({
    input: ofBay.extend({ untilAt: epochMs.optional() }),
    output: bay,
    needs: manage,
    fails: ['bays.unknownBay', 'bays.occupied', 'bays.down'],
  }),
  setUp: command({ input: ofBay, output: bay, needs: manage, fails: ['bays.unknownBay', 'bays.notDown'] }),
  remove: command({ input: ofBay, output: bay, needs: manage, fails: ['bays.unknownBay', 'bays.occupied'] }),
  restore: command({ input: ofBay, output: bay, needs: manage, fails: ['bays.unknownBay', 'bays.nameTaken'] }),

  /** Kinds of equipment by name. */
  equipment: query({ input: z.strictObject({}), output: z.array(bayEquipment), needs: read }),
  /** The name of a removed kind brings that one back. */
  addEquipment: command({ input: z.strictObject({ name: filled(60) }), output: bayEquipment, needs: manage, fails: ['bays.equipmentTaken'] }),
  renameEquipment: command({
    input: ofEquipment.extend({ name: filled(60) }),
    output: bayEquipment,
    needs: manage,
    fails: ['bays.unknownEquipment', 'bays.equipmentTaken'],
  }),
  removeEquipment: command({ input: ofEquipment, output: bayEquipment, needs: manage, fails: ['bays.unknownEquipment'] }),
})
