import type { CallOf, Contract, FailureOf, InputOf, OutputOf } from '#shared/contract/define.ts'
import type { ModuleSync } from '#shared/contract/sync.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { Role } from '#shared/kernel/permission.ts'
import type { Failure, Json, Result } from '#shared/kernel/result.ts'
import type { Derived } from './db/derived.ts'
import type { Device } from './db/identity.ts'
import type { ReadDb } from './db/read.ts'
import type { WriteDb } from './db/write.ts'
import type { Platform } from './platform.ts'

/** Who acts. Commands of the program itself (jobs, seeding, recovery) act as the system. */
export interface Actor {
  readonly userId: Id<'user'> | null
  readonly name: string
  readonly role: Role | 'system'
  readonly permissions: ReadonlySet<string>
  readonly sessionId: Id<'session'> | null
}
export const SYSTEM: Actor = { userId: null, name: 'Bayline', role: 'system', permissions: new Set(), sessionId: null }

/** The window or browser that asks. */
export interface Client {
  readonly ip: string
  readonly userAgent: string
}
export const LOCAL: Client = { ip: 'local', userAgent: 'Bayline' }

export interface ReadCtx {
  readonly db: ReadDb
  readonly actor: Actor
  readonly client: Client
  readonly device: Device
  /** The instant of this call, epoch ms: one call, one now. */
  readonly now: number
  readonly callId: string
  readonly platform: Platform
}

export interface WriteCtx extends ReadCtx {
  readonly db: WriteDb
  newId<Of extends string>(): Id<Of>
  /** Announces a fact; reactions to it run after commit, each at least once, keyed by the event's id. */
  emit(event: string, payload: Json): void
  /** The next document number of a series: device tag and local counter, unique for ever (`B7K2-000123`). */
  nextNumber(series: string): string
  /** Names the deed's author for the journal: a sign-in is carried out by nobody yet, and still is somebody's. */
  signAs(author: Pick<Actor, 'userId' | 'name'>): void
}

/** What must wait (hashing, parsing, rendering) runs before the deed; it may read, and write a deed of its own first. */
export interface PrepareCtx extends ReadCtx {
  newId<Of extends string>(): Id<Of>
  write<T>(command: string, deed: (ctx: WriteCtx) => T extends Promise<unknown> ? never : Result<T, Failure>): Result<T, Failure>
}

type Operations<C extends Contract> = C['operations']
/** The function that a module's service must export for each operation of its contract, under the same name. */
export type ServiceOf<C extends Contract> = {
  readonly [K in keyof Operations<C>]: Operations<C>[K]['kind'] extends 'command'
    ? (ctx: WriteCtx, input: InputOf<Operations<C>[K]>, prepared: never) => Result<OutputOf<Operations<C>[K]>, FailureOf<Operations<C>[K]>>
    : (ctx: ReadCtx, input: InputOf<Operations<C>[K]>, prepared: never) => Result<OutputOf<Operations<C>[K]>, FailureOf<Operations<C>[K]>>
}
export type PrepareOf<C extends Contract> = {
  readonly [K in keyof Operations<C>]?: (ctx: PrepareCtx, input: InputOf<Operations<C>[K]>) => Promise<Result<unknown, FailureOf<Operations<C>[K]>>>
}

/** Handlers of other modules' events, and what runs by the clock. */
export interface Reactions {
  readonly on?: Readonly<Record<string, (ctx: WriteCtx, payload: never) => void>>
  readonly schedules?: Readonly<Record<string, Schedule>>
}
export interface Schedule {
  readonly everyMs: number
  /** Tables after whose change by a deed of this device it runs soon, besides. */
  readonly after?: readonly string[]
  /** Somebody stands beside what it does: it waits for no other schedule, and hardly for the end of a burst. */
  readonly isAwaited?: boolean
  /** Returns what it did, in words for the list of runs; empty: nothing, and the run leaves no row. A throw is a failed run: retried with growing delay. */
  readonly run: (ctx: PrepareCtx) => Promise<string> | string
}

export interface Module<C extends Contract = Contract> {
  readonly contract: C
  readonly service: ServiceOf<C>
  readonly prepare?: PrepareOf<C>
  readonly sync?: ModuleSync
  readonly reactions?: Reactions
  /** Indexes that are made from its rows after a deed. */
  readonly derived?: readonly Derived[]
}
/** Binds a contract to its service; a missing or wrong function does not compile. */
export const implement = <C extends Contract>(module: Module<C>): Module => module as unknown as Module // dispatch calls by name with validated input

/** Types of one module's operations by name, for its service: `In<typeof staffContract, 'create'>`. */
export type In<C extends Contract, K extends keyof Operations<C>> = InputOf<Operations<C>[K]>
export type Out<C extends Contract, K extends keyof Operations<C>> = Result<OutputOf<Operations<C>[K]>, FailureOf<Operations<C>[K]>>
export type Ask<C extends Contract, K extends keyof Operations<C>> = CallOf<Operations<C>[K]>
