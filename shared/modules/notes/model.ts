import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { paragraph } from '../../kernel/text.ts'

/*
 * NOTE-1: a note never changes: its author may put another one in its place, or nothing, and the first stays in the history (service, trigger, append).
 * NOTE-2: notes on a record are read and written by those who may read the record (service).
 */

/** What a note may stand on, and the permission that opens it. `team` is the talk of a location, open to whoever works there. */
export const NOTE_KINDS = {
  customer: 'customers.read',
  vehicle: 'vehicles.read',
  appointment: 'appointments.read',
  workOrder: 'workOrders.read',
  team: 'notes.write',
} as const
export type NoteKind = keyof typeof NOTE_KINDS
export const noteKind = z.enum(Object.keys(NOTE_KINDS) as [NoteKind, ...NoteKind[]]) // the keys named above

export const noteText = paragraph(4000)
/** More would be a letter to everybody. */
export const MAX_MENTIONS = 20
export const mentions = z.array(id('user')).max(MAX_MENTIONS)

export const note = z.object({
  id: id('note'),
  kind: noteKind,
  recordId: z.string(),
  /** What the record was called when the note was written. */
  recordLabel: z.string(),
  /** Empty: the author took it back. */
  text: z.string(),
  authorId: id('user'),
  authorName: z.string(),
  mentions,
  replacesId: id('note').nullable(),
  isReplaced: z.boolean(),
  createdAt: z.number().int(),
})
export type Note = z.infer<typeof note>
