import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { BAY_STATES, bay, bayFields } from './model.ts'

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
})

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
    input: bayFields.partial({ position: true }).strict(),
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
  /** Out of service: a broken lift. */
  setDown: command({ input: ofBay, output: bay, needs: manage, fails: ['bays.unknownBay', 'bays.occupied', 'bays.down'] }),
  setUp: command({ input: ofBay, output: bay, needs: manage, fails: ['bays.unknownBay', 'bays.notDown'] }),
  remove: command({ input: ofBay, output: bay, needs: manage, fails: ['bays.unknownBay', 'bays.occupied'] }),
  restore: command({ input: ofBay, output: bay, needs: manage, fails: ['bays.unknownBay', 'bays.nameTaken'] }),
})
