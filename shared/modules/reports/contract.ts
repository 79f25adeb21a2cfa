import { z } from 'zod'
import { contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { adminBoard, GROUPINGS, ownerBoard, period, REPORT_NAMES, reportRecord, reportTable, workshopBoard } from './model.ts'

const read = permission('reports.read', 'manager')
const seeWorkshop = permission('reports.workshop', 'manager', 'cashier', 'technician', 'staff', 'viewer')
const administer = permission('reports.admin', 'manager')

export const reportsFails = failures('reports', {
  /** The report has no rows of this kind. */
  unknownGrouping: 'invalid',
  /** It ends before it begins, or is longer than `maxDays`. */
  wrongPeriod: 'invalid',
  /** The report cannot be narrowed to this. */
  unknownFilter: 'invalid',
  unknownLocation: 'notFound',
  tooSlow: 'unavailable',
})

const asked = z.strictObject({
  report: z.enum(REPORT_NAMES),
  /** What rows stand for; the report's first one unless said. */
  by: z.enum(GROUPINGS).optional(),
  ...period,
  locationId: id('location').optional(),
  userId: id('user').optional(),
  technicianId: id('employee').optional(),
})
/** A row of the report: the records behind it. */
const key = z.string().max(200).optional()
const fails = ['reports.unknownGrouping', 'reports.unknownFilter', 'reports.wrongPeriod', 'reports.tooSlow'] as const
const ofLocation = z.strictObject({ locationId: id('location').optional() })

export const reportsContract = contract('reports', {
  table: query({ input: asked, output: reportTable, needs: read, fails }),
  /** The records that a row is the sum of, newest first; without a key those of all rows. */
  records: query({ input: asked.extend({ ...pageInput, key }), output: page(reportRecord), needs: read, fails }),
  /** The rows, or the records behind one of them, as a file. `isCut`: it holds the first ones only. */
  export: query({
    input: asked.extend({ key, what: z.enum(['table', 'records']).default('table'), format: z.enum(['csv', 'xlsx']).default('csv') }),
    output: z.object({ fileName: z.string(), base64: z.string(), rows: z.number().int(), isCut: z.boolean() }),
    needs: read,
    fails,
  }),
  /** Whom figures may be narrowed to. */
  people: query({
    input: z.strictObject({}),
    output: z.object({
      users: z.array(z.object({ id: id('user'), name: z.string() })),
      technicians: z.array(z.object({ id: id('employee'), name: z.string() })),
    }),
    needs: read,
  }),
  owner: query({ input: ofLocation, output: ownerBoard, needs: read }),
  workshop: query({ input: z.strictObject({ locationId: id('location') }), output: workshopBoard, needs: seeWorkshop, fails: ['reports.unknownLocation'] }),
  admin: query({ input: z.strictObject({}), output: adminBoard, needs: administer }),
})
