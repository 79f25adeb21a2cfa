import { z } from 'zod'
import { localDay } from '../../kernel/time.ts'

/*
 * RPT-1: every figure of a report is the sum of the records behind it (test over random shops).
 * RPT-2: what is kept of a document, and the sums per day, are those that its rows give anew at any time (derived in one place, test).
 */

/** Sums that figures are made of. Money in minor units; `hours` thousandths of an hour on invoices, `worked` ms by the clock. */
export const SUMS = [
  'documents',
  'orders',
  'net',
  'tax',
  'cost',
  'laborNet',
  'hours',
  'orderNet',
  'worked',
  'closings',
  'expected',
  'counted',
  'items',
  'worth',
  'due',
] as const
export type Sums = Readonly<Partial<Record<(typeof SUMS)[number], number>>>

/** `hours` are thousandths, `time` is ms, `percent` hundredths of a percent. */
export type Unit = 'money' | 'count' | 'hours' | 'time' | 'percent'
/** Figures and their units. Those of `RATIOS` are a quotient of two others and add up to nothing. */
export const FIGURES = {
  documents: 'count',
  orders: 'count',
  net: 'money',
  tax: 'money',
  gross: 'money',
  cost: 'money',
  profit: 'money',
  margin: 'percent',
  perDocument: 'money',
  laborNet: 'money',
  hours: 'hours',
  laborRate: 'money',
  worked: 'time',
  efficiency: 'percent',
  orderNet: 'money',
  perOrder: 'money',
  closings: 'count',
  expected: 'money',
  counted: 'money',
  difference: 'money',
  items: 'count',
  worth: 'money',
  due: 'money',
} as const satisfies Record<string, Unit>
export type Figure = keyof typeof FIGURES
export const RATIOS: readonly Figure[] = ['margin', 'perDocument', 'laborRate', 'efficiency', 'perOrder']

/** What rows of a report stand for. */
export const GROUPINGS = [
  'day',
  'week',
  'month',
  'kind',
  'user',
  'technician',
  'location',
  'rate',
  'job',
  'device',
  'place',
  'category',
  'age',
  'customer',
] as const
export type Grouping = (typeof GROUPINGS)[number]
export const TIMES: readonly Grouping[] = ['day', 'week', 'month']
/** These divide a document: how many documents there were is no sum of theirs. */
export const DIVIDING: readonly Grouping[] = ['kind', 'category', 'technician', 'rate']

/** Where the sums come from, and the records that they are the sums of. */
export const SOURCES = ['documents', 'hours', 'tills', 'stock', 'dues'] as const
export type Source = (typeof SOURCES)[number]

export const FILTERS = ['userId', 'technicianId'] as const
export interface Report {
  readonly source: Source
  /** The first one is how it opens. */
  readonly by: readonly [Grouping, ...Grouping[]]
  readonly figures: readonly [Figure, ...Figure[]]
  /** The figure that is drawn. */
  readonly chart: Figure
  /** Beside the location. */
  readonly filters?: readonly (typeof FILTERS)[number][]
  /** As things stand: a period would say nothing. */
  readonly isNow?: true
}

/** Every report, in the order in which they are offered. */
export const REPORTS = {
  sales: {
    source: 'documents',
    by: ['day', 'week', 'month', 'category', 'kind', 'user', 'technician', 'location'],
    figures: ['documents', 'net', 'tax', 'gross'],
    chart: 'net',
    filters: ['userId', 'technicianId'],
  },
  profit: {
    source: 'documents',
    by: ['job', 'day', 'week', 'month', 'category', 'kind', 'user', 'technician', 'location'],
    figures: ['net', 'cost', 'profit', 'margin'],
    chart: 'profit',
    filters: ['userId', 'technicianId'],
  },
  sellers: { source: 'documents', by: ['user'], figures: ['documents', 'net', 'perDocument', 'cost', 'profit', 'margin'], chart: 'net' },
  orders: {
    source: 'documents',
    by: ['day', 'week', 'month', 'user', 'location'],
    figures: ['orders', 'orderNet', 'perOrder'],
    chart: 'orders',
    filters: ['userId'],
  },
  labor: {
    source: 'documents',
    by: ['technician', 'day', 'week', 'month', 'user', 'location'],
    figures: ['hours', 'laborNet', 'laborRate'],
    chart: 'laborNet',
    filters: ['userId', 'technicianId'],
  },
  hours: { source: 'hours', by: ['technician'], figures: ['hours', 'worked', 'efficiency'], chart: 'hours', filters: ['technicianId'] },
  tax: { source: 'documents', by: ['rate', 'month', 'day', 'location'], figures: ['net', 'tax', 'gross'], chart: 'tax' },
  tills: {
    source: 'tills',
    by: ['day', 'week', 'month', 'device', 'location'],
    figures: ['closings', 'expected', 'counted', 'difference'],
    chart: 'difference',
  },
  stock: { source: 'stock', by: ['category', 'place', 'age', 'location'], figures: ['items', 'worth'], chart: 'worth', isNow: true },
  dues: { source: 'dues', by: ['age', 'customer', 'location'], figures: ['documents', 'due'], chart: 'due', isNow: true },
} as const satisfies Record<string, Report>
export type ReportName = keyof typeof REPORTS
export const REPORT_NAMES = Object.keys(REPORTS) as [ReportName, ...ReportName[]] // the keys above

