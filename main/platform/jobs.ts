import type { Failure, Json } from '#shared/kernel/result.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Clock } from './clock.ts'
import type { Module, Schedule, WriteCtx } from './context.ts'
import type { Connection } from './db/connection.ts'
import type { JournalEvent } from './db/journal.ts'
import { jobCallId } from './db/replay.ts'
import type { Dispatch } from './dispatch.ts'
import { factsOf, type Log } from './log.ts'

type Reaction = (ctx: WriteCtx, payload: Json) => void
interface JobRow {
  id: string
  name: string
  key: string
  payload: string
  attempts: number
  detail: string
}

export const JOB_STATES = ['queued', 'running', 'completed', 'failed'] as const
/** How many runs stand in each state that a person may have to look at. */
export type JobCounts = Readonly<Record<Exclude<(typeof JOB_STATES)[number], 'completed'>, number>>

/** After this many attempts a job stays failed, is shown as such, and waits for a person. */
export const MAX_ATTEMPTS = 8
const FIRST_DELAY_MS = 1000
const LONGEST_DELAY_MS = 3_600_000
/** A clock that is set while we wait must not make us wait for ever. */
const LONGEST_WAIT_MS = 60_000
/** Changes of one burst are looked at together. */
const SOON_MS = 1000
const AT_ONCE_MS = 20
const KEEP_COMPLETED_MS = 30 * 86_400_000
const KEEP_FAILED_MS = 365 * 86_400_000
const DETAIL_CHARS = 2000

/** Wait before the next attempt: doubles each time, up to an hour. Units: ms; `attempts` already made, at least 1. */
export const retryDelayMs = (attempts: number): number => Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempts - 1))

/** The event that tells of a run which will not be tried again: `{ jobId, name, problem }`. */
export const JOB_FAILED = 'platform.jobFailed'

/**
 * Runs reactions and schedules, each run a row: queued, running, then completed or failed with its detail. Reactions run one
 * after another, and so do schedules, those that somebody awaits in a queue of their own; a schedule that takes its time holds up no reaction. A reaction commits together with
 * its row's completion, so its database work happens exactly once; what a crash left running is queued again at the next start.
 */
export interface Jobs {
  /** Queues the reactions to an event; called inside the transaction that emits it. */
  queueEvent(event: JournalEvent, now: number): void
  /** A deed changed these tables: schedules that look at one of them run soon. */
  changed(tables: readonly string[]): void
  start(): void
  /** Runs all that is due now; for tests. */
  runDue(): Promise<number>
  /** Puts a failed run back into the queue. False when there is no such failed run. */
  retry(id: string): boolean
  counts(): JobCounts
  /** Ends after the running jobs; the others wait for the next start. */
  stop(): Promise<void>
}

/** Names of the jobs that react to an event, in the order of the modules. */
export const reactionsTo = (modules: readonly Module[], event: string): string[] =>
  modules.filter((module) => module.reactions?.on?.[event] !== undefined).map((module) => reactionName(module, event))

const reactionName = (module: Module, event: string): string => `${module.contract.name} on ${event}`

/** One queue that runs one job at a time. */
interface Lane {
  /** As JSON: the jobs that run in it, or those that do not. */
  readonly names: string
  readonly isThese: 0 | 1
  busy: boolean
  /** A run may stand as running that is not: it could not be written down how it ended. */
  isUnsure: boolean
  done: Promise<unknown>
  timer: NodeJS.Timeout | undefined
}

