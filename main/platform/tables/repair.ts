import type { Dialect } from './table.ts'

/** How badly a cell fits its column: 0 fits, 1 does not. */
export type Fit = (cell: string, column: number) => number

/*
 * Prices of what may be wrong in a row, so that the cheapest reading is the likeliest. A stray quote is the commonest damage; a lost
 * separator before a quoted field costs less than the two stray quotes that it would otherwise leave.
 */
const STRAY_QUOTE = 1
const LOST_SEPARATOR = 1.5
const EXTRA_SEPARATOR = 1.6
const TRAILING_SEPARATOR = 0.5
const BAD_FIT = 10
const DEAREST = 4.5
const DEAREST_OTHER_DELIMITER = 1

const LONGEST_ROW = 20_000
const MOST_QUOTES = 200
const MOST_STEPS = 20_000

interface Reading {
  readonly cost: number
  readonly field: string
  readonly rest: Reading | null
  /** Another reading costs the same: then none is chosen. */
  readonly ambiguous: boolean
}

/**
 * The fields of a damaged row if there is one likeliest way to read exactly `width` of them that fit their columns; null when
 * there is none, and when two are equally likely. Takes its steps out of `budget`. Also tried with the other delimiters: a row pasted from another file.
 */
export function rereadRow(text: string, dialect: Dialect, width: number, fit: Fit, others: readonly string[], budget: { left: number }): string[] | null {
  const own = reread(text, dialect, width, fit, budget)
  if (own && own.cost <= DEAREST && !own.ambiguous) return fieldsOf(own, width)
  for (const delimiter of others) {
    if (delimiter === dialect.delimiter || !text.includes(delimiter)) continue
    const other = reread(text, { ...dialect, delimiter }, width, fit, budget)
    if (other && other.cost <= DEAREST_OTHER_DELIMITER && !other.ambiguous) return fieldsOf(other, width)
  }
  return null
}

function fieldsOf(reading: Reading, width: number): string[] {
  const fields: string[] = []
  for (let at: Reading | null = reading; at && fields.length < width; at = at.rest) fields.push(at.field)
  return fields
}

function reread(text: string, { delimiter, quote }: Dialect, width: number, fit: Fit, budget: { left: number }): Reading | null {
  if (delimiter === '' || text.length > LONGEST_ROW || text.split(quote).length > MOST_QUOTES) return null
  const END = text.length + 1
  const known = new Map<number, Reading | null>()
  const last: Reading = { cost: 0, field: '', rest: null, ambiguous: false }
  let steps = 0

  const skipBlanks = (at: number): number => {
    let i = at
    if (delimiter !== ' ') while (text[i] === ' ') i++
    return i
  }

  /** Cheapest reading of the text from `at`, where field `column` begins. */
  const read = (at: number, column: number): Reading | null => {
    if (column === width) return at === END ? last : trailing(at)
    if (at === END) return null
    const key = at * (width + 1) + column
    const before = known.get(key)
    if (before !== undefined) return before
    if (++steps > MOST_STEPS || --budget.left < 0) return null
    known.set(key, null)
    let best: Reading | null = null
    const offer = (field: string, cost: number, rest: Reading | null) => {
      if (!rest) return
      const total = cost + rest.cost + BAD_FIT * fit(field, column)
      if (best && total > best.cost) return
      const same = best !== null && total === best.cost
      best = { cost: total, field, rest, ambiguous: rest.ambiguous || (same && !equal({ field, rest, cost: total, ambiguous: false }, best)) }
    }

    const found = text.indexOf(delimiter, at)
    const end = found === -1 ? text.length : found
    const plain = text.slice(at, end)
    offer(plain, STRAY_QUOTE * (plain.split(quote).length - 1), read(found === -1 ? END : end + 1, column + 1))

    const first = plain.indexOf(quote)
    if (first > 0 && plain.slice(0, first).trim() !== '') offer(plain.slice(0, first), LOST_SEPARATOR, read(at + first, column + 1))

    const open = skipBlanks(at)
    if (text[open] === quote) {
      for (let close = text.indexOf(quote, open + 1); close !== -1; close = text.indexOf(quote, close + 1)) {
        const after = skipBlanks(close + 1)
        const ends = after >= text.length
        const joins = text[close + 1] === quote && text[close + 2] !== quote
        if (!ends && text[after] !== delimiter && !joins) continue
        budget.left--
        const { content, stray } = unescape(text.slice(open + 1, close), quote)
        if (ends || text[after] === delimiter) offer(content, STRAY_QUOTE * stray, read(ends ? END : after + 1, column + 1))
        else offer(content, STRAY_QUOTE * stray + LOST_SEPARATOR, read(close + 1, column + 1))
      }
    }

    // An empty field too many: nothing is read here, the next one begins behind the separator.
    const empty = skipBlanks(at)
    if (text[empty] === delimiter) {
      const skipped = read(empty + 1, column)
      if (skipped?.rest) {
        const total = skipped.cost + EXTRA_SEPARATOR
        const chosen = best as Reading | null // assigned inside offer()
        if (!chosen || total < chosen.cost) best = { ...skipped, cost: total }
        else if (total === chosen.cost && !equal(skipped, chosen)) best = { ...chosen, ambiguous: true }
      }
    }
    known.set(key, best)
    return best
  }

  const trailing = (at: number): Reading | null => {
    const rest = text.slice(at).split(delimiter)
    return rest.every((field) => field.trim() === '') ? { ...last, cost: TRAILING_SEPARATOR * rest.length } : null
  }
  return width === 0 ? null : read(0, 0)
}

/** Doubled quotes are one; single ones are counted as stray and kept. */
function unescape(text: string, quote: string): { content: string; stray: number } {
  const parts = text.split(quote + quote)
  return { content: parts.join(quote), stray: parts.reduce((sum, part) => sum + part.split(quote).length - 1, 0) }
}

function equal(a: Reading | null, b: Reading | null): boolean {
  let left = a
  let right = b
  while (left && right && left !== right) {
    if (left.field !== right.field) return false
    left = left.rest
    right = right.rest
  }
  return left === right || (left?.rest ?? null) === (right?.rest ?? null)
}
