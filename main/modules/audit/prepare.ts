import type { In, PrepareCtx } from '#main/platform/context.ts'
import { ok } from '#shared/kernel/result.ts'
import type { auditContract } from '#shared/modules/audit/contract.ts'
import { EXPORT_ROWS } from '#shared/modules/audit/model.ts'
import * as store from './store.ts'

type C = typeof auditContract

export interface AuditFile {
  fileName: string
  base64: string
  rows: number
  isCut: boolean
}

const COLUMNS = ['entry', 'at', 'user', 'command', 'device', 'ip', 'client', 'records changed', 'took ms'] as const

async function exported(ctx: PrepareCtx, { filters }: In<C, 'export'>) {
  const { csvOf } = await import('#main/platform/tables/write.ts') // loaded with the first export: it brings a spreadsheet library
  ctx.platform.store.derive()
  const { rows, next } = store.entries(ctx.db, { filters, sort: 'newest', limit: EXPORT_ROWS })
  const text = csvOf(
    COLUMNS,
    rows.map((row) => [row.seq, new Date(row.at), row.userName, row.command, row.deviceName, row.ip, row.userAgent, row.changes, row.tookUs / 1000]),
  )
  const file: AuditFile = {
    fileName: `audit-${new Date(ctx.now).toISOString().slice(0, 10)}.csv`,
    base64: Buffer.from(text).toString('base64'),
    rows: rows.length,
    isCut: next !== null,
  }
  return ok(file)
}
export { exported as export }
