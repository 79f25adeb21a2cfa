import { type AnswerEnvelope, callEnvelope, CONTRACT_VERSION } from '#shared/contract/envelope.ts'
import type { Command, Query } from '#shared/contract/define.ts'
import { platformFails } from '#shared/contract/platform.ts'
import { err, type Failure, type Json, ok, type Result } from '#shared/kernel/result.ts'
import type { Actor, Client, Module, PrepareCtx, ReadCtx, WriteCtx } from './context.ts'
import { SYSTEM } from './context.ts'
import { isDamage, isDiskFull } from './check.ts'
import type { Clock } from './clock.ts'
import { readDb, type ReadDb, sqlQuery } from './db/read.ts'
import { factsOf } from './log.ts'
import type { Platform } from './platform.ts'
import type { Deed, Transaction } from './store.ts'

/** The actor behind a session token, good until `recheckAt` unless one of the tables read for it changes. */
export interface Authenticated {
  readonly actor: Actor
  readonly recheckAt: number
}
/** Handed in by the wiring, as the platform knows no users. */
export type Authenticate = (platform: Platform, db: ReadDb, token: string, now: number) => Result<Authenticated, Failure>

type Handler = (ctx: ReadCtx | WriteCtx, input: unknown, prepared: unknown) => Result<Json, Failure>
type Preparer = (ctx: PrepareCtx, input: unknown) => Promise<Result<unknown, Failure>>
interface Entry {
  operation: Command | Query
  handle: Handler
  prepare: Preparer | undefined
}

/** No call of any operation is longer than this, whatever its contract says. */
const LONGEST_CALL_CHARS = 16 * 1024 * 1024
const SLOW_MS = 40
/** Sessions whose actor is remembered between calls. */
const MOST_KNOWN = 1000

/** Ends the transaction of a call that was sent again. */
const REPEATED = err({ code: 'platform.repeated', kind: 'conflict' } as const)
const priorAnswer = sqlQuery<{ answer: string | null; user_id: string | null; command: string }, [string]>(
  'SELECT answer, user_id, command FROM journal WHERE call_id = ?',
)

export interface Dispatch {
  /** Answers one call given as envelope text. Never throws, never rejects. */
  call(text: string, client: Client): Promise<string>
  /** Runs a deed of the program itself. */
  run<T>(command: string, callId: string, work: (ctx: WriteCtx) => Result<T, Failure>, actor?: Actor): Result<T, Failure>
  /** Context for jobs and other work outside a call. */
  context(command: string, callId: string): PrepareCtx
  stop(): void
}

