import { type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Seal } from '#shared/modules/audit/model.ts'

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

export const lastSeal = (db: ReadDb, deviceTag: string) => lastOf.get(db, deviceTag)
export const sealingDevices = (db: ReadDb) => devices.all(db).map(({ deviceTag }) => deviceTag)
export const sealsAfter = (db: ReadDb, deviceTag: string, seq: number, limit: number) => after.all(db, deviceTag, seq, limit)
