import { z } from 'zod'

export const PAGE_SIZE = 50
/** Counting stops here: a first page must not read a quarter of a million rows to print their number. */
export const TOTAL_CAP = 1000

/** Fields of every list's input: `after` is the cursor of the previous page, opaque to the caller. */
export const pageInput = {
  after: z.string().max(500).optional(),
  limit: z.number().int().min(1).max(200).default(PAGE_SIZE),
}

/** One page in a stable order. `total` is exact up to TOTAL_CAP; `totalIsCapped` says that there are more. */
export const page = <Row extends z.ZodType>(row: Row) =>
  z.object({ rows: z.array(row), next: z.string().nullable(), total: z.number().int(), totalIsCapped: z.boolean() })

export interface Page<Row> {
  rows: Row[]
  next: string | null
  total: number
  totalIsCapped: boolean
}

/** Keyset cursor: the values of the order columns of the last row shown. */
export type Cursor = readonly (string | number)[]

export const encodeCursor = (values: Cursor): string => JSON.stringify(values)

/** Null when the text is no cursor of that many values: the caller answers with its first page. */
export function decodeCursor(text: string | undefined, length: number): Cursor | null {
  if (text === undefined) return null
  try {
    const values: unknown = JSON.parse(text)
    const plain = Array.isArray(values) && values.length === length && values.every((v) => typeof v === 'string' || typeof v === 'number')
    return plain ? (values as Cursor) : null // checked on the line above
  } catch {
    return null
  }
}
