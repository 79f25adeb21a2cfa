import { z } from 'zod'
import { localDay } from '../../kernel/time.ts'
import { contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { permission } from '../../kernel/permission.ts'
import { line } from '../../kernel/text.ts'
import { LANGUAGES } from '../workspace/model.ts'
import { MAX_NEXT_KM, ORDER_PAPERS } from './model.ts'

const print = permission('papers.print', 'manager', 'cashier', 'technician', 'warehouse', 'staff', 'viewer')

export const papersFails = failures('papers', {
  /** The sheet took too long or too much memory. */
  notRendered: 'unavailable',
  /** A sticker that names neither a day nor a mileage reminds of nothing. */
  nothingToRemindOf: 'invalid',
})

const printed = z.object({ fileName: z.string(), base64: z.string() })
const language = z.enum(LANGUAGES).optional()

export const papersContract = contract('papers', {
  /** A sheet of an order as PDF; in the language asked for, else the customer's where they read it, else the shop's. `next` is for the windscreen. */
  order: query({
    input: z.strictObject({
      workOrderId: id('workOrder'),
      form: z.enum(ORDER_PAPERS),
      language,
      next: z.strictObject({ on: localDay.nullable(), km: z.number().int().min(1).max(MAX_NEXT_KM).nullable(), work: line(80) }).optional(),
    }),
    output: printed,
    needs: print,
    fails: ['workOrders.unknownOrder', 'papers.nothingToRemindOf', 'papers.notRendered'],
  }),
  /** The bookings of a day, bay by bay, to hang up where there is no screen; of one bay where it is named. */
  bays: query({
    input: z.strictObject({ locationId: id('location'), on: localDay, bayId: id('bay').optional(), language }),
    output: printed,
    needs: print,
    fails: ['workspace.unknownLocation', 'bays.unknownBay', 'papers.notRendered'],
  }),
})
