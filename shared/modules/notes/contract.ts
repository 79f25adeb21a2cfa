import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { mentions, note, noteKind, noteText } from './model.ts'

const read = permission('notes.read', 'manager', 'cashier', 'technician', 'warehouse', 'staff', 'viewer')
const write = permission('notes.write', 'manager', 'cashier', 'technician', 'warehouse', 'staff')

export const notesFails = failures('notes', {
  unknownRecord: 'notFound',
  unknownNote: 'notFound',
  /** The record is not open to this person. */
  notYours: 'forbidden',
  /** Only its author puts another note in a note's place. */
  notTheAuthor: 'forbidden',
  alreadyReplaced: 'conflict',
  emptyText: 'invalid',
  unknownPerson: 'notFound',
})

const onRecord = z.strictObject({ kind: noteKind, recordId: z.string().min(1).max(64) })
const record = ['notes.unknownRecord', 'notes.notYours'] as const

export const notesContract = contract('notes', {
  /** Newest first. `history` shows what was replaced, too. */
  list: query({ input: onRecord.extend({ ...pageInput, history: z.boolean().default(false) }), output: page(note), needs: read, fails: record }),
  /** With `replacesId`, stands in for a note of one's own; an empty text then takes it back. */
  write: command({
    input: onRecord.extend({ text: noteText, mentions: mentions.default([]), replacesId: id('note').optional() }),
    output: note,
    needs: write,
    fails: [...record, 'notes.unknownNote', 'notes.notTheAuthor', 'notes.alreadyReplaced', 'notes.emptyText', 'notes.unknownPerson'],
  }),
  /** Everything on the record counts as read by the person who asks. */
  markRead: command({ input: onRecord, output: z.null(), needs: read, fails: record }),
  /** Notes that name the person who asks, newest first; those on records that are closed to them by now are left out. */
  inbox: query({ input: z.strictObject({ ...pageInput }), output: page(note.extend({ isRead: z.boolean() })), needs: read }),
  /** How many notes wait: those that name the person, and the talk of a location. At most 99 of each are counted. */
  unread: query({
    input: z.strictObject({ locationId: id('location').optional() }),
    output: z.object({ mentions: z.number().int(), team: z.number().int() }),
    needs: read,
  }),
  /** How many notes by others on one record the person has not read. */
  unreadOn: query({ input: onRecord, output: z.object({ count: z.number().int() }), needs: read, fails: record }),
  /** Who can be named. */
  people: query({ input: z.strictObject({}), output: z.array(z.object({ id: id('user'), name: z.string() })), needs: read }),
})
