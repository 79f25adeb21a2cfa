import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { line } from '../../kernel/text.ts'
import { attachment, MAX_UPLOAD_CHARS, recordId, recordTable } from './model.ts'

const read = permission('files.read', 'manager', 'cashier', 'technician', 'warehouse', 'staff', 'viewer')
const write = permission('files.write', 'manager', 'cashier', 'technician', 'warehouse', 'staff')

export const filesFails = failures('files', {
  unknown: 'notFound',
  /** The row is there and the file is not. */
  missing: 'unavailable',
  empty: 'invalid',
  tooLarge: 'invalid',
  notBase64: 'invalid',
  typeNotAllowed: 'invalid',
  halfRecord: 'invalid',
  diskLow: 'unavailable',
})

const ofFile = z.strictObject({ attachmentId: id('attachment') })

export const filesContract = contract('files', {
  upload: command({
    input: z.strictObject({
      fileName: line(400),
      base64: z.string().max(MAX_UPLOAD_CHARS),
      recordTable: recordTable.optional(),
      recordId: recordId.optional(),
    }),
    output: attachment,
    needs: write,
    fails: ['files.empty', 'files.tooLarge', 'files.notBase64', 'files.typeNotAllowed', 'files.halfRecord', 'files.diskLow'],
    maxChars: MAX_UPLOAD_CHARS,
  }),
  /** Newest first; of one record when both its table and its id are given. */
  list: query({
    input: z.strictObject({ ...pageInput, recordTable: recordTable.optional(), recordId: recordId.optional(), deleted: z.boolean().default(false) }),
    output: page(attachment),
    needs: read,
    fails: ['files.halfRecord'],
  }),
  read: query({ input: ofFile, output: attachment.extend({ base64: z.string() }), needs: read, fails: ['files.unknown', 'files.missing'] }),
  remove: command({ input: ofFile, output: attachment, needs: write, fails: ['files.unknown'] }),
  restore: command({ input: ofFile, output: attachment, needs: write, fails: ['files.unknown'] }),
})
