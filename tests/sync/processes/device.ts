import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import * as sync from '#main/modules/sync/service.ts'
import * as prepare from '#main/modules/sync/prepare.ts'
import { DATABASE_FILE } from '#main/platform/core.ts'
import { realTimers } from '#main/platform/sync/timing.ts'
import type { Result } from '#shared/kernel/result.ts'
import { openTestCore, testClock } from '#tests/support/core.ts'
import { chanceOf } from '../sim/chance.ts'
import { DEEDS, type Sight, someDeed } from '../sim/deeds.ts'
import { OWNER } from '../sim/device.ts'
import { found } from '../sim/founding.ts'
import type { Ask, Said } from './talk.ts'

/**
 * A device as a process: the program's core with its link to the centre, and people who work at it as they are told. A line that is out
 * says what was saved. Arguments: data folder, name, the repository.
 */
const [dataDir = '', name = '', root = ''] = process.argv.slice(2)
const core = openTestCore({
  file: join(dataDir, DATABASE_FILE),
  config: { dataDir, offloadWorker: pathToFileURL(join(root, 'main/offload-worker.ts')).href },
  clock: Object.assign(testClock(), { now: () => Date.now() }),
  // A minute's wait is a quarter of one here; what is measured by the clock takes as long as ever.
  link: { timers: { ...realTimers, set: (work, ms) => realTimers.set(work, ms / 4) } },
})
const { store, link } = core.platform
const { raw } = store.connection
const say = (said: Said): void => void writeSync(1, `${JSON.stringify(said)}\n`)
const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
const owner = () => ({ ...OWNER, userId: raw.prepare("SELECT id FROM user WHERE role = 'owner'").pluck().get() as never }) // ids lose their brands in SQL
const headOf = raw.prepare('SELECT at, hlc FROM journal WHERE seq = ?')
const ids = raw.prepare.bind(raw)

async function work({ seed, deeds, dayAt }: Extract<Ask, { do: 'work' }>): Promise<number> {
  const chance = chanceOf(seed)
  const places = ids('SELECT id FROM location ORDER BY id').pluck().all() as string[]
  const own = link
    .status()
    .scopes.map(({ scope }) => scope)
    .filter((scope) => scope !== 'company')
  let words = 0
  const sight: Sight = {
    chance,
    dayAt,
    word: () => `${name}${seed}.${words++}`,
    place: () => chance.pick(own.length > 0 ? own : places),
    id: (sql) => {
      const found = ids(sql).pluck().all()
      return (found.length > 0 ? chance.pick(found) : null) as never // likewise
    },
  }
  let done = 0
  for (let i = 0; i < deeds; i++) {
    const command = someDeed(chance)
    const before = store.lastSeq()
    try {
      core.dispatch.run(
        command,
        `${name}-${seed}-${i}`,
        (ctx) => DEEDS[command]?.[1](ctx, sight) ?? { ok: false, error: { code: 'nothing', kind: 'notFound' } },
        owner(),
      )
    } catch (error) {
      say({ bug: `${command}: ${error instanceof Error ? error.stack : String(error)}` })
    }
    const seq = store.lastSeq()
    if (seq > before) {
      const { at, hlc } = headOf.get(seq) as { at: number; hlc: string } // the columns named
      say({ saved: { deviceId: store.device.id, seq, at, hlc, command } })
      done++
    }
    await wait(chance.int(40))
  }
  return done
}

async function answer(ask: Ask): Promise<unknown> {
  switch (ask.do) {
    case 'found':
      return found(core).locations
    case 'enrol':
      return await link.enrol(ask.address, ask.code)
    case 'invite': {
      const code = must(await prepare.invite(core.dispatch.context('sync.invite', ask.name), { name: ask.name, locations: null }))
      const invite = (ctx: Parameters<typeof sync.invite>[0]) => sync.invite(ctx, { name: ask.name, locations: ask.locations as never }, code) // likewise
      return must(core.dispatch.run('sync.invite', `invite-${ask.name}`, invite, owner()))
    }
    case 'approve': {
      const waiting = ids("SELECT id FROM sync_device WHERE state = 'waiting'").pluck().all() as never[] // likewise
      for (const id of waiting) must(core.dispatch.run('sync.approve', `approve-${String(id)}`, (ctx) => sync.approve(ctx, { id }), owner()))
      return waiting.length
    }
    case 'work':
      return await work(ask)
    case 'wake':
      return link.wake()
    case 'status':
      return { ...link.status(), log: core.logged.filter((line) => !line.includes('"debug"')).slice(-8) }
  }
}

createInterface(process.stdin)
  .on('line', (line) => {
    const { n, ask } = JSON.parse(line) as { n: number; ask: Ask } // rig.ts writes them
    answer(ask).then(
      (value) => say({ n, value }),
      (error: unknown) => say({ n, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    )
  })
  .on('close', () => process.exit(0)) // whoever started it is gone
say({ ready: store.device.id })
