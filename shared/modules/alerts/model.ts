import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { type Machine, states } from '../../kernel/machine.ts'
import { line } from '../../kernel/text.ts'

/*
 * ALR-1: for one cause at most one alert is up, however many devices notice it: its id follows from source, subject and how often it was up before (rule).
 * ALR-2: an alert is raised when its cause is due and withdrawn when the cause has gone; between the two it stays as it is (rule).
 * ALR-3: what a person resolved is not raised again while its cause lasts (rule).
 */

/** What is watched. */
export const SOURCES = ['jobLate', 'jobUnassigned', 'bayOverfull', 'clockDrift', 'partsHere', 'stockCritical', 'returnedTwice', 'cardsLate'] as const
export type Source = (typeof SOURCES)[number]

/** Stored as numbers, so that lists are in their order. */
export const PRIORITIES = [1, 2, 3, 4] as const
export type Priority = (typeof PRIORITIES)[number]
export const PRIORITY_NAMES = { 1: 'low', 2: 'normal', 3: 'high', 4: 'urgent' } as const satisfies Record<Priority, string>
export const URGENT: Priority = 4

type AlertState = 'open' | 'resolved' | 'withdrawn' | 'closed'
type AlertEvent = 'resolve' | 'withdraw'

/** A person resolves, the program withdraws; closed is both. Nothing comes back: a cause that returns is another alert. */
export const alertMachine: Machine<AlertState, AlertEvent> = {
  open: { resolve: 'resolved', withdraw: 'withdrawn' },
  resolved: { resolve: 'refused', withdraw: 'closed' },
  withdrawn: { resolve: 'refused', withdraw: 'refused' },
  closed: { resolve: 'refused', withdraw: 'refused' },
}
export const ALERT_STATES = states(alertMachine)

/** What the text of an alert names, such as a plate or a bay. */
export const alertFacts = z.record(z.string(), z.union([z.string(), z.number()]))
export type AlertFacts = z.infer<typeof alertFacts>

export const resolution = line(400)

export const priority = z.literal(PRIORITIES)

export const alert = z.object({
  id: id('alert'),
  source: z.enum(SOURCES),
  /** The record that it is about; of a bay's day, both. */
  subjectId: z.string(),
  /** Null: of the whole company. */
  locationId: id('location').nullable(),
  priority,
  /** The instant that it is about: the promised one, the day of a bay. */
  at: z.number().int(),
  facts: alertFacts,
  state: z.enum(ALERT_STATES),
  raisedAt: z.number().int(),
  resolvedAt: z.number().int().nullable(),
  resolvedByName: z.string(),
  resolution,
  /** By the person who asks. */
  isRead: z.boolean(),
})
export type Alert = z.infer<typeof alert>
