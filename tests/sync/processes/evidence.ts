import { join } from 'node:path'
import Database from 'better-sqlite3'
import { DATABASE_FILE } from '#main/platform/core.ts'
import type { Connection } from '#main/platform/db/connection.ts'
import { readSyncedJournal } from '#main/platform/sync/changes.ts'
import { openLink } from '#main/platform/sync/link.ts'
import { canonical } from '#shared/contract/merge.ts'
import type { WireRow } from '#shared/contract/wire.ts'
import type { Json } from '#shared/kernel/result.ts'
import { ask } from '#tests/support/postgres.ts'
import type { Holdings, Witness } from '../sim/oracles.ts'
import { type Entry, keyOf, type Past } from '../sim/postgres.ts'
import { FIELDS, RULES } from '../sim/rules.ts'
import type { DeviceProcess } from './part.ts'

/** What the centre's PostgreSQL holds, asked of it directly as its administrator. */
export async function holdingsOf(url: string): Promise<Holdings> {
  const rows = await ask<WireRow>(url, 'SELECT kind, id, scope, rev::int, deleted, clk, doc FROM sync_row')
  const entries = await ask<Pick<Entry, 'deviceId' | 'seq' | 'part' | 'outcome' | 'hlc' | 'at'>>(
    url,
    'SELECT device_id AS "deviceId", seq::int, part, outcome, hlc, at::float8 FROM entry',
  )
  const history = await ask<Past>(url, 'SELECT device_id AS "deviceId", scope, kind, record_id AS "recordId" FROM field_history')
  return {
    tables: {
      rows: new Map(rows.map((row) => [keyOf(row.kind, row.id), row])),
      entries: new Map(entries.map((entry) => [`${entry.deviceId} ${entry.seq}.${entry.part}`, entry])),
      history,
    },
  }
}

/** A device's file, read beside the working process; and which scopes were ever its own. */
export function witnessOf(
  device: Pick<DeviceProcess, 'name' | 'saved' | 'identities'>,
  dataDir: string,
  everScopes: ReadonlySet<string>,
): Witness & { close(): void } {
  const raw = new Database(join(dataDir, DATABASE_FILE), { readonly: true })
  const connection = { raw, statements: new Map(), tables: new Set<string>() } as unknown as Connection // as much of one as reading the journal asks for
  const link = openLink(raw)
  return {
    name: device.name,
    disk: { connection: { raw } },
    replica: { link, ground: { journal: readSyncedJournal(connection, RULES, () => undefined) } },
    saved: device.saved,
    scopes: link.get()?.scopes ?? [],
    everScopes,
    identities: [...device.identities],
    close: () => void raw.close(),
  }
}

const columnOf = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The centre's typed tables say what its feed says, row for row: both read in one statement, as devices' rows change by the minute. */
export async function checkTyped(url: string): Promise<string | null> {
  for (const [kind, fields] of FIELDS) {
    const both = await ask<{ id: string; row: Record<string, Json> | null; clk: Json; doc: Record<string, Json> | null }>(
      url,
      `SELECT coalesce(t.id, s.id) AS id, to_jsonb(t) AS row, s.clk, s.doc FROM "${kind}" t FULL JOIN (SELECT * FROM sync_row WHERE kind = '${kind}') s ON s.id = t.id`,
    )
    for (const { id, row, clk, doc } of both) {
      if (!row || !doc) return `O2 the centre has ${kind} ${id} in its ${row ? 'table' : 'feed'} only`
      if (canonical(clk) !== canonical(row['clk'] ?? null)) return `O2 the centre has ${kind} ${id} under two clocks`
      for (const { key } of fields) {
        const [typed, fed] = [row[columnOf(key)] ?? null, doc[key] ?? null]
        if (canonical(typed) !== canonical(fed)) return `O2 the centre has ${kind} ${id} ${key} ${canonical(typed)} and feeds ${canonical(fed)}`
      }
    }
  }
  return null
}