/** The one place where name, version, session, permission and input of a call are checked. */
export function createDispatch(options: {
  modules: readonly Module[]
  platform: Platform
  clock: Clock
  authenticate: Authenticate
  checkOutput: boolean
}): Dispatch {
  const { platform, clock, authenticate } = options
  const { store, log } = platform
  const entries = index(options.modules)
  /** Calls that are being prepared, by id. */
  const inFlight = new Map<string, Promise<unknown>>()
  let stopping = false

  const readCtx = (db: ReadDb, actor: Actor, client: Client, callId: string, now: number): ReadCtx => ({
    db,
    actor,
    client,
    device: store.device,
    now,
    callId,
    platform,
  })
  const writeCtx = (tx: Transaction, actor: Actor, client: Client, callId: string): WriteCtx => ({
    db: tx.db,
    actor,
    client,
    device: store.device,
    now: tx.now,
    callId,
    platform,
    newId: () => clock.newId(),
    emit: (name, payload) => {
      tx.events.push({ id: clock.newId(), name, payload })
    },
    nextNumber: (series) => store.nextNumber(series),
    signAs: (author) => {
      tx.author = author
    },
  })
  const prepareCtx = (ctx: ReadCtx, arrivedAt: number): PrepareCtx => ({
    ...ctx,
    newId: () => clock.newId(),
    write: (command, work) =>
      store.write(
        { command, callId: clock.newId(), actor: ctx.actor, client: ctx.client, arrivedAt, keepAnswer: false },
        (tx) => work(writeCtx(tx, ctx.actor, ctx.client, ctx.callId)) as Result<never, Failure>,
      ), // the type above refuses promises
  })

  const known = new Map<string, Authenticated & { reads: ReadonlySet<string>; version: number }>()
  const actorOf = (token: string, now: number): Result<Actor, Failure> => {
    const before = known.get(token)
    if (before && now < before.recheckAt && before.version === store.versionOf(before.reads)) return ok(before.actor)
    const db = readDb(store.connection)
    const found = authenticate(platform, db, token, now)
    if (!found.ok) {
      known.delete(token)
      return found
    }
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(token, { ...found.value, reads: db.reads, version: store.versionOf(db.reads) })
    return ok(found.value.actor)
  }

  async function answer(text: string, client: Client): Promise<string> {
    const arrivedAt = performance.now()

    if (text.length > LONGEST_CALL_CHARS) return refuse('', platformFails.tooLarge({ maxChars: LONGEST_CALL_CHARS }))
    const envelope = callEnvelope.safeParse(parseJson(text))
    if (!envelope.success) return refuse('', platformFails.badCall())
    const { v, id, name, input, token } = envelope.data
    if (v !== CONTRACT_VERSION) return refuse(id, platformFails.version({ expected: CONTRACT_VERSION }))
    if (stopping) return refuse(id, platformFails.stopping())
    const entry = entries.get(name)
    if (!entry) return refuse(id, platformFails.unknownOperation({ name }))
    const { operation } = entry
    if (text.length > operation.maxChars) return refuse(id, platformFails.tooLarge({ maxChars: operation.maxChars }))

    const now = clock.now()
    const db = readDb(store.connection)
    let actor: Actor = { ...SYSTEM, name: '', role: 'viewer' }
    if (token !== undefined && operation.needs !== 'anyone') {
      const known = actorOf(token, now)
      if (!known.ok) return refuse(id, known)
      actor = known.value
    }
    if (operation.needs !== 'anyone') {
      if (token === undefined) return refuse(id, platformFails.signInNeeded())
      if (operation.needs !== 'session' && !actor.permissions.has(operation.needs.name))
        return refuse(id, platformFails.notAllowed({ needs: operation.needs.name }))
    }
    const parsed = operation.input.safeParse(input)
    if (!parsed.success) {
      return refuse(
        id,
        platformFails.badInput({
          issues: parsed.error.issues.slice(0, 20).map((issue) => ({ path: issue.path.map(String).join('.'), problem: issue.message.slice(0, 200) })),
        }),
      )
    }
    /** The answer to a call that is in the journal already. */
    const priorIn = (from: ReadDb): string | undefined => {
      const prior = priorAnswer.get(from, id)
      if (!prior) return undefined
      const mine = prior.answer !== null && prior.user_id === actor.userId && prior.command === name
      return mine ? accept(id, prior.answer ?? undefined) : refuse(id, platformFails.badCall())
    }
    if (entry.prepare && operation.kind === 'command') {
      const repeated = priorIn(db)
      if (repeated !== undefined) return repeated
    }

    const ctx = readCtx(db, actor, client, id, now)
    const finish = (prepared: unknown): string => {
      let kept: string | undefined
      const onAnswer = (json: string) => {
        kept = json
      }
      const deed: Deed = { command: name, callId: id, actor, client, arrivedAt, keepAnswer: !operation.secret, onAnswer }
      let repeated: string | undefined
      const result =
        operation.kind === 'query'
          ? entry.handle(ctx, parsed.data, prepared)
          : store.write(deed, (tx) => {
              // Inside the deed's own transaction: one of its own would take the locks a second time, at a tenth of the whole command.
              if (!entry.prepare) repeated = priorIn(tx.db)
              return repeated === undefined ? entry.handle(writeCtx(tx, actor, client, id), parsed.data, prepared) : REPEATED
            })
      if (repeated !== undefined) return repeated
      if (options.checkOutput && result.ok) operation.output.parse(result.value)

      const ms = performance.now() - arrivedAt
      if (ms > SLOW_MS) log.warn('slow call', { callId: id, name, ms: Math.round(ms) })
      else log.debug('call', { callId: id, name, ms: Math.round(ms), ok: result.ok })
      if (!result.ok) return refuse(id, result)
      return accept(id, kept ?? JSON.stringify(result.value), operation.kind === 'query' ? db.reads : undefined)
    }
    if (!entry.prepare) return finish(undefined)

    const twin = inFlight.get(id)
    if (twin) return twin.then(() => answer(text, client)) // sent again while the first still waits: it acts once
    const done = entry.prepare(prepareCtx(ctx, arrivedAt), parsed.data).then((waited) => {
      if (!waited.ok) return refuse(id, waited)
      return stopping ? refuse(id, platformFails.stopping()) : finish(waited.value)
    })
    inFlight.set(
      id,
      done.then(
        () => undefined,
        () => undefined,
      ),
    )
    return done.finally(() => inFlight.delete(id))
  }

  return {
    call: async (text, client) => {
      try {
        return await answer(text, client)
      } catch (error) {
        const { id, name } = (parseJson(text) ?? {}) as { id?: string; name?: string } // it parsed before, or the call was refused
        const full = isDiskFull(error)
        if (isDamage(error)) platform.reportDamage(error)
        log.error(full ? 'disk full' : 'bug', { callId: id, name, ...factsOf(error) })
        return refuse(id ?? '', full ? platformFails.diskFull() : platformFails.internal({ callId: id ?? '' }))
      }
    },
    run: (command, callId, work, actor = SYSTEM) =>
      store.write({ command, callId, actor, client: { ip: 'local', userAgent: 'Bayline' }, arrivedAt: performance.now(), keepAnswer: false }, (tx) =>
        work(writeCtx(tx, actor, { ip: 'local', userAgent: 'Bayline' }, callId)),
      ),
    context: (_command, callId) =>
      prepareCtx(readCtx(readDb(store.connection), SYSTEM, { ip: 'local', userAgent: 'Bayline' }, callId, clock.now()), performance.now()),
    stop: () => {
      stopping = true
    },
  }
}

const refuse = (id: string, { error }: { error: Failure }): string => JSON.stringify({ v: CONTRACT_VERSION, id, ok: false, error } satisfies AnswerEnvelope)

/** An AnswerEnvelope around a value that is JSON already. */
const accept = (id: string, value: string | undefined, reads?: ReadonlySet<string>): string =>
  `{"v":${CONTRACT_VERSION},"id":${JSON.stringify(id)},"ok":true${value === undefined ? '' : `,"value":${value}`}${reads ? `,"reads":${JSON.stringify([...reads])}` : ''}}`

/** Every operation by full name; a missing function or a name given twice stops the start. */
function index(modules: readonly Module[]): Map<string, Entry> {
  const entries = new Map<string, Entry>()
  for (const { contract, service, prepare } of modules) {
    for (const [key, operation] of Object.entries(contract.operations)) {
      const name = `${contract.name}.${key}`
      const handle = (service as Record<string, unknown>)[key]
      if (typeof handle !== 'function') throw new Error(`${name} has no service function`)
      if (entries.has(name)) throw new Error(`${name} is declared twice`)
      entries.set(name, { operation, handle: handle as Handler, prepare: (prepare as Record<string, Preparer> | undefined)?.[key] }) // bound by type in implement()
    }
  }
  return entries
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
