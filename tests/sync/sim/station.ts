import * as sync from '#main/modules/sync/service.ts'
import { renewDevice } from '#main/platform/db/identity.ts'
import { createReplica, type Replica } from '#main/platform/sync/replica.ts'
import { estimateOffset } from '#main/platform/sync/clock-offset.ts'
import { standingPatch } from '#main/platform/sync/link.ts'
import type { BuiltPush } from '#main/platform/sync/outbox.ts'
import type { FeedBatch } from '#main/platform/sync/apply.ts'
import type { SyncRules } from '#shared/contract/sync.ts'
import { type DeviceStanding, MAX_ENTRIES, type PushAnswer } from '#shared/contract/wire.ts'
import { type Actor } from '#main/platform/context.ts'
import type { Asker, Centre, Refusal } from './centre.ts'
import { act, type Core, startCore } from './device.ts'
import { someDeed, type Sight } from './deeds.ts'
import { Crash, type Disk, openDisk } from './disk.ts'
import type { Network } from './network.ts'
import type { Tables } from './postgres.ts'
import { RULES } from './rules.ts'
import type { World } from './world.ts'

/** A deed that the person at the device was told is saved. */
export interface Saved {
  readonly deviceId: string
  readonly seq: number
  readonly at: number
  /** The centre's, where it took another. */
  hlc: string
  readonly command: string
}

/** Pieces of a device that a planted bug takes the place of. */
export interface StationParts {
  readonly createReplica: typeof createReplica
  /** Around one deed. */
  readonly act: typeof act
}
export const STATION_PARTS: StationParts = { createReplica, act }

export interface StationOptions {
  readonly world: World
  readonly centre: Centre
  readonly network: Network
  readonly name: string
  readonly enrolmentId: string
  readonly disk: Disk
  readonly schemaVersion: number
  readonly actor: Actor
  readonly dayAt: number
  readonly locations: readonly string[]
  /** A disk that is nobody's after the run. */
  readonly hold: (disk: Disk) => void
  readonly parts?: StationParts
}

/** A scope of the feed is asked for one batch at a time. */
interface Reading {
  isBusy: boolean
}

/**
 * A device of the shop: the program's own store, services and sync over its disk, and its loops on the world's time. The loops do
 * what the engine does with its network and timers (main/platform/sync/engine.ts).
 */
export class Station {
  readonly name: string
  readonly enrolmentId: string
  readonly saved: Saved[] = []
  /** Every identity that it had. */
  readonly identities: string[] = []
  /** Rises with whatever may have changed what it shows. */
  changes = 0
  /** Every scope that it ever had. */
  readonly everScopes = new Set<string>()
  disk: Disk
  schemaVersion: number
  rules: SyncRules = RULES
  skewMs = 0
  /** Its clock moves in steps of this: two devices then often stamp alike. */
  tickMs = 1
  /** Is told when the disk is put back. */
  onRestore = (): void => {}
  isUp = false
  /** The centre has lost what it had of this device, until it is offered again. */
  isForgotten = false
  /** The first of its readings that are of the centre's present epoch: those before it were made until it heard that the centre was put back. */
  epochFrom = 0
  /** Its locations were changed. */
  isMoved = false
  core!: Core // there from the first start on
  replica!: Replica // likewise
  readonly #o: StationOptions
  #incarnation = 0
  #standingAt: number | null = null
  #offset = estimateOffset(null)
  #isAsking = false
  #readings = new Map<string, Reading>()
  /** Scopes whose feed began anew. */
  #toRefetch = new Set<string>()
  #mostEntries = MAX_ENTRIES
  #owes = false
  #had = 0
  #words = 0

  constructor(options: StationOptions) {
    this.#o = options
    this.name = options.name
    this.enrolmentId = options.enrolmentId
    this.disk = options.disk
    this.schemaVersion = options.schemaVersion
  }

  /** The device's own clock. */
  readonly now = (): number => {
    const now = this.#o.world.now + this.skewMs
    return now - (now % this.tickMs)
  }

