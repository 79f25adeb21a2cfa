import { MINUTE_MS } from '../../kernel/time.ts'
import { type OrderFacts, ORDER_STATES, orderMachine, type PartsState } from '../work-orders/model.ts'
import type { Column, PromiseState } from './model.ts'

type State = OrderFacts['state']
type Event = keyof (typeof orderMachine)['open']

/** What a person does on the board; what only a document does (taking an invoice back) is no move. */
const DEEDS = ['approve', 'quote', 'start', 'resume', 'hold', 'finish', 'invoice', 'reopen'] as const satisfies readonly Event[]
export type Deed = (typeof DEEDS)[number]

const STATE_OF: Readonly<Record<Column, State>> = {
  estimate: 'estimate',
  parts: 'open',
  ready: 'open',
  work: 'inProgress',
  hold: 'onHold',
  done: 'done',
  invoiced: 'invoiced',
}

interface Placed {
  readonly state: State
  readonly parts: PartsState
}

/** Null for an order that is not on the board. Holds BOARD-1. */
export function columnOf({ state, parts }: Placed): Column | null {
  if (state === 'open') return parts === 'missing' || parts === 'ordered' ? 'parts' : 'ready'
  return COLUMN_OF[state]
}
const COLUMN_OF: Readonly<Record<Exclude<State, 'open'>, Column | null>> = {
  estimate: 'estimate',
  inProgress: 'work',
  onHold: 'hold',
  done: 'done',
  invoiced: 'invoiced',
  cancelled: null,
}

/**
 * What a move comes to. `stays`: it stands there. `parts`: whether a job waits for parts is no person's step; it stands, or would stand,
 * under `column`. `refused`: only from one of `states` a step leads there.
 */
export type Move =
  | { readonly kind: 'stays' }
  | { readonly kind: 'deed'; readonly deed: Deed }
  | { readonly kind: 'parts'; readonly column: Column }
  | { readonly kind: 'refused'; readonly states: readonly State[] }

/** Holds BOARD-2. */
export function moveTo(card: Placed & { readonly column: Column }, target: Column): Move {
  if (card.column === target) return { kind: 'stays' }
  const state = STATE_OF[target]
  if (state === card.state) return { kind: 'parts', column: card.column }
  const deed = deedFrom(card.state, state)
  if (!deed) return { kind: 'refused', states: ORDER_STATES.filter((from) => from !== state && deedFrom(from, state) !== undefined) }
  const lands = columnOf({ state, parts: card.parts })
  return lands === target || lands === null ? { kind: 'deed', deed } : { kind: 'parts', column: lands }
}

const deedFrom = (from: State, to: State): Deed | undefined => DEEDS.find((deed) => orderMachine[from][deed] === to)

/** A label holds where it was given. Holds BOARD-3. */
export const labelIn = <L>(column: Column, given: { readonly labelId: L | null; readonly column: string | null }): L | null =>
  given.column === column ? given.labelId : null

const SOON_MS = 60 * MINUTE_MS

export function promiseOf({ state, promisedAt }: Pick<OrderFacts, 'state' | 'promisedAt'>, now: number): PromiseState {
  if (promisedAt === null || (state !== 'open' && state !== 'inProgress' && state !== 'onHold')) return 'none'
  if (promisedAt < now) return 'late'
  return promisedAt - now <= SOON_MS ? 'dueSoon' : 'onTime'
}
