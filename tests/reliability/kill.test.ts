import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, describe, expect, it } from 'vitest'
import { backupFile, listBackups } from '#main/platform/backup.ts'
import { checkFile } from '#main/platform/check.ts'
import { DATABASE_FILE } from '#main/platform/core.ts'
import { RescueJournal } from '#main/platform/db/rescue.ts'
import { bundle } from '#tests/support/bundle.ts'
import { openDiskShop, reopen } from '#tests/support/disk.ts'
import { workThrough } from '#tests/support/history.ts'
import { ROOT } from '#tests/support/sources.ts'

const KILLS = 300
const LANES = 2
let programs = ''
beforeAll(async () => {
  programs = await bundle('kill-child', { 'kill-child': 'tests/reliability/kill-child.ts' })
})

interface Lane {
  readonly dataDir: string
  readonly token: string
  readonly acknowledged: string[]
  kills: number
}

/** Starts the core on the lane's folder, lets it work, and kills it at a moment nobody chose. */
async function round(lane: Lane): Promise<void> {
  const child = spawn(process.execPath, [join(programs, 'kill-child.js'), lane.dataDir, lane.token, ROOT], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(programs, 'cache') },
  })
  const said = reader(child)
  lane.kills++
  if (lane.kills % 5 === 0) {
    // In the middle of its start.
    await new Promise((resolve) => setTimeout(resolve, 30 + Math.random() * 120))
    child.kill('SIGKILL')
    lane.acknowledged.push(...(await said.rest()).filter((line) => !line.startsWith('ready')))
    return
  }
  const ready = await said.line()
  if (ready !== 'ready 0') throw new Error(`the start said ${ready}: ${said.errors()}`)
  expectPresent(lane, lane.acknowledged.slice(-50))
  lane.acknowledged.push(await said.line()) // on a busy machine the first command alone may take as long as what follows
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 180))
  child.kill('SIGKILL')
  lane.acknowledged.push(...(await said.rest()))
}

function reader(child: ChildProcess) {
  let text = ''
  let errors = ''
  let wake = () => undefined as void
  let isOver = false
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    wake()
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString()
  })
  const over = new Promise<void>((resolve) => {
    child.once('close', () => {
      isOver = true
      wake()
      resolve()
    })
  })
  return {
    errors: () => errors,
    line: async (): Promise<string> => {
      while (!text.includes('\n') && !isOver) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      const end = text.indexOf('\n')
      const line = text.slice(0, end < 0 ? undefined : end)
      text = end < 0 ? '' : text.slice(end + 1)
      return line
    },
    /** Whole lines only: what was cut off was not said. */
    rest: async (): Promise<string[]> => {
      await over
      return text.split('\n').slice(0, -1)
    },
  }
}

/** Entry, changes and rows of each of these calls are there. Read beside the working core. */
function expectPresent({ dataDir }: Lane, calls: readonly string[]): void {
  const raw = new Database(join(dataDir, DATABASE_FILE), { readonly: true })
  try {
    const entry = raw.prepare('SELECT seq, changes FROM journal WHERE call_id = ?')
    const changes = raw.prepare('SELECT tbl, record_id AS id FROM journal_change WHERE seq = ?')
    for (const call of calls) {
      const found = entry.get(call) as { seq: number; changes: number } | undefined // the columns named
      if (!found) throw new Error(`the acknowledged call ${call} is not in the journal`)
      const rows = changes.all(found.seq) as { tbl: string; id: string }[] // the columns named
      if (rows.length !== found.changes) throw new Error(`the entry of ${call} has ${rows.length} of ${found.changes} changes`)
      for (const { tbl, id } of rows)
        if (raw.prepare(`SELECT 1 FROM ${tbl} WHERE id = ?`).get(id) === undefined) throw new Error(`${tbl} ${id} of ${call} is gone`)
    }
  } finally {
    raw.close()
  }
}

async function newLane(): Promise<Lane> {
  const shop = await openDiskShop()
  await workThrough(shop, shop.owner, 50)
  await shop.shutdown()
  return { dataDir: shop.platform.config.dataDir, token: shop.owner, acknowledged: [], kills: 0 }
}

describe('kill -9', () => {
  it(`A-JOURNAL DB-TXN POS-SALE POS-1: ${KILLS} times at any moment: every acknowledged command is there at the next start, which nobody has to help`, async () => {
    const lanes = await Promise.all(Array.from({ length: LANES }, newLane))
    await Promise.all(
      lanes.map(async (lane) => {
        while (lane.kills < KILLS / LANES) await round(lane)
      }),
    )
    expect(lanes.reduce((sum, { kills }) => sum + kills, 0)).toBe(KILLS)
    for (const lane of lanes) {
      expect(lane.acknowledged.length).toBeGreaterThan((KILLS / LANES) * 0.8)
      expect(new Set(lane.acknowledged).size).toBe(lane.acknowledged.length)
      const core = reopen(lane.dataDir)
      expectPresent(lane, lane.acknowledged)
      const { raw } = core.platform.store.connection
      expect(raw.pragma('integrity_check', { simple: true })).toBe('ok')
      expect(raw.pragma('foreign_key_check')).toEqual([])
      expect(existsSync(join(lane.dataDir, 'damaged'))).toBe(false)
      // A sale is whole, with its number, or not there: none lacks its line, payment, cash or seal, and no number is missing.
      expect(
        raw
          .prepare(
            'SELECT count(*) FROM sale WHERE 3 <> (SELECT count(*) FROM sale_line WHERE sale_id = sale.id) + (SELECT count(*) FROM sale_payment WHERE sale_id = sale.id) + (SELECT count(*) FROM till_entry WHERE source_id = sale.id)',
          )
          .pluck()
          .get(),
      ).toBe(0)
      expect(
        raw
          .prepare('SELECT max(CAST(substr(number, 6) AS INTEGER)) - count(*) FROM sale GROUP BY substr(number, 1, 4)')
          .pluck()
          .all()
          .every((missing) => missing === 0),
      ).toBe(true)
      expect((await core.get('pos.verify', {}, lane.token)).every(({ fault }) => fault === null)).toBe(true)

      const journal = join(lane.dataDir, 'journal.log')
      const [newest] = listBackups(lane.dataDir)
      const spare = RescueJournal.read(journal, newest?.seq ?? 0)
      const last = core.platform.store.lastSeq()
      expect(Array.from({ length: last - (newest?.seq ?? 0) }, (_, i) => (newest?.seq ?? 0) + i + 1).filter((seq) => !spare.has(seq))).toEqual([])
      for (const backup of listBackups(lane.dataDir))
        expect(checkFile({ file: backupFile(lane.dataDir, backup.name), depth: 'quick', as: 'copy' })).toMatchObject({ problem: null, sha256: backup.sha256 })
      await core.shutdown()
    }
  }, 600_000)
})