  start(): void {
    const { parts: { createReplica: create } = STATION_PARTS, world } = this.#o
    this.disk.power()
    this.#incarnation++
    // After every other start a queue goes out in pieces, each read ahead while the one before is under way.
    this.#mostEntries = (this.#incarnation >> 1) % 2 === 0 ? MAX_ENTRIES : 3
    this.#standingAt = null
    this.#isAsking = false
    this.#readings.clear()
    this.#toRefetch.clear()
    this.isUp = true
    this.guarded(() => {
      this.core = startCore(this.disk, this.schemaVersion, this.now, world.chance)
      this.replica = create({
        store: this.core.store,
        rules: this.rules,
        now: this.now,
        limits: { rows: 1 + world.chance.int(40), ms: Number.POSITIVE_INFINITY },
      })
      this.#offset = estimateOffset(this.replica.link.get()?.clockOffsetMs ?? null)
      this.note(`start ${this.core.store.device.epoch}`)
      for (const scope of this.scopes) this.everScopes.add(scope)
      if (!this.identities.includes(this.core.store.device.id)) this.identities.push(this.core.store.device.id)
    })
  }

  /** Power is cut: what was not committed is gone, and so are all answers under way. */
  crash(): void {
    this.isUp = false
    this.#incarnation++
    this.disk.crash()
    this.note('crash')
  }

  /** Runs a piece of the program; false when it crashed. */
  guarded(work: () => void): boolean {
    const crashOfDisk = () => {
      this.isUp = false
      this.#incarnation++
      this.note('crash at a commit')
      this.#o.network.onCrash(this)
      return false
    }
    try {
      work()
    } catch (error) {
      if (error instanceof Crash) return crashOfDisk()
      throw error
    }
    return this.isUp || crashOfDisk()
  }

  note(line: string): void {
    this.changes++
    this.#o.world.note(`${this.name} ${line}`)
  }

  get scopes(): readonly string[] {
    return this.replica.link.get()?.scopes ?? []
  }

