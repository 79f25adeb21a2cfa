import type { In, Out, ReadCtx } from '#main/platform/context.ts'
import { ok } from '#shared/kernel/result.ts'
import { type auditContract, auditFails } from '#shared/modules/audit/contract.ts'
import { CHANGES_SHOWN } from '#shared/modules/audit/model.ts'
import { type KeptChange, showChange } from '#shared/modules/audit/rules.ts'
import type { AuditFile } from './prepare.ts'
import { namesIn } from './service/names.ts'
import * as store from './store.ts'

export { namesIn } from './service/names.ts'
export { said, seal } from './service/seal.ts'

type C = typeof auditContract

const kept = (text: string): KeptChange => JSON.parse(text) as KeptChange // written by the journal

export function list(ctx: ReadCtx, { after, limit, ...filters }: In<C, 'list'>): Out<C, 'list'> {
  ctx.platform.store.derive()
  return ok(store.entries(ctx.db, { filters, sort: 'newest', after, limit }))
}

export function entry(ctx: ReadCtx, { seq, after = 0 }: In<C, 'entry'>): Out<C, 'entry'> {
  const found = store.findEntry(ctx.db, seq)
  if (!found) return auditFails.unknownEntry({ seq })
  const changes = store.changesOf(ctx.db, seq, after, CHANGES_SHOWN + 1)
  const records = changes.slice(0, CHANGES_SHOWN).map(({ table, recordId, change }) => showChange(table, recordId, kept(change), ctx.platform.sync[table]))
  const told = records.flatMap(({ table, recordId, fields }) => [
    [table, 'id', recordId] as const,
    ...fields.flatMap(({ field, before, after }) => [[table, field, before] as const, [table, field, after] as const]),
  ])
  return ok({ ...found, records, names: namesIn(ctx, told), next: changes[CHANGES_SHOWN]?.i ?? null })
}

export function ofRecord(ctx: ReadCtx, { recordId, after, limit }: In<C, 'ofRecord'>): Out<C, 'ofRecord'> {
  ctx.platform.store.derive()
  const found = store.historyOf(ctx.db, { filters: { recordId }, sort: 'newest', after, limit })
  return ok({
    ...found,
    rows: found.rows.map(({ change, ...row }) => {
      const { isNew, fields } = showChange(row.table, recordId, kept(change), ctx.platform.sync[row.table])
      return { ...row, isNew, fields }
    }),
  })
}

function exported(_ctx: ReadCtx, _input: In<C, 'export'>, file: AuditFile): Out<C, 'export'> {
  return ok(file)
}
export { exported as export }

export function commands(ctx: ReadCtx, _input: In<C, 'commands'>): Out<C, 'commands'> {
  ctx.platform.store.derive()
  return ok(store.commands(ctx.db))
}

export function devices(ctx: ReadCtx, _input: In<C, 'devices'>): Out<C, 'devices'> {
  return ok(store.devices(ctx.db).map((known) => ({ ...known, isThis: known.id === ctx.device.id })))
}
