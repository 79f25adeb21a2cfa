import {
  auditAnswer,
  type DeviceStanding,
  deviceStanding,
  MAX_ENTRIES,
  pushAnswer,
  type PushRequest,
  type RenewRequest,
  rotateAnswer,
} from '#shared/contract/wire.ts'
import { DAY_MS, MINUTE_MS } from '#shared/kernel/time.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store.ts'
import { auditRows, isSameAudit } from './audit.ts'
import { backoffMs } from './breaker.ts'
import type { ClockOffset } from './clock-offset.ts'
import { type Condition, PROBLEMS } from './condition.ts'
import type { Feeds } from './feeds.ts'
import type { Answer, Http, HttpProblem } from './http.ts'
import { standingPatch } from './link.ts'
import type { Metrics } from './metrics.ts'
import type { BuiltPush } from './outbox.ts'
import type { Replica } from './replica.ts'
import type { Timing } from './timing.ts'

const WAITING_EVERY_MS = 3000
const STANDING_EVERY_MS = 5 * MINUTE_MS
/** Who was refused asks rarely whether that still holds. */
const REFUSED_EVERY_MS = 15 * MINUTE_MS
const ROTATE_AFTER_MS = 30 * DAY_MS
const AUDIT_EVERY_MS = 7 * DAY_MS
/** Rows on their way make a comparison differ once; not three times. */
const AUDIT_TRIES = 3
const AUDIT_PAUSE_MS = 30_000
/** A step of work between two breaths. */
const STEP_MS = 5
/** Rows of others wait no longer than that for a long queue of ours. */
const ROWS_WAIT_MS = 20_000

/** What this device asks of the centre by itself, one request at a time: its standing, a new key, to take its deeds, to compare rows. */
export interface Rounds {
  /** Does what is due. Returns how long to wait for the next, in ms; 0 when there is more. */
  step(): Promise<number>
  /** Something failed that is no answer of the centre. Returns how long to wait. */
  failed(): number
  /** Resolves when no long queue of deeds is on its way. */
  untilSent(): Promise<void>
  /** The last requests failed: a new deed does not cut short the wait for the next. */
  readonly isFailing: boolean
  /** Asks for the standing before anything else. Resolves when one that was asked for from now on was taken; never, where there is none any more. */
  askStanding(): Promise<void>
  /** The network is back: what failed before does not count. */
  forgive(): void
  /** Takes up what the centre says of us, and what its answer tells of the clocks. */
  takeStanding(standing: DeviceStanding, times: { sentAt: number; receivedAt: number }): Promise<void>
}

export interface RoundsOptions {
  readonly store: Store
  readonly replica: Replica
  readonly http: Http
  readonly offset: ClockOffset
  readonly condition: Condition
  readonly feeds: Feeds
  readonly metrics: Metrics
  readonly log: Log
  readonly timing: Timing
}