  /** Somebody works at the device. */
  deed(name = someDeed(this.#o.world.chance)): void {
    if (!this.isUp) return
    const { world, parts: { act: perform } = STATION_PARTS, actor, dayAt, locations } = this.#o
    const { chance } = world
    const own = this.scopes.filter((scope) => scope !== 'company')
    const sight: Sight = {
      chance,
      dayAt,
      word: () => `${this.name}${this.#words++}`,
      place: () => (own.length === 0 || chance.of(0.02) ? chance.pick(locations) : chance.pick(own)),
      id: (sql) => {
        const ids = this.disk.connection.raw.prepare(sql).pluck().all()
        return (ids.length > 0 ? chance.pick(ids) : null) as never // ids lose their brands in SQL
      },
    }
    const { store } = this.core
    let done: { seq: number } | null = null
    this.guarded(() => {
      done = perform(this.core, name, `${this.name}-${world.now}-${chance.int(2 ** 31)}`, actor, sight)
    })
    const { seq } = (done ?? { seq: 0 }) as { seq: number } // assigned in the closure
    this.note(`deed ${name} ${seq}`)
    if (seq === 0 || !this.isUp) return
    const head = this.replica.ground.journal.entry(seq)
    if (head && head.parts.length > 0) this.saved.push({ deviceId: store.device.id, seq, at: head.head.at, hlc: head.head.hlc, command: name })
  }

  /** The owner decides about another device, as a deed. */
  manage(of: { readonly revoke: string } | { readonly move: string; readonly locations: readonly string[] }): void {
    const { world, actor } = this.#o
    let seq = 0
    this.guarded(() => {
      const done = this.core.dispatch.run(
        'sync.manage',
        `${this.name}-manage-${world.now}`,
        (ctx) =>
          'revoke' in of ? sync.revoke(ctx, { id: of.revoke as never }) : sync.setLocations(ctx, { id: of.move as never, locations: of.locations as never }), // ids from the model
        actor,
      )
      // It may not have read of it yet.
      if (done.ok) seq = this.core.store.lastSeq()
    })
    this.note(`manages ${Object.keys(of)[0]} ${seq}`)
  }

  backUp(): Buffer {
    this.note('backup')
    return this.disk.bytes()
  }

  /** The disk is as it was at the backup. Unseen: by somebody who put the file back, and not by the program, which draws a new identity. */
  restore(backup: Buffer, isUnseen: boolean): void {
    const { centre, world, hold } = this.#o
    if (this.isUp) this.crash()
    this.disk = openDisk(backup)
    this.onRestore()
    hold(this.disk)
    const { raw } = this.disk.connection
    const kept = new Set(raw.prepare("SELECT seq || ' ' || at FROM journal").pluck().all())
    // What was done since is only where the centre took it; what it refused since, it keeps itself.
    const isLeft = ({ deviceId, seq, at }: Saved) =>
      kept.has(`${seq} ${at}`) || [...centre.tables.entries.values()].some((entry) => entry.deviceId === deviceId && entry.seq === seq && entry.body === null)
    const left = this.saved.filter(isLeft)
    this.note(`restored${isUnseen ? ' unseen' : ''}, ${this.saved.length - left.length} deeds gone`)
    this.saved.splice(0, this.saved.length, ...left)
    if (!isUnseen) {
      this.disk.power()
      renewDevice(raw, this.now())
    }
    world.after(world.chance.int(60_000), () => {
      if (!this.isUp) this.start()
    })
  }

  get asker(): Asker {
    return { deviceId: this.core.store.device.id, enrolmentId: this.enrolmentId }
  }

  /** One request; the answer comes to this incarnation only, and is undefined when none came. */
  #ask<T>(handle: () => Promise<T> | T, then: (answer: T | undefined, sentAt: number) => void): void {
    const incarnation = this.#incarnation
    const sentAt = this.now()
    this.#o.network.request(this, handle, (answer) => {
      if (this.isUp && incarnation === this.#incarnation) this.guarded(() => then(answer, sentAt))
    })
  }

  /** One step of the engine's loop: renew, standing, push. */
  step(): void {
    if (!this.isUp || this.#isAsking) return
    const { link, outbox } = this.replica
    const known = link.get()
    if (!known || known.state === 'revoked' || known.state === 'cloned') return
    const { store } = this.core
    const { centre } = this.#o
    const { asker } = this
    const asked = <T extends object>(handle: () => Promise<T | Refusal> | T | Refusal, take: (answer: T, sentAt: number) => void) => {
      this.#isAsking = true
      this.#ask(handle, (answer, sentAt) => {
        this.#isAsking = false
        if (answer === undefined) return
        if ('problem' in answer) this.refused(answer.problem)
        else take(answer, sentAt)
      })
    }
    if (known.deviceId !== store.device.id) {
      const { id: deviceId, tag, clockTag, epoch } = store.device
      asked<DeviceStanding>(
        () => centre.renew(asker, { deviceId, tag, clockTag, epoch }),
        (standing, sentAt) => {
          link.set({ deviceId })
          this.#heard(sentAt, standing.serverAt)
          this.takeStanding(standing)
        },
      )
      return
    }
    if (this.#standingAt === null || Math.abs(this.now() - this.#standingAt) > 300_000) {
      asked<DeviceStanding>(
        () => centre.standing(asker),
        (standing, sentAt) => {
          this.#heard(sentAt, standing.serverAt)
          this.takeStanding(standing)
        },
      )
      return
    }
    let built: BuiltPush | undefined
    this.guarded(() => {
      const work = outbox.build(this.#mostEntries)
      for (let next = work.next(); ; next = work.next()) {
        if (!next.done) continue
        built = next.value
        break
      }
      if (built) for (const ahead = outbox.prepare(built, this.#mostEntries); !ahead.next().done; );
      for (const { scope, isLost } of this.replica.apply.cursors()) if (isLost) while (!this.replica.apply.sweep(scope)) continue
    })
    if (!this.isUp || (!built && !this.#owes)) return
    const { ackedSeq, centreEpoch } = known
    const had = this.#had
    const push: BuiltPush = built ?? {
      entries: [],
      isFull: false,
      json: JSON.stringify({ sentAt: this.now(), ackedThrough: ackedSeq, centreEpoch, entries: [] }),
    }
    asked<PushAnswer>(
      () => centre.push(asker, push.json, had),
      (answer, sentAt) => {
        this.#heard(sentAt, answer.serverAt)
        this.pushed(push, answer)
      },
    )
  }

  pushed(push: BuiltPush, { results, hlc, centreEpoch }: PushAnswer): void {
    if (centreEpoch !== undefined && centreEpoch !== this.replica.link.get()?.centreEpoch) {
      this.#standingAt = null
      return
    }
    if (push.entries.length === 0) {
      this.#owes = false
      return
    }
    this.note(`pushed ${push.entries[0]?.seq} ${results.map(({ outcome, reason }) => outcome.slice(0, 2) + (reason ?? '')).join()}`)
    if (results.some(({ reason }) => reason === 'seqReuse')) {
      this.core.store.renewDevice()
      this.identities.push(this.core.store.device.id)
      return
    }
    for (const { seq, hlc: own } of results) {
      const saved = this.saved.findLast((one) => one.seq === seq)
      if (saved && own !== undefined) saved.hlc = own
    }
    this.replica.outbox.record(push, results, hlc)
    if (this.replica.apply.cursors().some(({ isLost }) => isLost)) this.#standingAt = null
    this.#had = Math.max(this.#had, results.at(-1)?.seq ?? 0)
  }

  refused(problem: Refusal['problem']): void {
    this.note(`refused ${problem}`)
    if (problem === 'revoked' || problem === 'cloned') this.replica.link.set({ state: problem })
    else if (problem === 'badRequest') throw new Error('the centre cannot read what the device sent')
  }

  #heard(sentAt: number, serverAt: number): void {
    const ms = this.#offset.measured(sentAt, this.now(), serverAt)
    if (ms === null || ms === this.replica.link.get()?.clockOffsetMs) return
    this.replica.link.set({ clockOffsetMs: ms })
    this.core.store.setClock({ offsetMs: ms })
  }

  /** As the engine takes up its standing. */
  takeStanding(standing: DeviceStanding): void {
    const { link, outbox, apply } = this.replica
    const before = link.get()
    if (!before) return
    this.#standingAt = this.now()
    const { scopes, centreId, centreEpoch, ...patch } = standingPatch(standing)
    if (standing.state !== 'active') {
      link.set(patch)
      return
    }
    if (before.centreId !== centreId || before.centreEpoch !== centreEpoch) {
      this.note(`put back, has ${standing.have}`)
      outbox.reoffer(Math.max(0, standing.have - 1))
      const epochGen = before.generation + 1
      this.epochFrom = epochGen
      for (const { scope } of apply.cursors()) apply.refetch(scope, true)
      link.set({ epochGen })
      this.#readings.clear()
      this.#incarnation++ // streams of before are stopped
    } else for (const scope of this.#toRefetch) apply.refetch(scope)
    this.#toRefetch.clear()
    link.set({ ...patch, centreId, centreEpoch })
    this.#had = outbox.answeredAfter(standing.have) ?? standing.have
    this.#owes = standing.owes === true || this.#had > standing.have
    if (standing.have > this.replica.ground.journal.lastSeq()) {
      this.note('was put back')
      this.core.store.renewDevice()
      this.identities.push(this.core.store.device.id)
    }
    for (const scope of scopes) this.everScopes.add(scope)
    if (scopes.toSorted().join() !== before.scopes.toSorted().join() || apply.cursors().length === 0) apply.setScopes(scopes)
  }

  /** One reading of the feed per scope. `most`: changes in one answer. */
  read(most: number): void {
    if (!this.isUp || this.replica.link.get()?.state !== 'active' || this.#standingAt === null) return
    for (const scope of this.scopes) {
      const reading = this.#readings.get(scope) ?? { isBusy: false }
      if (reading.isBusy) continue
      this.#readings.set(scope, reading)
      const { handle = null, offset = null } = this.replica.apply.cursor(scope) ?? {}
      const { asker } = this
      reading.isBusy = true
      this.#ask(
        () => this.#o.centre.feed(asker, scope, handle, offset, most),
        (answer) => {
          reading.isBusy = false
          if (answer === undefined || this.#readings.get(scope) !== reading) return
          if (answer === null) {
            // A centre that was put back says so, too: the standing comes first.
            this.note(`must refetch ${scope.slice(-4)}`)
            this.#toRefetch.add(scope)
            this.#standingAt = null
          } else if ('problem' in answer) {
            this.note(`feed ${answer.problem}`)
            this.#standingAt = null
          } else this.take(scope, answer)
        },
      )
    }
  }

  /** As the engine takes a batch: in slices, then what a complete reading did not show goes. */
  take(scope: string, batch: FeedBatch): void {
    const { apply } = this.replica
    if (batch.changes.length > 0) this.note(`took ${scope.slice(-4)} ${batch.changes.length} ${batch.offset}`)
    let at = 0
    do at = apply.slice(scope, batch, at)
    while (at < batch.changes.length)
    if (batch.isUpToDate && apply.cursor(scope)?.isLoading) while (!apply.sweep(scope)) continue
  }

  /** Everything that it said is answered, and everything that there is was read. */
  isSettled({ feed, centre }: Tables): boolean {
    const { link, apply, ground } = this.replica
    const known = link.get()
    if (known?.state !== 'active') return true
    const cursors = apply.cursors()
    return (
      known.deviceId === this.core.store.device.id &&
      this.#standingAt !== null &&
      known.centreEpoch === centre.epoch &&
      known.ackedSeq >= ground.journal.lastSeq() &&
      cursors.length === known.scopes.length &&
      cursors.every(({ offset, isLoading, isLost }) => !isLoading && !isLost && offset === `${feed.length}_0`)
    )
  }
  /** Asks for its standing at the next step. */
  forgetStanding(): void {
    this.#standingAt = null
  }
}
