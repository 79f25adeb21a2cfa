import type { Failure, Json } from '#shared/kernel/result.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Clock } from './clock.ts'
import type { Module, Reactions, Schedule, WriteCtx } from './context.ts'
import type { Connection } from './db/connection.ts'
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

/** After this many attempts a job stays failed, is shown as such, and waits for a person. */
export const MAX_ATTEMPTS = 8
const FIRST_DELAY_MS = 1000
const LONGEST_DELAY_MS = 3_600_000

/** Wait before the next attempt: doubles each time, up to an hour. Units: ms; `attempts` already made, at least 1. */
export const retryDelayMs = (attempts: number): number => Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempts - 1))

/**
 * Runs reactions and schedules, one at a time, each run a row: queued, running, then completed or failed with its detail.
 * A reaction commits together with its row's completion, so its database work happens exactly once; what a crash left
 * running is queued again at the next start.
 */
export interface Jobs {
  /** Queues the reactions to an event; called inside the transaction that emits it. */
  queueEvent(event: { id: string; name: string; payload: Json }, now: number): void
  start(): void
  /** Runs all that is due now; for tests and for the end of a transaction. */
  runDue(): Promise<number>
  retry(id: string): boolean
  stop(): Promise<void>
}

export function createJobs(options: {
  connection: Connection
  modules: readonly Module[]
  clock: Clock
  log: Log
  dispatch: () => Dispatch
  onChange: () => void
}): Jobs {
  const {
    connection: { raw },
    clock,
    log,
    dispatch,
    onChange,
  } = options
  const all: Reactions[] = options.modules.flatMap((m) => (m.reactions ? [m.reactions] : []))
  const reactions = new Map<string, { name: string; react: Reaction }[]>()
  const schedules = new Map<string, Schedule>(all.flatMap((r) => Object.entries(r.schedules ?? {})))
  for (const module of options.modules) {
    for (const [event, react] of Object.entries(module.reactions?.on ?? {})) {
      reactions.set(event, [...(reactions.get(event) ?? []), { name: `${module.contract.name} on ${event}`, react: react as Reaction }]) // payload is what emit was given
    }
  }

  const insert = raw.prepare(
    "INSERT INTO job (id, name, key, payload, state, attempts, run_at, detail) VALUES (?, ?, ?, ?, 'queued', 0, ?, '') ON CONFLICT (name, key) DO NOTHING",
  )
  const due = raw.prepare("SELECT id, name, key, payload, attempts, detail FROM job WHERE state = 'queued' AND run_at <= ? ORDER BY run_at, id LIMIT 1")
  const next = raw.prepare("SELECT min(run_at) FROM job WHERE state = 'queued'").pluck()
  const setRunning = raw.prepare("UPDATE job SET state = 'running', started_at = ?, attempts = attempts + 1 WHERE id = ?")
  const setDone = raw.prepare("UPDATE job SET state = 'completed', finished_at = ?, detail = ? WHERE id = ?")
  const setFailed = raw.prepare('UPDATE job SET state = ?, finished_at = ?, run_at = ?, detail = ? WHERE id = ?')
  const requeue = raw.prepare("UPDATE job SET state = 'queued', run_at = ?, attempts = 0 WHERE id = ? AND state = 'failed'")
  const prune = raw.prepare("DELETE FROM job WHERE state = 'completed' AND run_at < ?")

  const KEEP_MS = 30 * 86_400_000
  let timer: NodeJS.Timeout | undefined
  let running: Promise<unknown> = Promise.resolve()
  let stopped = true

  const queueSchedule = (name: string, { everyMs }: Schedule, from: number) => {
    const at = (Math.floor(from / everyMs) + 1) * everyMs
    insert.run(clock.newId(), name, String(at), 'null', at)
  }

  async function runOne(row: JobRow): Promise<void> {
    setRunning.run(clock.now(), row.id)
    onChange()
    try {
      const schedule = schedules.get(row.name)
      if (schedule) {
        const detail = await schedule.run(dispatch().context(row.name, row.id))
        setDone.run(clock.now(), detail.slice(0, 2000), row.id)
        queueSchedule(row.name, schedule, clock.now())
      } else {
        const reaction = [...reactions.values()].flat().find((r) => r.name === row.name)
        if (!reaction) throw new Error(`no reaction is named ${row.name}`)
        const done = dispatch().run<null>(row.name, row.id, (ctx) => {
          reaction.react(ctx, JSON.parse(row.payload) as Json) // written by queueEvent
          setDone.run(clock.now(), '', row.id)
          return ok(null)
        })
        if (!done.ok) throw new Error((done.error as Failure).code)
      }
    } catch (error) {
      const attempts = row.attempts + 1
      const over = attempts >= MAX_ATTEMPTS
      const detail = `${row.detail}${new Date(clock.now()).toISOString()} ${error instanceof Error ? error.message : String(error)}\n`.slice(-2000)
      setFailed.run(over ? 'failed' : 'queued', over ? clock.now() : null, clock.now() + retryDelayMs(attempts), detail, row.id)
      log.error('job failed', { job: row.name, jobId: row.id, attempts, ...factsOf(error) })
      const schedule = schedules.get(row.name)
      if (over && schedule) queueSchedule(row.name, schedule, clock.now())
    }
    onChange()
  }

  async function runDue(): Promise<number> {
    let count = 0
    for (;;) {
      const row = due.get(clock.now()) as JobRow | undefined // the columns named above
      if (!row) return count
      await runOne(row)
      count++
    }
  }

  const arm = () => {
    if (stopped) return
    clearTimeout(timer)
    const at = next.get() as number | null // min of integers
    if (at === null) return
    timer = setTimeout(
      () => {
        running = runDue().finally(arm)
      },
      Math.max(0, Math.min(at - clock.now(), 60_000)),
    )
    timer.unref()
  }

  return {
    queueEvent: (event, now) => {
      for (const { name } of reactions.get(event.name) ?? []) insert.run(clock.newId(), name, event.id, JSON.stringify(event.payload), now)
      if (!stopped) setImmediate(arm)
    },
    start: () => {
      stopped = false
      raw.prepare("UPDATE job SET state = 'queued', detail = detail || 'interrupted' || char(10) WHERE state = 'running'").run()
      prune.run(clock.now() - KEEP_MS)
      for (const [name, schedule] of schedules) {
        const waiting = raw.prepare("SELECT 1 FROM job WHERE name = ? AND state = 'queued'").get(name)
        if (waiting === undefined) queueSchedule(name, schedule, clock.now())
      }
      arm()
    },
    runDue,
    retry: (id) => {
      const changed = requeue.run(clock.now(), id).changes === 1
      if (changed) {
        onChange()
        arm()
      }
      return changed
    },
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
