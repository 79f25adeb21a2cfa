import type { Derived } from '#main/platform/db/derived.ts'
import { type ReadDb, sqlQuery } from '#main/platform/db/read.ts'

/*
 * What begins with the typed text comes from the records' own B-trees, in alphabetical order, so that the exact match is first.
 * Words and any characters in a row come from the full-text indexes of migrations 0013 and 0014, newest first, stopped at the limit: nothing
 * is ranked by reading all matches.
 */
const LATEST = 2 ** 40

const INDEXES = [
  'search_customer_word',
  'search_customer_code',
  'search_vehicle_code',
  'search_item_word',
  'search_item_code',
  'search_order_code',
  'search_invoice_code',
] as const
/** Pages that one step of merging writes at most, between calls: a ms or two. */
const TIDIED_PAGES = 64
/**
 * A deed leaves its records to be taken over afterwards, so many at a time. Each time leaves a piece in each index, and FTS5 would merge them
 * whenever it has written 64 pages, while somebody waits for what he typed: what is merged in between it finds done.
 */
export const searchIndex: Derived = {
  waits: 'SELECT 1 FROM search_late LIMIT 1',
  take: ['INSERT INTO search_flush VALUES (500)'],
  tidy: INDEXES.map((index) => `INSERT INTO ${index} (${index}, rank) VALUES ('merge', ${TIDIED_PAGES})`),
}

/** The same of the daily merge: some ms. */
const MERGED_PAGES = 200
/**
 * Merges what an index has gathered since it was last in one piece, step by step: each value is one step done. A question reads every
 * piece, ten of them three times as long as one. Source: SQLite, FTS5, "The 'merge' command".
 */
export function* mergeSteps({ connection: { raw } }: ReadDb): Generator<string> {
  const changes = raw.prepare('SELECT total_changes()').pluck()
  for (const index of INDEXES) {
    const merge = raw.prepare(`INSERT INTO ${index} (${index}, rank) VALUES ('merge', ?)`)
    // Below 0 it begins with all pieces, whatever their size; less than two changes say that nothing is left.
    for (let pages = -MERGED_PAGES; ; pages = MERGED_PAGES) {
      const before = changes.get() as number // a count
      merge.run(pages)
      if ((changes.get() as number) - before < 2) break // likewise
      yield index
    }
  }
}

/** Texts are quoted for the index, so that nothing typed is read as its query language. */
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

/** Numbers of the newest records that an index has the text for. */
function numbersFrom(index: string) {
  const found = sqlQuery<{ at: number }, [match: string, limit: number]>(`SELECT rowid AS at FROM ${index} WHERE ${index} MATCH ? ORDER BY rowid LIMIT ?`)
  return (db: ReadDb, match: string, limit: number): number[] => found.all(db, match, limit).map(({ at }) => LATEST - at)
}
function wordIndex(index: string) {
  const numbers = numbersFrom(index)
  return {
    withWords: (db: ReadDb, words: readonly string[], limit: number) => numbers(db, words.map(quoted).join(' AND '), limit),
    withStarts: (db: ReadDb, words: readonly string[], limit: number) => numbers(db, words.map((word) => `${quoted(word)} *`).join(' AND '), limit),
  }
}
/** The end of a long code is asked for alone: it is the part that differs, and each further character is another list to read. */
const CODE_END = 8
/** Longer than this, it is asked for in pieces of three, end to end: fewer lists. Who asks looks at the rows found, as pieces may stand apart. */
const LONGEST_WHOLE = 5
function piecesOf(code: string): string[] {
  if (code.length <= LONGEST_WHOLE) return [code]
  return Array.from({ length: Math.ceil(code.length / 3) }, (_, i) => code.slice(Math.max(0, code.length - 3 * (i + 1)), Math.max(3, code.length - 3 * i)))
}
function codeIndex(index: string) {
  const numbers = numbersFrom(index)
  return (db: ReadDb, code: string, limit: number) => numbers(db, piecesOf(code.slice(-CODE_END)).map(quoted).join(' AND '), limit)
}

export const customerWords = wordIndex('search_customer_word')
export const itemWords = wordIndex('search_item_word')
export const customerCodes = codeIndex('search_customer_code')
export const vehicleCodes = codeIndex('search_vehicle_code')
export const itemCodes = codeIndex('search_item_code')
export const orderCodes = codeIndex('search_order_code')
export const invoiceCodes = codeIndex('search_invoice_code')

