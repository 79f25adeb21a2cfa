import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { optionalCountry } from '../customers/model.ts'

/*
 * IMP-1: an import is one deed: all its good rows are in, or none is.
 * IMP-2: every row of the list is counted once: added, unchanged or bad; a bad one is named by line, field and reason.
 * IMP-3: a second import of the same file adds nothing and says so.
 * IMP-4: a hidden sheet is not imported unasked.
 * IMP-5: what was read belongs to the person who read it, and is dropped after a day.
 */

/** `prices` is a supplier's price list. */
export const TARGETS = ['customers', 'vehicles', 'items', 'prices'] as const
export type Target = (typeof TARGETS)[number]

export const FORMATS = ['text', 'xlsx', 'xls', 'ods'] as const
/** What to offer a person when the guess is wrong; any name that iconv knows is accepted. */
export const ENCODINGS = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'iso-8859-2',
  'iso-8859-15',
  'macintosh',
  'cp437',
  'cp850',
  'cp852',
  'shift_jis',
  'euc-jp',
  'gb18030',
  'big5',
  'euc-kr',
] as const

/** What may be wrong with a line of a text file. */
export const DAMAGES = ['fewFields', 'manyFields', 'openQuote'] as const

/**
 * What a row report may say of a row; each has one text. The first three, `tooLong` and the codes of refusals make a row bad; with `leftOut`
 * the row went in without that field, with `repaired` it was read in the only way that fits its neighbours, with `rounded` its price was
 * finer than the currency.
 */
export const ROW_PROBLEMS = [
  ...DAMAGES,
  'tooLong',
  'customers.noName',
  'vehicles.nothingKnown',
  'catalog.noName',
  'prices.noCode',
  'prices.noPrice',
  'prices.notListed',
  'leftOut',
  'repaired',
  'rounded',
] as const
export type RowProblem = (typeof ROW_PROBLEMS)[number]
export const problem = z.object({
  /** In the file, from 1. */
  line: z.number().int(),
  code: z.enum(ROW_PROBLEMS),
  /** Of the target's fields; null where the whole row is meant. */
  field: z.string().nullable(),
  /** What stands there. */
  text: z.string(),
})
export type Problem = z.infer<typeof problem>

/** Longest file, in characters of base64: some 11 MB. */
export const MAX_FILE_CHARS = 14_900_000
/** Rows at the head of each sheet that are shown, and columns of it that can be mapped. */
export const FIRST_ROWS = 30
export const MAX_COLUMNS = 1000
/** Problems kept with an import; the counts cover all. */
export const MAX_PROBLEMS = 500
export const PREVIEW_ROWS = 100
/** What was read is kept so long for mapping and running. */
export const PENDING_MS = 86_400_000

export const header = z.strictObject({ row: z.number().int().min(0).max(200_000), rows: z.number().int().min(1).max(10) })
export type Header = z.infer<typeof header>
/** Which column fills which field; both at most once. */
export const mapping = z
  .array(
    z.strictObject({
      field: z.string().max(40),
      column: z
        .number()
        .int()
        .min(0)
        .max(MAX_COLUMNS - 1),
    }),
  )
  .max(60)
export type Mapping = z.infer<typeof mapping>

/** How a sheet is to be understood. */
export const plan = z.strictObject({
  importId: z.uuid(),
  target: z.enum(TARGETS),
  sheet: z.number().int().min(0).max(1000),
  /** Where the column names stand; data begins behind them. Null: at the first row. */
  header: header.nullable(),
  mapping,
  /** Country of phone numbers without prefix; empty: the company's. */
  country: optionalCountry.default(''),
  /** Whose price list it is. */
  supplierId: id('supplier').nullable().default(null),
  /** Rows of a price list that no item is known for become items. */
  createItems: z.boolean().default(false),
})
export type Plan = z.infer<typeof plan>

export const sheetSummary = z.object({
  name: z.string(),
  hidden: z.boolean(),
  rowCount: z.number().int(),
  columnCount: z.number().int(),
  header: header.nullable(),
  /** The first rows and the line of each. */
  first: z.array(z.array(z.string())),
  firstLines: z.array(z.number().int()),
  damaged: z.array(z.object({ line: z.number().int(), damage: z.enum(DAMAGES), text: z.string() })),
  damagedTotal: z.number().int(),
  repaired: z.array(z.object({ line: z.number().int(), text: z.string() })),
  repairedTotal: z.number().int(),
})

export const suggestion = z.object({ target: z.enum(TARGETS), sheet: z.number().int(), mapping, matched: z.number().int() })

export const readFile = z.object({
  importId: z.uuid(),
  fileName: z.string(),
  format: z.enum(FORMATS),
  /** Of a text file; null for workbooks. */
  encoding: z.string().nullable(),
  /** Empty for a list of one column. */
  delimiter: z.string().nullable(),
  /** Characters that the encoding could not say: more than a few mean that another was meant. */
  badCharacters: z.number().int(),
  sheets: z.array(sheetSummary),
  /** For every target, the best first, on the first sheet that is shown and holds rows. */
  suggestions: z.array(suggestion),
})

export const VERDICTS = ['added', 'unchanged', 'bad'] as const
export type Verdict = (typeof VERDICTS)[number]
export const counts = z.object({
  rows: z.number().int(),
  added: z.number().int(),
  unchanged: z.number().int(),
  bad: z.number().int(),
  /** Good rows of which a field was left out. */
  warned: z.number().int(),
})
export type Counts = z.infer<typeof counts>

/** What a row of a price list does to the price of a pack; null before: the supplier did not sell it so far. */
export const priceChange = z.object({ name: z.string(), beforeMinor: z.number().int().nullable(), afterMinor: z.number().int(), isNew: z.boolean() })
export type PriceChange = z.infer<typeof priceChange>
export const previewRow = z.object({
  line: z.number().int(),
  verdict: z.enum(VERDICTS),
  /** In the order of the mapping. */
  texts: z.array(z.string()),
  problems: z.array(problem),
  /** Of a price list's rows that are taken. */
  change: priceChange.optional(),
})
export type PreviewRow = z.infer<typeof previewRow>

export const importRun = z.object({
  id: id('importRun'),
  fileName: z.string(),
  sheetName: z.string(),
  target: z.enum(TARGETS),
  ...counts.shape,
  newCustomers: z.number().int(),
  newVehicles: z.number().int(),
  newItems: z.number().int(),
  problemsTotal: z.number().int(),
  userName: z.string(),
  createdAt: z.number(),
})
export type ImportRun = z.infer<typeof importRun>