export function createJobs(options: {
  connection: Connection
  modules: readonly Module[]
  clock: Clock
  log: Log
  dispatch: () => Dispatch
  onChange: () => void
}): Jobs {
  const { modules, clock, log, dispatch, onChange } = options
  const { raw } = options.connection
  const reactions = new Map<string, Reaction>()
  const schedules = new Map<string, Schedule>()
  for (const module of modules) {
    for (const [event, react] of Object.entries(module.reactions?.on ?? {})) reactions.set(reactionName(module, event), react as Reaction) // payload is what emit was given
    for (const [name, schedule] of Object.entries(module.reactions?.schedules ?? {})) {
      if (schedules.has(name)) throw new Error(`two schedules are named ${name}`)
      schedules.set(name, schedule)
    }
  }

  const laneOf = '(name IN (SELECT value FROM json_each(?)))'
  const insert = raw.prepare(
    "INSERT INTO job (id, name, key, payload, state, attempts, run_at, detail) VALUES (?, ?, ?, ?, 'queued', 0, ?, '') ON CONFLICT (name, key) DO NOTHING",
  )
  const due = raw.prepare(
    `SELECT id, name, key, payload, attempts, detail FROM job WHERE state = 'queued' AND run_at <= ? AND ${laneOf} = ? ORDER BY run_at, id LIMIT 1`,
  )
  const next = raw.prepare(`SELECT min(run_at) FROM job WHERE state = 'queued' AND ${laneOf} = ?`).pluck()
  const setRunning = raw.prepare("UPDATE job SET state = 'running', started_at = ?, finished_at = NULL, attempts = attempts + 1 WHERE id = ?")
  const setDone = raw.prepare("UPDATE job SET state = 'completed', finished_at = ?, detail = ? WHERE id = ?")
  const setFailed = raw.prepare('UPDATE job SET state = ?, finished_at = ?, run_at = ?, detail = ? WHERE id = ?')
  const requeue = raw.prepare("UPDATE job SET state = 'queued', run_at = ?, attempts = 0 WHERE id = ? AND state = 'failed'")
  // Only what failed before waits longer than until its time.
  const tooLate = `run_at > ? + CASE attempts WHEN 0 THEN 0 ELSE ${LONGEST_DELAY_MS} END`
  const bringForward = raw.prepare(`UPDATE job SET run_at = ? WHERE name = ? AND state = 'queued' AND ${tooLate}`)
  const hasten = raw.prepare("UPDATE job SET run_at = ?, key = ? WHERE name = ? AND state = 'queued' AND run_at > ?")
  const setNothing = raw.prepare('DELETE FROM job WHERE id = ?')
  const isWaiting = raw.prepare("SELECT 1 FROM job WHERE name = ? AND state IN ('queued', 'running')")
  const interrupted = raw.prepare(`SELECT id, name, key, payload, attempts, detail FROM job WHERE state = 'running' AND ${laneOf} = ?`)
  const recall = raw.prepare(`UPDATE job SET run_at = ? WHERE state = 'queued' AND ${tooLate} AND NOT (name IN (SELECT value FROM json_each(?)))`)
  const prune = raw.prepare("DELETE FROM job WHERE (state = 'completed' AND run_at < ?) OR (state = 'failed' AND run_at < ?)")
  const counting = raw.prepare("SELECT state, count(*) AS count FROM job WHERE state IN ('queued', 'running', 'failed') GROUP BY state")

  const scheduleNames = JSON.stringify([...schedules.keys()])
  const namesOf = (awaited: boolean) => JSON.stringify([...schedules].flatMap(([name, { isAwaited = false }]) => (isAwaited === awaited ? [name] : [])))
  const lanes = { awaited: newLane(namesOf(true), 1), schedules: newLane(namesOf(false), 1), reactions: newLane(scheduleNames, 0) }
  let isStarted = false
  let isStopping = false

  const queueSchedule = (name: string, { everyMs }: Schedule, from: number) => {
    const at = (Math.floor(from / everyMs) + 1) * everyMs
    const isQueued = insert.run(clock.newId(), name, String(at), 'null', at).changes > 0 || isWaiting.get(name) !== undefined
    if (!isQueued) insert.run(clock.newId(), name, clock.newId(), 'null', at) // it ran for that time before the clock was set back
  }

  /** Writes down that an attempt failed, and queues the next one or gives up. */
  const recordFailure = (row: JobRow, attempts: number, problem: string) => {
    const isOver = attempts >= MAX_ATTEMPTS
    const now = clock.now()
    const detail = `${row.detail}${new Date(now).toISOString()} ${problem}\n`.slice(-DETAIL_CHARS)
    setFailed.run(isOver ? 'failed' : 'queued', isOver ? now : null, isOver ? now : now + retryDelayMs(attempts), detail, row.id)
    const schedule = schedules.get(row.name)
    if (!isOver) return
    if (schedule) queueSchedule(row.name, schedule, now)
    if (row.name.endsWith(` on ${JOB_FAILED}`)) return // telling of it failed: the row itself tells
    dispatch().run(JOB_FAILED, clock.newId(), (ctx) => {
      ctx.emit(JOB_FAILED, { jobId: row.id, name: row.name, problem })
      return ok(null)
    })
  }

  const runSchedule = async (row: JobRow, schedule: Schedule) => {
    const detail = await schedule.run(dispatch().context(row.name, row.id))
    if (detail === '') setNothing.run(row.id)
    else setDone.run(clock.now(), detail.slice(0, DETAIL_CHARS), row.id)
    queueSchedule(row.name, schedule, clock.now())
  }

  const runReaction = (row: JobRow) => {
    const react = reactions.get(row.name)
    if (!react) throw new Error(`no reaction is named ${row.name}`)
    const done = dispatch().run<null>(row.name, jobCallId(row.name, row.key), (ctx) => {
      react(ctx, JSON.parse(row.payload) as Json) // written by queueEvent
      setDone.run(clock.now(), '', row.id)
      return ok(null)
    })
    if (!done.ok) throw new Error((done.error as Failure).code)
  }

  const runOne = async (row: JobRow): Promise<void> => {
    setRunning.run(clock.now(), row.id)
    onChange()
    try {
      const schedule = schedules.get(row.name)
      if (schedule) await runSchedule(row, schedule)
      else runReaction(row)
    } catch (error) {
      log.error('job failed', { job: row.name, jobId: row.id, attempts: row.attempts + 1, ...factsOf(error) })
      recordFailure(row, row.attempts + 1, error instanceof Error ? error.message : String(error))
    }
    onChange()
  }

  /** Runs what is due in a lane. Throws when a run could not even be written down, as on a full disk. */
  const drain = async (lane: Lane): Promise<number> => {
    if (lane.isUnsure) tidy(lane)
    for (let count = 0; ; count++) {
      const row = isStopping ? undefined : (due.get(clock.now(), lane.names, lane.isThese) as JobRow | undefined) // the columns named above
      if (!row) return count
      await runOne(row)
    }
  }

  /** Nothing of this lane runs: what stands as running was cut off. */
  const tidy = (lane: Lane) => {
    for (const row of interrupted.all(lane.names, lane.isThese) as JobRow[]) recordFailure(row, row.attempts, 'interrupted') // the columns named above
    prune.run(clock.now() - KEEP_COMPLETED_MS, clock.now() - KEEP_FAILED_MS)
    lane.isUnsure = false
  }

  const arm = (lane: Lane, shortestWaitMs = 0) => {
    if (!isStarted || isStopping || lane.busy) return
    clearTimeout(lane.timer)
    const first = next.get(lane.names, lane.isThese) as number | null // min of integers
    const at = first ?? (lane.isUnsure ? clock.now() + LONGEST_WAIT_MS : null)
    if (at === null) return
    lane.timer = setTimeout(() => run(lane), Math.max(shortestWaitMs, Math.min(at - clock.now(), LONGEST_WAIT_MS)))
    lane.timer.unref()
  }

  /** The queue itself cannot be written, as on a full disk: it is looked at again in a minute. */
  const giveUpForNow = (error: unknown) => {
    log.error('job queue', factsOf(error))
    for (const lane of Object.values(lanes)) lane.isUnsure = true
  }

  const run = (lane: Lane) => {
    if (lane.busy || isStopping) return
    lane.busy = true
    lane.done = drain(lane)
      .then(() => planSchedules())
      .then(() => 0)
      .catch((error: unknown) => {
        giveUpForNow(error)
        return LONGEST_WAIT_MS
      })
      .then((waitMs) => {
        lane.busy = false
        arm(lane, waitMs)
      })
      .catch((error: unknown) => log.error('bug', factsOf(error)))
  }

  const hurried = new Map<string, NodeJS.Timeout>()
  /** A run that is under way may have looked already: the next one is brought forward once it stands in the queue. */
  const hurry = (name: string) => {
    if (hurried.has(name)) return
    const isAwaited = schedules.get(name)?.isAwaited === true
    const look = () => {
      hurried.delete(name)
      if (isStopping) return
      const now = clock.now()
      try {
        if (hasten.run(now, clock.newId(), name, now).changes === 0) hurry(name)
        else arm(isAwaited ? lanes.awaited : lanes.schedules)
      } catch (error) {
        giveUpForNow(error)
      }
    }
    hurried.set(name, setTimeout(look, isAwaited ? AT_ONCE_MS : SOON_MS).unref())
  }

  /** Every schedule has a next run, and nothing waits for a time that a wrong clock has put ahead. */
  const planSchedules = () => {
    const now = clock.now()
    for (const [name, schedule] of schedules) {
      if (isWaiting.get(name) === undefined) queueSchedule(name, schedule, now)
      bringForward.run(now + schedule.everyMs, name, now + schedule.everyMs)
    }
    recall.run(now, now, scheduleNames)
  }

  return {
    queueEvent: (event, now) => {
      for (const name of reactionsTo(modules, event.name)) insert.run(clock.newId(), name, event.id, JSON.stringify(event.payload), now)
      if (isStarted) setImmediate(() => arm(lanes.reactions))
    },
    changed: (tables) => {
      if (!isStarted) return
      for (const [name, { after }] of schedules) if (after?.some((table) => tables.includes(table))) hurry(name)
    },
    start: () => {
      isStarted = true
      try {
        for (const lane of Object.values(lanes)) tidy(lane)
        planSchedules()
      } catch (error) {
        giveUpForNow(error)
      }
      for (const lane of Object.values(lanes)) arm(lane)
    },
    runDue: async () => {
      let count = 0
      for (;;) {
        const ran = (await drain(lanes.reactions)) + (await drain(lanes.awaited)) + (await drain(lanes.schedules))
        if (ran === 0) return count
        count += ran
      }
    },
    retry: (id) => {
      const isChanged = requeue.run(clock.now(), id).changes === 1
      if (isChanged) onChange()
      for (const lane of Object.values(lanes)) arm(lane)
      return isChanged
    },
    counts: () => ({
      queued: 0,
      running: 0,
      failed: 0,
      ...Object.fromEntries((counting.all() as { state: string; count: number }[]).map(({ state, count }) => [state, count])),
    }), // the columns named above
    stop: async () => {
      isStopping = true
      for (const lane of Object.values(lanes)) clearTimeout(lane.timer)
      for (const timer of hurried.values()) clearTimeout(timer)
      await Promise.all(Object.values(lanes).map((lane) => lane.done))
    },
  }
}

const newLane = (names: string, isThese: 0 | 1): Lane => ({ names, isThese, busy: false, isUnsure: false, done: Promise.resolve(), timer: undefined })
