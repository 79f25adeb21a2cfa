import type { z } from 'zod'
import type { Permission } from '../kernel/permission.ts'
import { type Err, err, type Failure, type FailureKind, type Json } from '../kernel/result.ts'

/** Who may call: nobody signed in yet, anyone signed in, or holders of a permission. */
export type Needs = 'anyone' | 'session' | Permission

interface Operation<Kind extends 'command' | 'query', Input extends z.ZodType, Output extends z.ZodType, Fails extends string> {
  readonly kind: Kind
  readonly input: Input
  readonly output: Output
  readonly needs: Needs
  /** Somebody who holds this has to show PIN or password for it (auth.stepUp), always or where the service asks for it. */
  readonly stepUp?: Permission
  /** Every code that the service may answer with; dispatch adds the platform's own. */
  readonly fails: readonly Fails[]
  /** Input or output holds a secret: neither is logged nor kept for replay. */
  readonly secret: boolean
  /** Longest call text, in characters. */
  readonly maxChars: number
}
export type Command<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType, F extends string = string> = Operation<'command', I, O, F>
export type Query<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType, F extends string = string> = Operation<'query', I, O, F>

interface Options<I extends z.ZodType, O extends z.ZodType, F extends string> {
  input: I
  output: O
  needs: Needs
  stepUp?: Permission
  fails?: readonly F[]
  secret?: boolean
  maxChars?: number
}
const DEFAULT_MAX_CHARS = 256 * 1024

/** One deed: one SQLite transaction, one journal entry. */
export const command = <I extends z.ZodType, O extends z.ZodType, const F extends string = never>(o: Options<I, O, F>): Command<I, O, NoInfer<F>> => ({
  kind: 'command',
  fails: [],
  secret: false,
  maxChars: DEFAULT_MAX_CHARS,
  ...o,
})
/** A reading; it gets a handle that cannot write. */
export const query = <I extends z.ZodType, O extends z.ZodType, const F extends string = never>(o: Options<I, O, F>): Query<I, O, NoInfer<F>> => ({
  kind: 'query',
  fails: [],
  secret: false,
  maxChars: DEFAULT_MAX_CHARS,
  ...o,
})

export type Operations = Readonly<Record<string, Command | Query>>

/** A module's table of contents: what is not here, nobody outside may use. Full names are `module.operation`. */
export interface Contract<
  Name extends string = string,
  Ops extends Operations = Operations,
  Events extends Record<string, z.ZodType> = Record<string, z.ZodType>,
> {
  readonly name: Name
  readonly operations: Ops
  readonly events: Events
}
export const contract = <const Name extends string, const Ops extends Operations, const Events extends Record<string, z.ZodType> = Record<never, never>>(
  name: Name,
  operations: Ops,
  events: Events = {} as Events, // a module without events
): Contract<Name, Ops, Events> => ({ name, operations, events })

type Details = { readonly [key: string]: Json | undefined }
type Failures<Module extends string, Kinds extends Record<string, FailureKind>> = {
  readonly [Key in keyof Kinds & string]: (details?: Details) => Err<Failure<`${Module}.${Key}`>>
}

/** Makers of a module's failures, each code bound to its kind once: `customerFails.unknown({ customerId })`. */
export function failures<const Module extends string, const Kinds extends Record<string, FailureKind>>(module: Module, kinds: Kinds): Failures<Module, Kinds> {
  const make = (key: string, kind: FailureKind) => (details?: Details) => err({ ...details, code: `${module}.${key}`, kind })
  return Object.fromEntries(Object.entries(kinds).map(([key, kind]) => [key, make(key, kind)])) as Failures<Module, Kinds> // keys are those of `kinds`
}

export type InputOf<Op> = Op extends { input: infer I extends z.ZodType } ? z.output<I> : never
/** What a caller sends, before defaults are filled in. */
export type CallOf<Op> = Op extends { input: infer I extends z.ZodType } ? z.input<I> : never
export type OutputOf<Op> = Op extends { output: infer O extends z.ZodType } ? z.output<O> : never
export type FailureOf<Op> = Op extends { fails: readonly (infer F extends string)[] } ? Failure<F> : never
