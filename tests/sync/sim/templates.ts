import type { Actor } from '#main/platform/context.ts'
import type { Link } from '#main/platform/sync/link.ts'
import { createReplica } from '#main/platform/sync/replica.ts'
import { COMPANY_SCOPE } from '#shared/contract/sync.ts'
import type { Asker } from './centre.ts'
import { createCentre, emptyTables } from './centre.ts'
import { chanceOf, inWorldOf } from './chance.ts'
import { startCore } from './device.ts'
import { type Disk, openDisk } from './disk.ts'
import { emptyDisk, found, START_AT } from './founding.ts'
import { backUp, keyOf, type Tables } from './postgres.ts'
import { RULES } from './rules.ts'

/** Which part of the shop a device works for. */
export const KINDS = ['all', 'first', 'second'] as const
export type Kind = (typeof KINDS)[number]

/** How every run begins: a founded shop that the centre has whole, and devices that have read it. */
export interface Templates {
  readonly actor: Actor
  readonly locations: readonly [string, string]
  readonly schemaVersion: number
  readonly tables: Tables
  readonly disks: Readonly<Record<Kind, Buffer>>
}

const link = (deviceId: string, centreId: string, schemaVersion: number): Link => ({
  address: 'https://centre.example',
  state: 'active',
  centreId,
  centreEpoch: 1,
  companyName: null,
  checkText: '',
  key: 'key',
  keyMadeAt: START_AT,
  successor: null,
  deviceId,
  scopes: [],
  ackedSeq: 0,
  ackedPart: 0,
  generation: 0,
  epochGen: 0,
  hlc: '',
  clockOffsetMs: null,
  schemaVersion,
  auditedAt: START_AT,
})

/** Made by the program's own code: found, push everything, join, read everything. */
export const makeTemplates = (): Promise<Templates> =>
  inWorldOf(
    chanceOf(7),
    () => START_AT - 3_600_000,
    async () => {
      const chance = chanceOf(7)
      const now = () => START_AT - 3_600_000
      const { disk, schemaVersion } = emptyDisk()
      const founder = startCore(disk, schemaVersion, now, chance)
      const { actor, locations } = found(founder)
      const centre = createCentre(emptyTables(), now, chance)
      const { id: deviceId, tag, clockTag } = founder.store.device
      const asker: Asker = { deviceId, enrolmentId: 'founder' }
      await centre.enrol({ id: asker.enrolmentId, name: 'Founder', deviceId, tag, clockTag, locations: null })
      const replica = createReplica({ store: founder.store, rules: RULES, now })
      replica.link.create(link(deviceId, centre.tables.centre.id, schemaVersion))
      for (;;) {
        const work = replica.outbox.build()
        let next = work.next()
        while (!next.done) next = work.next()
        if (!next.value) break
        const answer = await centre.push(asker, next.value.json, 0)
        if ('problem' in answer || answer.results.some(({ outcome }) => outcome !== 'applied'))
          throw new Error(`the founding was not taken: ${JSON.stringify(answer)}`)
        replica.outbox.record(next.value, answer.results, answer.hlc)
      }
      disk.close()
      // It takes no part in the runs: not approved, so that nobody waits for it.
      const own = keyOf('sync_device', asker.enrolmentId)
      const row = centre.tables.rows.get(own)
      if (row) centre.tables.rows.set(own, { ...row, doc: { ...row.doc, state: 'waiting' } })

      const scopesOf: Record<Kind, string[]> = {
        all: [COMPANY_SCOPE, ...locations],
        first: [COMPANY_SCOPE, locations[0]],
        second: [COMPANY_SCOPE, locations[1]],
      }
      const joined = (kind: Kind): Buffer => {
        const { disk: empty } = emptyDisk()
        const core = startCore(empty, schemaVersion, now, chance)
        // By its own clock a slice would end where this machine is slow, and the rest of the shop be missing.
        const { link: own, apply } = createReplica({
          store: core.store,
          rules: RULES,
          now,
          limits: { rows: Number.POSITIVE_INFINITY, ms: Number.POSITIVE_INFINITY },
        })
        own.create(link(core.store.device.id, centre.tables.centre.id, schemaVersion))
        apply.setScopes(scopesOf[kind])
        for (const scope of scopesOf[kind]) {
          const batch = centre.feed(asker, scope, null, null, 1)
          if (batch === null || 'problem' in batch) throw new Error('the feed answers')
          const taken = apply.slice(scope, { ...batch, handle: null, offset: '-1' }, 0)
          if (taken < batch.changes.length) throw new Error('a slice without limits takes the whole batch')
          while (!apply.sweep(scope)) continue
        }
        const bytes = empty.bytes()
        empty.close()
        return bytes
      }
      return { actor, locations, schemaVersion, tables: backUp(centre.tables), disks: { all: joined('all'), first: joined('first'), second: joined('second') } }
    },
  )

/** Disks are made once and put back after every run. */
export interface Shelf {
  take(kind: Kind): Disk
  /** A disk that came from elsewhere, and goes after the run. */
  hold(disk: Disk): void
  /** All of them are as they were made. */
  putBack(): void
}
export function createShelf({ disks }: Templates): Shelf {
  const free: Record<Kind, Disk[]> = { all: [], first: [], second: [] }
  const loose: Disk[] = []
  let taken: { kind: Kind; disk: Disk }[] = []
  return {
    take: (kind) => {
      const disk = free[kind].pop() ?? openDisk(disks[kind])
      taken.push({ kind, disk })
      return disk
    },
    putBack: () => {
      for (const { kind, disk } of taken)
        if (disk.reset()) free[kind].push(disk)
        else disk.close()
      taken = []
      for (const disk of loose.splice(0)) disk.close()
    },
    hold: (disk) => {
      loose.push(disk)
    },
  }
}
