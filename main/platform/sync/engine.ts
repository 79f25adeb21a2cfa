import type { SyncRules } from '#shared/contract/sync.ts'
import { type EnrolRequest, enrolAnswer } from '#shared/contract/wire.ts'
import { isDiskFull } from '../check.ts'
import { factsOf, type Log } from '../log.ts'
import type { Store } from '../store.ts'
import { createBreaker } from './breaker.ts'
import { estimateOffset } from './clock-offset.ts'
import { createCondition } from './condition.ts'
import { createFeeds } from './feeds.ts'
import { createHttp, type HttpProblem } from './http.ts'
import { standingPatch } from './link.ts'
import { createMetrics } from './metrics.ts'
import { addressOf, fetchTo } from './pinned-fetch.ts'
import { createReplica } from './replica.ts'
import { createRounds } from './rounds.ts'
import type { EnrolProblem, SyncEngine } from './sync.ts'
import { createTiming, realTimers, type Timers } from './timing.ts'

export interface EngineOptions {
  readonly store: Store
  readonly rules: SyncRules
  readonly log: Log
  readonly now: () => number
  readonly version: string
  readonly fetch?: typeof fetch
  readonly random?: () => number
  readonly timers?: Timers
}

/** The network side of sync: one loop that asks and sends, and one stream of rows per scope. */
export function createEngine(options: EngineOptions): SyncEngine {
  const { store, rules, log, now, random = Math.random, timers = realTimers } = options
  const replica = createReplica({
    store,
    rules,
    now,
    onUnfit: (kind, detail) => {
      condition.setAlarm('unfit', true)
      log.warn('row does not fit', { kind, detail })
    },
  })
  const { link, apply } = replica
  const newTiming = () => createTiming({ now, random, timers })
  const timing = newTiming()
  const metrics = createMetrics()
  const breaker = createBreaker(now)
  const offset = estimateOffset(link.get()?.clockOffsetMs ?? null)
  const condition = createCondition({ store, replica, offset, timers, now })
  const http = createHttp({
    fetchTo: options.fetch ? () => options.fetch ?? fetch : fetchTo,
    link,
    breaker,
    now,
    deviceId: () => store.device.id,
    version: options.version,
    schemaVersion: store.schemaVersion,
    onContact: () => {
      condition.contacted()
      if (condition.has('network') && rounds.isFailing) timing.wake() // the feed found the way back first
      condition.setProblem('network', null)
    },
    onSilence: () => condition.setProblem('network', 'unreachable'),
  })
  const feeds = createFeeds({
    store,
    replica,
    http,
    condition,
    metrics,
    log,
    newTiming,
    standing: () => {
      const taken = rounds.askStanding()
      timing.wake()
      return taken
    },
    turn: () => rounds.untilSent(),
    onRefused: () => {
      void rounds.askStanding()
      timing.wake()
    },
  })
  const rounds = createRounds({ store, replica, http, offset, condition, feeds, metrics, log, timing })
  let running: Promise<void> | undefined
  let isStopping = false

  const run = async () => {
    while (!isStopping) {
      let wait: number
      try {
        wait = await rounds.step()
      } catch (error) {
        log.error('sync', factsOf(error))
        condition.setProblem('asked', isDiskFull(error) ? 'diskFull' : 'applyFailed')
        wait = rounds.failed()
      }
      if (isStopping || wait === 0) await timing.breathe()
      else await timing.sleep(wait)
    }
    await feeds.stop() // also what the last step began
  }
  const start = () => {
    const known = link.get()
    if (running || isStopping || !known || known.state === 'left') return
    condition.setAlarm('unfit', apply.hasUnfit())
    metrics.start()
    running = run()
  }

  store.onCommit((tables) => {
    if (!running || !tables.includes('journal')) return
    condition.changed()
    if (!rounds.isFailing && link.get()?.state === 'active') timing.wake()
  })

  return {
    start,
    stop: async () => {
      isStopping = true
      http.stop()
      condition.stop()
      metrics.stop()
      timing.wake()
      await Promise.all([running, feeds.stop()])
    },
    status: condition.status,
    metrics: metrics.get,
    wake: () => {
      breaker.reset()
      http.wake()
      rounds.forgive()
      timing.wake()
      feeds.wake()
    },
    enrol: async (address, code) => {
      const no = (found: EnrolProblem) => ({ ok: false, problem: found }) as const
      const known = link.get()
      if (known && known.state !== 'left' && known.state !== 'revoked' && known.state !== 'cloned') return no('alreadyLinked')
      const base = addressOf(address)
      if (base === undefined) return no('badAddress')
      if (known?.state === 'cloned') store.renewDevice() // somebody else goes by the old one
      const hasRows = store.connection.raw.prepare('SELECT 1 FROM sync_row_local LIMIT 1').get() !== undefined
      const ask = () => {
        const { id: deviceId, tag, clockTag, epoch, name } = store.device
        const request: EnrolRequest = { code, deviceId, tag, clockTag, epoch, name, hasData: !hasRows && replica.ground.journal.hasAny() }
        return http.ask('/v1/enrol', enrolAnswer, { body: JSON.stringify(request), address: base })
      }
      let answer = await ask()
      if (!answer.ok && answer.problem === 'cloned') {
        // The identity, or its tag, is somebody's already: a copy's, or one that was left and never revoked.
        store.renewDevice()
        answer = await ask()
      }
      if (!answer.ok) return no(ENROL_PROBLEMS[answer.problem] ?? 'unreachable')
      const { key, ...standing } = answer.value
      if (known && hasRows && known.centreId !== standing.centreId) return no('otherCentre')
      const isSame = known?.centreId === standing.centreId
      link.create({
        ackedSeq: 0,
        ackedPart: 0,
        generation: 0,
        epochGen: 0,
        hlc: '',
        clockOffsetMs: null,
        schemaVersion: store.schemaVersion,
        auditedAt: now(),
        ...(isSame && known),
        address: base,
        key,
        keyMadeAt: now(),
        successor: null,
        deviceId: store.device.id,
        ...standingPatch({
          ...standing,
          scopes: isSame ? [...(known?.scopes ?? [])] : [],
          centreEpoch: isSame ? (known?.centreEpoch ?? 0) : standing.centreEpoch,
        }),
      })
      await rounds.takeStanding(standing, answer)
      condition.changed()
      start()
      timing.wake()
      return { ok: true, status: condition.status() }
    },
    leave: () => {
      link.set({ state: 'left', key: '', successor: null })
      void feeds.stop()
      condition.changed()
    },
    decide: (seq, part, by) => {
      const done = store.connection.raw
        .prepare("UPDATE sync_entry SET decided_at = ?, decided_by = ? WHERE seq = ? AND part = ? AND decided_at IS NULL AND outcome IN ('parked', 'rejected')")
        .run(now(), by, seq, part)
      if (done.changes === 0) return false
      store.announce(new Set(['sync_entry', 'sync_status']))
      return true
    },
  }
}

const ENROL_PROBLEMS: Partial<Record<HttpProblem, EnrolProblem>> = {
  badCode: 'badCode',
  badRequest: 'badCode',
  hasData: 'hasData',
  upgrade: 'upgrade',
  tooMany: 'tooMany',
}
