import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { filled } from '../../kernel/text.ts'
import { ORDER_STATES, orderFacts, PARTS_STATES } from '../work-orders/model.ts'

/*
 * BOARD-1: the column of a job follows from the state of its order and what is known of its parts; nothing stores it (rule).
 * BOARD-2: moving a job to another column is the one step of the order's state table that leads there, or refused with the reason (rule).
 * BOARD-3: a label holds in the column in which it was given: in another one the job is without (rule).
 */

/** What moves: an order that waits for the customer, for parts, for a start; in work, on hold, to be invoiced; invoiced today. */
export const COLUMNS = ['estimate', 'parts', 'ready', 'work', 'hold', 'done', 'invoiced'] as const
export type Column = (typeof COLUMNS)[number]

/** Where a job stands against what was promised: nothing promised or no work left, time enough, within the hour, over. */
export const PROMISES = ['none', 'onTime', 'dueSoon', 'late'] as const
export type PromiseState = (typeof PROMISES)[number]

/** Each has a colour and a shape of its own on every screen. */
export const LABEL_TONES = ['info', 'active', 'waiting', 'good', 'bad', 'neutral'] as const
export const MAX_LABELS = 40
/** More open jobs than any shop works on; the board says when there are more. */
export const MAX_CARDS = 1000

export const labelFields = z.object({ name: filled(24), tone: z.enum(LABEL_TONES) })
/** A word of the shop's own for where a job stands inside its column. */
export const label = labelFields.extend({ id: id('boardLabel') })
export type Label = z.infer<typeof label>

/** An open job as the board shows it. */
export const card = orderFacts
  .pick({
    id: true,
    number: true,
    locationId: true,
    bayId: true,
    technicianId: true,
    advisorId: true,
    note: true,
    mileageKm: true,
    promisedAt: true,
    holdReason: true,
    deleted: true,
  })
  .extend({
    state: z.enum(ORDER_STATES),
    column: z.enum(COLUMNS),
    parts: z.enum(PARTS_STATES),
    customerName: z.string(),
    vehicleLabel: z.string(),
    plate: z.string(),
    bayName: z.string().nullable(),
    technicianName: z.string().nullable(),
    advisorName: z.string().nullable(),
    labelId: id('boardLabel').nullable(),
    /** Notes on the order that the person who asks has not read. */
    unread: z.number().int(),
  })
export type Card = z.infer<typeof card>
