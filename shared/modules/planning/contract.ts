import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { permission } from '../../kernel/permission.ts'
import { growth, MAX_MOVES, planned, seat } from './model.ts'

const read = permission('planning.read', 'manager', 'cashier', 'technician', 'staff', 'viewer')
const write = permission('planning.write', 'manager', 'cashier', 'staff')

export const planningFails = failures('planning', {
  unknownLocation: 'notFound',
  /** The booking of `customerName` stands elsewhere than the plan found it. */
  changed: 'conflict',
})

const ofLocation = z.strictObject({ locationId: id('location') })

export const planningContract = contract('planning', {
  /** How many bookings of the next 30 days cannot stay where they are, or are too short for their jobs. */
  pending: query({ input: ofLocation, output: z.object({ count: z.number().int() }), needs: read, fails: ['planning.unknownLocation'] }),
  /** What becomes of one booking whose job outgrew it; null while what is booked does. */
  growth: query({ input: z.strictObject({ appointmentId: id('appointment') }), output: growth.nullable(), needs: read }),
  /** A new slot or a later end for each of them, in the order in which the moves can be made. `isAll` is false when there are more than one plan takes. */
  proposal: query({
    input: ofLocation,
    output: z.object({ moves: z.array(planned), isAll: z.boolean() }),
    needs: read,
    fails: ['planning.unknownLocation'],
  }),
  /** Makes the moves of a plan, in its order, all or none. Open orders of the bookings get their new bay and technician. */
  apply: command({
    input: z.strictObject({
      moves: z
        .array(z.strictObject({ appointmentId: id('appointment'), before: seat.strict(), after: seat.strict() }))
        .min(1)
        .max(MAX_MOVES),
    }),
    output: z.object({ moved: z.number().int() }),
    needs: write,
    fails: [
      'planning.changed',
      'appointments.unknownAppointment',
      'appointments.unknownReference',
      'appointments.notABooking',
      'appointments.wrongState',
      'appointments.wrongTimes',
      'appointments.bayTaken',
      'appointments.technicianTaken',
    ],
  }),
})
