import { z } from 'zod'
import { contract, failures, query } from '../../contract/define.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { epochMs } from '../../kernel/time.ts'
import { auditEntry, fieldChange, recordChange } from './model.ts'

const read = permission('audit.read', 'manager')

export const auditFails = failures('audit', { unknownEntry: 'notFound' })

const text = z.string().min(1).max(100)
const filters = z.strictObject({
  userId: text.optional(),
  command: text.optional(),
  deviceId: text.optional(),
  recordId: text.optional(),
  /** Included. */
  from: epochMs.optional(),
  /** Not included. */
  to: epochMs.optional(),
})
const seq = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER)

export const auditContract = contract('audit', {
  /** Who did what, when, on which device; newest first. */
  list: query({ input: filters.extend(pageInput).strict(), output: page(auditEntry), needs: read }),
  /** One entry with the records it changed, 200 at a time: `after` is the `next` of the part before. `names` tell what ids stand for. */
  entry: query({
    input: z.strictObject({ seq, after: z.number().int().min(0).max(10_000_000).optional() }),
    output: auditEntry.extend({ records: z.array(recordChange), names: z.record(z.string(), z.string()), next: z.number().int().nullable() }),
    needs: read,
    fails: ['audit.unknownEntry'],
  }),
  /** The history of one record, newest first. */
  ofRecord: query({
    input: z.strictObject({ ...pageInput, recordId: text }),
    output: page(auditEntry.extend({ i: z.number().int(), table: z.string(), isNew: z.boolean(), fields: z.array(fieldChange) })),
    needs: read,
  }),
  /** The filtered list as a file; `isCut` says that it holds only the newest rows. */
  export: query({
    input: z.strictObject({ filters: filters.default({}), format: z.literal('csv').default('csv') }),
    output: z.object({ fileName: z.string(), base64: z.string(), rows: z.number().int(), isCut: z.boolean() }),
    needs: read,
  }),
  /** Every command that was ever carried out here, for the filter. */
  commands: query({ input: z.strictObject({}), output: z.array(z.string()), needs: read }),
  /** Every identity that this database has had, newest first, for the filter. */
  devices: query({
    input: z.strictObject({}),
    output: z.array(z.object({ id: z.string(), tag: z.string(), name: z.string(), since: z.number().int(), isThis: z.boolean() })),
    needs: read,
  }),
})