/** Sorts after every text that begins with the same characters. */
const LAST = '\u{10ffff}'
/** Rows read by one statement: each statement costs as much as reading two rows more. */
const AT_ONCE = 20
/** Rows whose column begins with a text, and rows by their numbers in the order given. `select` names the number `no`. */
function rows<Row extends { readonly no: number }>(select: string, column: string, no: string, where: string) {
  const from = sqlQuery<Row, [string, string, number]>(`${select} WHERE ${where}${column} >= ? AND ${column} < ? ORDER BY ${column}, ${no} LIMIT ?`)
  const several = sqlQuery<Row, (number | null)[]>(`${select} WHERE ${no} IN (${Array.from({ length: AT_ONCE }, () => '?').join()})`)
  return {
    from: (db: ReadDb, start: string, limit: number): Row[] => from.all(db, start, start + LAST, limit),
    at: (db: ReadDb, numbers: readonly number[]): Row[] => {
      const found = new Map<number, Row>()
      for (let at = 0; at < numbers.length; at += AT_ONCE)
        for (const row of several.all(db, ...Array.from({ length: AT_ONCE }, (_, i) => numbers[at + i] ?? null))) found.set(row.no, row)
      return numbers.flatMap((number) => found.get(number) ?? [])
    },
  }
}

export interface CustomerRow {
  readonly no: number
  readonly id: string
  readonly name: string
  readonly company: string
  readonly nameKey: string
  readonly phone: string
  readonly phoneDigits: string
  readonly city: string
}
const CUSTOMER = 'SELECT c.no, c.id, c.name, c.company, c.name_key AS nameKey, c.phone, c.phone_digits AS phoneDigits, c.city FROM customer c'
export const customers = rows<CustomerRow>(CUSTOMER, 'c.name_key', 'c.no', 'c.deleted = 0 AND ')

export interface VehicleRow {
  readonly no: number
  readonly id: string
  readonly plate: string
  readonly platePlain: string
  readonly vin: string
  readonly make: string
  readonly model: string
  readonly year: number | null
  readonly customerId: string | null
}
const VEHICLE = 'SELECT v.no, v.id, v.plate, v.plate_plain AS platePlain, v.vin, v.make, v.model, v.year, v.customer_id AS customerId FROM vehicle v'
export const vehicles = rows<VehicleRow>(VEHICLE, 'v.plate_plain', 'v.no', 'v.deleted = 0 AND ')

export interface ItemRow {
  readonly no: number
  readonly id: string
  readonly name: string
  readonly nameKey: string
  readonly sku: string
  readonly skuKey: string
  readonly codes: string
  readonly category: string
}
const ITEM = 'SELECT i.no, i.id, i.name, i.name_key AS nameKey, i.sku, i.sku_key AS skuKey, i.codes, i.category FROM catalog_item i'
export const items = rows<ItemRow>(ITEM, 'i.name_key', 'i.no', 'i.deleted = 0 AND ')
export const itemsBySku = rows<ItemRow>(ITEM, 'i.sku_key', 'i.no', 'i.deleted = 0 AND ')

export interface DocumentRow {
  readonly no: number
  readonly id: string
  readonly number: string
  readonly customerId: string
  readonly vehicleId: string | null
}
const ORDER = 'SELECT d.no, d.id, d.number, d.customer_id AS customerId, d.vehicle_id AS vehicleId FROM work_order d'
const INVOICE = 'SELECT d.no, d.id, d.number, d.customer_id AS customerId, NULL AS vehicleId FROM invoice d'
export const orders = rows<DocumentRow>(ORDER, 'd.number', 'd.no', 'd.deleted = 0 AND ')
export const invoices = rows<DocumentRow>(INVOICE, 'd.number', 'd.no', '')

export interface AgreementRow {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly customerId: string
}
/** Agreements are few, and none is written by the minute: the newest are read through, not indexed. */
const MOST_AGREEMENTS = 1000
const agreed = sqlQuery<AgreementRow, []>(
  `SELECT id, number, title, customer_id AS customerId FROM agreement WHERE deleted = 0 ORDER BY created_at DESC, id DESC LIMIT ${MOST_AGREEMENTS}`,
)
export const agreements = (db: ReadDb): AgreementRow[] => agreed.all(db)

const customerById = sqlQuery<{ name: string; nameKey: string }, [id: string]>('SELECT name, name_key AS nameKey FROM customer WHERE id = ?')
const plateById = sqlQuery<{ plate: string }, [id: string]>('SELECT plate FROM vehicle WHERE id = ?')
/** Looked up for what is shown, not for all that was found. */
export const customerOf = (db: ReadDb, id: string | null) => (id === null ? undefined : customerById.get(db, id))
export const plateOf = (db: ReadDb, id: string | null) => (id === null ? undefined : plateById.get(db, id))?.plate
