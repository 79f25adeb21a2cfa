import { join } from 'node:path'
import { type Actor } from '#main/platform/context.ts'
import { createDispatch, type Dispatch } from '#main/platform/dispatch.ts'
import type { Log } from '#main/platform/log.ts'
import type { Platform } from '#main/platform/platform.ts'
import { openStore, type Store } from '#main/platform/store.ts'
import { ok } from '#shared/kernel/result.ts'
import { MODULES } from '#shared/modules.ts'
import { type Chance, uuidAt } from './chance.ts'
import { DEEDS, type Sight } from './deeds.ts'
import type { Disk } from './disk.ts'
import { RULES } from './rules.ts'

const ASSETS = join(import.meta.dirname, '../../../main/assets')
const needs = MODULES.flatMap(({ contract }) => Object.values(contract.operations).map((operation) => operation.needs))
/** Every permission that any operation needs. */
export const PERMISSIONS = [...new Map(needs.filter((need) => typeof need !== 'string').map((need) => [need.name, need])).values()]
const everything = new Set(PERMISSIONS.map(({ name }) => name))

export interface Core {
  readonly disk: Disk
  readonly store: Store
  readonly dispatch: Dispatch
  readonly platform: Platform
}

export const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** The program's own store, dispatch and services on a disk: a core without jobs, backups and shells. */
export function startCore(disk: Disk, schemaVersion: number, now: () => number, chance: Chance, log: Log = silent): Core {
  const fail = (error: unknown) => {
    throw error
  }
  const clock = { now, newId: () => uuidAt(now(), chance) as never }
  const store = openStore({
    connection: disk.connection,
    schemaVersion,
    sync: RULES,
    clock,
    folder: null,
    savedSeq: 0,
    onSpareFailure: fail,
    onListenerFailure: fail,
    onEvent: () => {},
    derived: [],
    onDeriveFailure: fail,
  })
  const config = { assetsDir: ASSETS, version: '0.0.0-sim' }
  const offset = disk.connection.raw.prepare('SELECT clock_offset_ms FROM sync_link').pluck()
  const link = { status: () => ({ clockOffsetMs: offset.get() ?? null }) }
  const platform = { config, log, store, sync: RULES, startedAt: now(), permissions: PERMISSIONS, link } as unknown as Platform // as much of it as services of deeds ask for
  const dispatch = createDispatch({ modules: [], platform, clock, authenticate: () => ok({ actor: OWNER, recheckAt: 0 }), checkOutput: false })
  return { disk, store, dispatch, platform }
}

/** Who acts in all deeds: the owner of the shop, whose id is given once it is founded. */
export const OWNER: Actor = { userId: null, name: 'Ada Owner', role: 'owner', permissions: everything, sessionId: null }

/** Does one deed of DEEDS. Null: there was nothing to do it to, or it was refused, or it changed nothing. */
export function act({ dispatch, store }: Core, name: string, callId: string, actor: Actor, sight: Sight): { seq: number } | null {
  const deed = DEEDS[name]?.[1]
  if (!deed) throw new Error(`there is no deed ${name}`)
  const before = store.lastSeq()
  const done = dispatch.run(name, callId, (ctx) => deed(ctx, sight) ?? { ok: false as const, error: { code: 'sim.nothing', kind: 'notFound' } }, actor)
  const seq = store.lastSeq()
  return done.ok && seq > before ? { seq } : null
}
