import { z } from 'zod'
import { type Machine, states } from '../../../kernel/machine.ts'
import { MAX_MINOR } from '../../../kernel/money.ts'

/*
 * The cash drawer of a device stands here, below the counter that opens and counts it, because a payment of an invoice and its cash are one deed.
 * INV-12: cash that is taken on an invoice, or given back, at a device with an open till is an entry of that till, in the deed that moved it; what
 *   the till does not hold is not given. Without an open till it is outside of every till (service).
 */

type TillState = 'open' | 'closed'
export const tillMachine: Machine<TillState, 'close'> = { open: { close: 'closed' }, closed: { close: 'refused' } }
export const TILL_STATES = states(tillMachine)

/** `float` opens the till; `difference` is what the count found more or less; `invoice` is cash taken on an invoice or an account. */
export const ENTRY_KINDS = ['float', 'sale', 'invoice', 'in', 'out', 'difference'] as const
export type EntryKind = (typeof ENTRY_KINDS)[number]

/** Coins and notes of one worth. */
export const counted = z.strictObject({ worthMinor: z.number().int().min(1).max(MAX_MINOR), pieces: z.number().int().min(0).max(100_000) })
export type Counted = z.infer<typeof counted>
export const counts = z.array(counted).max(40)