/** Since the last movement, in days: up to 30, 90, 180, 365, and longer. */
export const STOCK_AGES = [30, 90, 180, 365] as const
/** Days after the day on which an invoice was due: not yet, up to 30, 60, 90, and longer. */
export const DUE_AGES = [0, 30, 60, 90] as const

/** Rows of one report; what they leave out is said. */
export const MAX_GROUPS = 400
/** Rows of one file. */
export const MAX_EXPORT = 50_000
/** Ten years, leap days included. */
export const MAX_PERIOD_DAYS = 3653
/** Documents that a question waits for until they are gathered. */
export const MAX_WAITING = 400

export const period = { fromOn: localDay, toOn: localDay }
export interface Period {
  readonly fromOn: string
  readonly toOn: string
}

/** One figure per column; null where there is nothing to divide by. */
const values = z.array(z.number().nullable())
export const group = z.object({
  /** A day, a rate, an id: by it the records are asked for. Empty: of nobody. */
  key: z.string(),
  /** The name that belongs to an id; null where the key says it all. */
  label: z.string().nullable(),
  values,
})
export const reportTable = z.object({
  figures: z.array(z.enum(Object.keys(FIGURES) as [Figure, ...Figure[]])), // the keys above
  rows: z.array(group),
  totals: values,
  /** Only the first MAX_GROUPS rows are here; the totals are those of all. */
  isCut: z.boolean(),
  computedAt: z.number().int(),
  /** Documents that are not gathered yet. */
  waiting: z.number().int(),
})
export type ReportTable = z.infer<typeof reportTable>

export const RECORD_KINDS = ['invoice', 'creditNote', 'sale', 'order', 'till', 'item'] as const
export const reportRecord = z.object({
  kind: z.enum(RECORD_KINDS),
  id: z.string(),
  /** Whose screen opens: a credit note stands on its invoice's. */
  opens: z.string(),
  number: z.string(),
  /** Customer, device, item. */
  name: z.string(),
  on: z.string(),
  values,
})
export type ReportRecord = z.infer<typeof reportRecord>

const money = z.number().int()
/** What a shop did in a span, beside the span before it. */
export const takings = z.object({
  fromOn: z.string(),
  toOn: z.string(),
  net: money,
  profit: money,
  orders: z.number().int(),
  perOrder: money.nullable(),
  difference: money,
})
export type Takings = z.infer<typeof takings>
const compared = z.object({ now: takings, before: takings })
const stamp = { computedAt: z.number().int(), waiting: z.number().int() }

export const ownerBoard = z.object({
  ...stamp,
  today: takings,
  /** Beside the same weekday a week before. */
  yesterday: compared,
  /** Up to yesterday, beside as many days of the month before. */
  month: compared,
  dues: z.object({ count: z.number().int(), due: money, lateCount: z.number().int(), late: money }),
  /** Of this month, today included, most first. */
  sellers: z.array(z.object({ userId: z.string(), name: z.string(), net: money, profit: money })),
  /** The last 30 days up to today, oldest first. */
  days: z.array(z.object({ on: z.string(), net: money })),
})
export const tally = z.object({ name: z.string(), count: z.number().int() })
export const workshopBoard = z.object({
  ...stamp,
  bays: z.array(tally),
  jobs: z.array(tally),
  late: z.array(
    z.object({
      workOrderId: z.string(),
      number: z.string(),
      plate: z.string(),
      customer: z.string(),
      promisedAt: z.number().int(),
      technician: z.string(),
    }),
  ),
  lateCount: z.number().int(),
  /** Thousandths of an hour on today's invoices, and ms that technicians were at work today. */
  soldHours: z.number().int(),
  workedMs: z.number().int(),
  /** Of the last seven days, today included. */
  technicians: z.array(
    z.object({
      employeeId: z.string(),
      name: z.string(),
      hours: z.number().int(),
      jobMs: z.number().int(),
      atWorkMs: z.number().int(),
      efficiency: z.number().nullable(),
    }),
  ),
})
export const adminBoard = z.object({
  ...stamp,
  users: z.object({ total: z.number().int(), byRole: z.array(tally) }),
  vehicles: z.object({ total: z.number().int(), inShop: z.number().int() }),
  jobs: z.object({ total: z.number().int(), byState: z.array(tally) }),
  sessions: z.number().int(),
  devices: z.array(z.object({ name: z.string(), tag: z.string(), state: z.string(), lastSeenAt: z.number().nullable(), isThis: z.boolean() })),
  link: z.object({ state: z.string(), pending: z.number().int() }),
  failedJobs: z.number().int(),
  backupAt: z.number().int().nullable(),
  warnings: z.array(z.string()),
})
