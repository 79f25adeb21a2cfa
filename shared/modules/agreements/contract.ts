import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { epochMs, localDay } from '../../kernel/time.ts'
import { AGREEMENT_STATES, agreement, agreementCard, agreementFields, VISIT_STATES, visitView } from './model.ts'

const read = permission('agreements.read', 'manager', 'cashier', 'staff', 'viewer')
const write = permission('agreements.write', 'manager', 'cashier', 'staff')

export const agreementsFails = failures('agreements', {
  unknownAgreement: 'notFound',
  unknownVisit: 'notFound',
  /** `field` names the id that leads nowhere. */
  unknownReference: 'notFound',
  /** The `state` of agreement or visit does not allow the `event`. */
  wrongState: 'conflict',
  /** The rule is none that visits can follow, or no day fits it. */
  badRule: 'invalid',
  /** No bay and technician are free together within the days around that time. */
  noSlot: 'conflict',
  /** The booking has begun, or is over: the schedule has it. */
  visitBegun: 'conflict',
})

const ofAgreement = z.strictObject({ agreementId: id('agreement') })
const ofVisit = z.strictObject({ visitId: id('agreementVisit') })
const fields = agreementFields.partial({
  cannedJobIds: true,
  bookingTypeId: true,
  leadDays: true,
  bayId: true,
  technicianId: true,
  priceMinor: true,
  terms: true,
  note: true,
})
const step = ['agreements.unknownAgreement', 'agreements.wrongState'] as const
const written = ['agreements.unknownReference', 'agreements.badRule'] as const
const visitStep = ['agreements.unknownVisit', 'agreements.wrongState', 'agreements.visitBegun'] as const

/** What the series of visits hangs on: a change of any of it makes the visits anew. */
const series = agreementFields.pick({ rule: true, startMinutes: true, minutes: true, bookingTypeId: true, bayId: true, technicianId: true, cannedJobIds: true })

export const agreementsContract = contract('agreements', {
  list: query({
    input: z.strictObject({
      ...pageInput,
      state: z.enum(AGREEMENT_STATES).optional(),
      locationId: id('location').optional(),
      customerId: id('customer').optional(),
    }),
    output: page(agreementCard),
    needs: read,
  }),
  get: query({
    input: ofAgreement,
    output: agreementCard.extend({
      vehicles: z.array(z.object({ id: id('vehicle'), label: z.string(), plate: z.string() })),
      services: z.array(z.string()),
      bookingTypeName: z.string().nullable(),
      continuesNumber: z.string().nullable(),
    }),
    needs: read,
    fails: ['agreements.unknownAgreement'],
  }),
  /** The next days of a rule, before anything is saved; `isClosed` where the shop is not open then. */
  preview: query({
    input: agreementFields
      .pick({ locationId: true, rule: true, startOn: true, startMinutes: true })
      .extend({ count: z.number().int().min(1).max(50).default(8) })
      .strict(),
    output: z.array(z.object({ on: z.string(), at: epochMs, isClosed: z.boolean() })),
    needs: read,
    fails: ['agreements.badRule'],
  }),
  create: command({ input: fields.extend({ active: z.boolean().default(false) }).strict(), output: agreement, needs: write, fails: written }),
  /** Of the whole series: visits that have not begun are made anew where what they hang on changes. */
  update: command({
    input: agreementFields.omit({ locationId: true }).partial().extend(ofAgreement.shape).strict(),
    output: agreement,
    needs: write,
    fails: [...step, ...written],
  }),
  /** Visits are booked from now on, the first ones at once. */
  activate: command({ input: ofAgreement, output: agreement, needs: write, fails: step }),
  pause: command({ input: ofAgreement, output: agreement, needs: write, fails: step }),
  end: command({ input: ofAgreement, output: agreement, needs: write, fails: step }),
  /** By their day. */
  visits: query({
    input: z.strictObject({
      ...pageInput,
      agreementId: id('agreement').optional(),
      vehicleId: id('vehicle').optional(),
      state: z.enum(VISIT_STATES).optional(),
      /** Due at or after. */
      fromAt: epochMs.optional(),
    }),
    output: page(visitView),
    needs: read,
  }),
  /** This visit alone: it is due then, and booked into the free slot nearest to that. */
  moveVisit: command({ input: ofVisit.extend({ dueAt: epochMs }), output: visitView, needs: write, fails: [...visitStep, 'agreements.noSlot'] }),
  /** This visit alone does not take place. */
  skipVisit: command({ input: ofVisit, output: visitView, needs: write, fails: visitStep }),
  /** Looks once more for a slot: for a visit that found none, or was left out. */
  placeVisit: command({ input: ofVisit, output: visitView, needs: write, fails: [...visitStep, 'agreements.noSlot'] }),
  /** This visit's day and all that follow: the series ends before it, and goes on as an agreement of its own. */
  changeFollowing: command({
    input: series
      .partial()
      .extend({ agreementId: id('agreement'), fromOn: localDay, startOn: localDay.optional() })
      .strict(),
    output: agreement,
    needs: write,
    fails: [...step, ...written],
  }),
})