export function createRounds({ store, replica, http, offset, condition, feeds, metrics, log, timing }: RoundsOptions): Rounds {
  const { link, outbox, apply } = replica
  const { now, random } = timing
  let failures = 0
  let standingAt: number | null = null
  const waiting: (() => void)[] = []
  /** Pushes in a row of which the centre left something undecided. */
  let shortened = 0
  /** The centre has to hear of this device, though there is nothing to send. */
  let owes = false
  /** Highest entry that the centre has answered to this identity. */
  let had = 0
  let mostEntries = MAX_ENTRIES
  /** Since when more deeds wait than one request takes. */
  let sendsSince: number | null = null
  const rowsWaiting: (() => void)[] = []
  /** The reading of what follows the last push. */
  let ahead: Promise<void> = Promise.resolve()
  let auditTries = 0
  let auditDueAt: number | null = null

  /** Takes up a refusal, whatever it was an answer to. */
  const refused = (said: HttpProblem, retryAfterMs: number): number => {
    failures++
    if (said === 'revoked' || said === 'cloned' || said === 'upgrade' || said === 'waiting') {
      if (link.get()?.state !== said) log.warn('centre refuses', { said })
      link.set({ state: said })
      condition.setProblem('asked', null)
      if (said !== 'waiting') void feeds.stop()
      condition.changed()
      return said === 'waiting' ? WAITING_EVERY_MS : Math.max(retryAfterMs, REFUSED_EVERY_MS)
    }
    condition.setProblem('asked', PROBLEMS[said] ?? 'odd')
    return backoffMs(failures, random, retryAfterMs)
  }
  const heard = ({ sentAt, receivedAt }: { sentAt: number; receivedAt: number }, serverAt: number) => {
    failures = 0
    condition.setProblem('asked', null)
    const ms = offset.measured(sentAt, receivedAt, serverAt)
    if (ms !== null) condition.measured(ms)
  }

  const takeStanding: Rounds['takeStanding'] = async (standing, times) => {
    heard(times, standing.serverAt)
    const before = link.get()
    if (!before) return
    standingAt = now()
    const { scopes, centreId, centreEpoch, ...patch } = standingPatch(standing)
    if (before.state !== patch.state) {
      log.info('link', { state: patch.state })
      condition.changed()
    }
    if (standing.state !== 'active') {
      link.set(patch)
      return
    }
    if (before.centreId !== centreId || before.centreEpoch !== centreEpoch) {
      // The centre was put back to an older state: what it had of us since then is offered again, and everything is read anew.
      log.warn('centre was put back', { have: standing.have })
      outbox.reoffer(Math.max(0, standing.have - 1))
      const epochGen = before.generation + 1 // all of these readings are of the new epoch, not the last alone
      for (const { scope } of apply.cursors()) await feeds.restart(scope, 'centre')
      link.set({ epochGen })
    }
    link.set({ ...patch, centreId, centreEpoch })
    had = outbox.answeredAfter(standing.have) ?? standing.have
    owes = standing.owes === true || had > standing.have // it has less than it had, and is told so by the next push
    if (standing.have > replica.ground.journal.lastSeq()) {
      // The centre has had more of us than this file knows: somebody put it back. Under the old identity numbers would be given twice.
      log.error('this file was put back to an older state', { have: standing.have })
      store.renewDevice()
    }
    if (scopes.toSorted().join() !== before.scopes.toSorted().join() || apply.cursors().length === 0) apply.setScopes(scopes)
  }

  /** Runs a generator to its end, a few ms at a time. */
  const inSteps = async <T>(work: Generator<void, T>): Promise<T> => {
    let began = performance.now()
    for (;;) {
      const { done, value } = work.next()
      if (done) return value as T // what it returns, not what it yields
      if (performance.now() - began < STEP_MS) continue
      await timing.breathe()
      began = performance.now()
    }
  }

  /** Told what it had, a centre knows that it was put back to an older state, though nobody said so. */
  const send = (body: string) => http.ask(`/v1/push?had=${had}`, pushAnswer, { body })
  const push = async (): Promise<number> => {
    await ahead
    let built = await inSteps(outbox.build(mostEntries))
    if (!built) return owes ? await sayAll() : STANDING_EVERY_MS
    for (let sending = send(built.json); ; ) {
      if (built.isFull) sendsSince ??= now()
      const onWay: BuiltPush = built
      // What follows is read while the centre works, once the request has left. What cannot be read the next build meets again, and says so.
      ahead = timing
        .breathe()
        .then(() => inSteps(outbox.prepare(onWay)))
        .catch(() => undefined)
      const answer = await sending
      if (!answer.ok) return unsent(answer, onWay)
      heard(answer, answer.value.serverAt)
      metrics.pushed(answer.receivedAt - answer.sentAt, answer.value.results)
      const { results, hlc, centreEpoch, awaits } = answer.value
      if (isOtherEpoch(centreEpoch)) return 0
      if (results.some(({ reason }) => reason === 'seqReuse')) {
        // This file was put back to an older state, or a copy of it speaks. Under a new identity the same entries are nobody else's.
        log.error('numbers of this device are in use elsewhere', { seq: onWay.entries[0]?.seq })
        store.renewDevice()
        return backoffMs(1, random)
      }
      const isWhole = results.length === onWay.entries.length
      await ahead
      // The centre works on what follows while these answers are kept. Lost before they are, they are the same when it is asked again.
      built = isWhole && mayGoOn() ? outbox.next(onWay) : undefined
      if (built) {
        sending = send(built.json)
        sending.catch(() => undefined) // met below, unless these answers cannot be kept
      }
      outbox.record(onWay, results, hlc)
      if (apply.cursors().some(({ isLost }) => isLost)) standingAt = null // a location that this push brought may be ours
      had = Math.max(had, results.at(-1)?.seq ?? 0)
      condition.changed()
      mostEntries = MAX_ENTRIES
      condition.setAwaits(awaits ?? null)
      shortened = isWhole ? 0 : shortened + 1
      if (!built) return shortened === 0 ? 0 : backoffMs(shortened, random)
    }
  }
  /** Nothing else is to be asked first. */
  const mayGoOn = () =>
    waiting.length === 0 &&
    standingAt !== null &&
    now() - standingAt <= STANDING_EVERY_MS &&
    link.get()?.state === 'active' &&
    mostEntries === MAX_ENTRIES &&
    !(sendsSince !== null && now() - sendsSince > ROWS_WAIT_MS)
  const isOtherEpoch = (epoch: number | undefined): boolean => {
    const isOther = epoch !== undefined && epoch !== link.get()?.centreEpoch
    if (isOther) standingAt = null // it was put back: what it lost comes first
    return isOther
  }
  /** Nothing is left to offer: who waits for this device at a centre that was put back need not. */
  const sayAll = async (): Promise<number> => {
    const { ackedSeq = 0, centreEpoch = 0 } = link.get() ?? {}
    const nothing: PushRequest = { sentAt: Math.max(0, now()), ackedThrough: ackedSeq, centreEpoch, entries: [] }
    const answer = await send(JSON.stringify(nothing))
    if (!answer.ok) return refused(answer.problem, answer.retryAfterMs)
    heard(answer, answer.value.serverAt)
    if (isOtherEpoch(answer.value.centreEpoch)) return 0
    owes = false
    return STANDING_EVERY_MS
  }
  const unsent = ({ problem, retryAfterMs }: Answer<unknown> & { ok: false }, built: BuiltPush): number => {
    if (problem !== 'badRequest' && problem !== 'tooLarge') return refused(problem, retryAfterMs)
    // One of these entries cannot be read there. Halving finds it; it is set aside, and those after it go on.
    if (built.entries.length > 1) mostEntries = Math.max(1, built.entries.length >> 1)
    else {
      log.error('entry cannot be sent', { seq: built.entries[0]?.seq, problem })
      outbox.setAside(built, 'invalid')
      mostEntries = MAX_ENTRIES
      condition.changed()
    }
    return 0
  }

  const audit = async () => {
    const known = link.get()
    if (!known || !apply.cursors().every(({ isLoading }) => !isLoading)) return
    for (const scope of known.scopes) {
      const theirs = await http.ask(`/v1/audit?scope=${encodeURIComponent(scope)}`, auditAnswer)
      if (!theirs.ok) return
      if (isSameAudit(await inSteps(auditRows(store.connection.raw, scope)), theirs.value.kinds)) continue
      auditTries++
      if (auditTries < AUDIT_TRIES) {
        auditDueAt = now() + AUDIT_PAUSE_MS
        return
      }
      log.error('audit found other rows than the centre has', { scope })
      condition.setAlarm('auditMismatch', true)
      await feeds.restart(scope, 'audit')
    }
    if (auditTries < AUDIT_TRIES) condition.setAlarm('auditMismatch', false)
    auditTries = 0
    auditDueAt = null
    link.set({ auditedAt: now() })
    metrics.audited(now())
  }

  /** Rows of scopes that are no longer ours go, as far as nothing of them waits. */
  const sweepLost = async () => {
    for (const { scope, isLost } of apply.cursors()) if (isLost) while (!apply.sweep(scope)) await timing.breathe()
  }

  /**
   * After the standing of the link, its deeds: they are safe first. Of what comes back meanwhile most would be rows of these same deeds,
   * several of one record; taken afterwards it is one row each, with nothing of ours on top of it.
   */
  const letRowsIn = () => {
    sendsSince = null
    for (const taken of rowsWaiting.splice(0)) taken()
  }
  const due = async (): Promise<number> => {
    const known = link.get()
    if (!known || known.state === 'left') return DAY_MS
    if (known.deviceId !== store.device.id) {
      const { id, tag, clockTag, epoch } = store.device
      const answer = await http.ask('/v1/device/renew', deviceStanding, {
        body: JSON.stringify({ deviceId: id, tag, clockTag, epoch } satisfies RenewRequest),
      })
      if (!answer.ok) return refused(answer.problem, answer.retryAfterMs)
      link.set({ deviceId: id })
      await takeStanding(answer.value, answer)
    }
    if (known.state !== 'active' || standingAt === null || waiting.length > 0 || now() - standingAt > STANDING_EVERY_MS || now() < standingAt) {
      const asked = waiting.length // who asks from now on wants a later one
      const answer = await http.ask('/v1/device', deviceStanding)
      if (!answer.ok) return refused(answer.problem, answer.retryAfterMs)
      await takeStanding(answer.value, answer)
      for (const taken of waiting.splice(0, asked)) taken()
      if (link.get()?.deviceId !== store.device.id) return 0 // it has just drawn a new identity
    }
    const { state } = link.get() ?? known
    if (state !== 'active') return state === 'waiting' ? WAITING_EVERY_MS : REFUSED_EVERY_MS
    feeds.keep()
    if (known.successor === null && now() - known.keyMadeAt > ROTATE_AFTER_MS) {
      const answer = await http.ask('/v1/device/rotate', rotateAnswer, { body: '{}' })
      if (!answer.ok) return refused(answer.problem, answer.retryAfterMs)
      link.set({ successor: answer.value.key, keyMadeAt: now() }) // stored before it is first used
    }
    const wait = await push()
    if (standingAt !== null) await sweepLost()
    if (wait > 0 && failures === 0 && now() >= (auditDueAt ?? known.auditedAt + AUDIT_EVERY_MS)) await audit()
    feeds.keep()
    return Math.min(wait, auditDueAt === null ? wait : Math.max(1000, auditDueAt - now()))
  }

  return {
    step: async () => {
      const wait = await due()
      if (wait > 0 || (sendsSince !== null && now() - sendsSince > ROWS_WAIT_MS)) letRowsIn()
      return wait
    },
    untilSent: () => (sendsSince === null ? Promise.resolve() : new Promise((resolve) => rowsWaiting.push(resolve))),
    failed: () => {
      letRowsIn()
      failures++
      return backoffMs(failures, random)
    },
    get isFailing() {
      return failures > 0 || shortened > 0
    },
    askStanding: () => new Promise((resolve) => waiting.push(resolve)),
    forgive: () => {
      failures = 0
      shortened = 0
      standingAt = null
    },
    takeStanding,
  }
}
