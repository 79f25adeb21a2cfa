import { asc, eq, sql } from 'drizzle-orm'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Json } from '#shared/kernel/result.ts'
import type { Seal, SealedKind } from '#shared/modules/pos/model.ts'
import { cardAnswer, sale, saleLine, salePayment, tillEntry } from '../tables.ts'

const value = sql.placeholder
type Row = Record<string, Json>

const saleById = query((q) =>
  q
    .select()
    .from(sale)
    .where(eq(sale.id, value('id'))),
)
const linesOf = query((q) =>
  q
    .select()
    .from(saleLine)
    .where(eq(saleLine.saleId, value('id')))
    .orderBy(asc(saleLine.position), asc(saleLine.id)),
)
const paymentsOf = query((q) =>
  q
    .select()
    .from(salePayment)
    .where(eq(salePayment.saleId, value('id')))
    .orderBy(asc(salePayment.position), asc(salePayment.id)),
)
const entryById = query((q) =>
  q
    .select()
    .from(tillEntry)
    .where(eq(tillEntry.id, value('id'))),
)
const answerById = query((q) =>
  q
    .select()
    .from(cardAnswer)
    .where(eq(cardAnswer.id, value('id'))),
)

/** A row as it was written: without what the platform keeps beside it. */
const said = (row: object): Row => Object.fromEntries(Object.entries(row as Row).filter(([key]) => !['createdAt', 'updatedAt', 'deleted', 'clk'].includes(key))) // columns hold plain data

/** What a seal covers; undefined where it is not there. */
export function sealedContent(db: ReadDb, kind: SealedKind, id: string): Json | undefined {
  switch (kind) {
    case 'sale': {
      const known = saleById.get(db, { id })
      return known && { ...said(known), lines: linesOf.all(db, { id }).map(said), payments: paymentsOf.all(db, { id }).map(said) }
    }
    case 'entry': {
      const known = entryById.get(db, { id })
      return known && said(known)
    }
    case 'card': {
      const known = answerById.get(db, { id })
      return known && said(known)
    }
  }
}

const sealColumns = 'id, location_id AS locationId, device_tag AS deviceTag, seq, kind, record_id AS recordId, hash'
const lastOf = sqlQuery<Pick<Seal, 'seq' | 'hash'>, [deviceTag: string]>('SELECT seq, hash FROM pos_seal WHERE device_tag = ? ORDER BY seq DESC LIMIT 1')
/** Jumps from device to device. */
const devices = sqlQuery<{ deviceTag: string }>(`
  WITH RECURSIVE next (tag) AS (
    SELECT min(device_tag) FROM pos_seal UNION ALL SELECT (SELECT min(device_tag) FROM pos_seal WHERE device_tag > next.tag) FROM next WHERE next.tag IS NOT NULL
  ) SELECT tag AS deviceTag FROM next WHERE tag IS NOT NULL`)
const after = sqlQuery<Seal, [deviceTag: string, seq: number, limit: number]>(
  `SELECT ${sealColumns} FROM pos_seal WHERE device_tag = ? AND seq > ? ORDER BY seq, id LIMIT ?`,
)
const unsealed = sqlQuery<{ deviceTag: string; recordId: string }>(`
  SELECT till.device_tag AS deviceTag, sale.id AS recordId FROM sale JOIN till ON till.id = sale.till_id WHERE NOT EXISTS (SELECT 1 FROM pos_seal WHERE record_id = sale.id)
  UNION ALL
  SELECT till.device_tag, entry.id FROM till_entry AS entry JOIN till ON till.id = entry.till_id WHERE NOT EXISTS (SELECT 1 FROM pos_seal WHERE record_id = entry.id)
  LIMIT 100`)

export const lastSeal = (db: ReadDb, deviceTag: string) => lastOf.get(db, deviceTag)
export const sealingDevices = (db: ReadDb) => devices.all(db).map(({ deviceTag }) => deviceTag)
export const sealsAfter = (db: ReadDb, deviceTag: string, seq: number, limit: number) => after.all(db, deviceTag, seq, limit)
export const recordsWithoutSeal = (db: ReadDb) => unsealed.all(db)
