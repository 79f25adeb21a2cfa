import { digitsOf, foldText, plainCode } from '../../kernel/text.ts'
import type { Hit } from './model.ts'

/** What a typed text may mean. Empty where it cannot mean that. */
export interface Typed {
  /** Folded, as names are kept for sorting. */
  readonly key: string
  readonly words: readonly string[]
  /** As plates, VINs and part numbers are compared. */
  readonly code: string
  /** Part of a phone number, without what one dials before it. */
  readonly digits: string
}

/** Fewer characters in a row than this are looked for only where a name or code begins. */
export const ANYWHERE_FROM = 3

export function readTyped(text: string): Typed {
  const key = foldText(text)
  return { key, words: key.split(' ').filter((word) => /[\p{L}\p{N}]/u.test(word)), code: plainCode(text), digits: phoneDigitsOf(text) }
}

/** Stored phones are international: the zeros that one dials before an area code or a country, and an optional `(0)`, are not in them. */
function phoneDigitsOf(text: string): string {
  if (!/^[\d٠-٩۰-۹\s()+/.-]+$/.test(text)) return ''
  const digits = digitsOf(text.replace('(0)', ''))
  const significant = digits.replace(/^0+/, '')
  return [significant, digits].find((part) => part.length >= ANYWHERE_FROM) ?? ''
}

/** Ways to read several words as a name and a plate of that person's vehicle: `miller BAB`, `BAB 12 miller`. */
export function readPairs({ words, digits }: Typed): { words: readonly string[]; code: string }[] {
  if (words.length < 2 || words.length > 5 || digits !== '') return []
  const splits = [
    [words.slice(0, -1), words.slice(-1)],
    [words.slice(1), words.slice(0, 1)],
    [words.slice(0, -2), words.slice(-2)],
    [words.slice(2), words.slice(0, 2)],
  ] as const
  return splits
    .filter(([names]) => names.length > 0)
    .map(([names, codes]) => ({ words: names, code: plainCode(codes.join('')) }))
    .filter(({ code }) => code.length >= 2)
}

/** True when each word begins a word of the key, in any order. */
export const hasStarts = (key: string, words: readonly string[]): boolean => words.every((word) => ` ${key}`.includes(` ${word}`))
/** True when each word is a word of the key. */
export const hasWords = (key: string, words: readonly string[]): boolean => words.every((word) => ` ${key} `.includes(` ${word} `))

/** The quality of a match: lower comes first. */
export const TIERS = { exact: 0, start: 1, word: 2, wordStart: 3, inside: 4 } as const
export interface Found {
  readonly hit: Hit
  readonly tier: number
}

/** How well `code` matches the first of several codes that hold it. */
export const tierOf = (code: string, ...codes: string[]): number =>
  codes.includes(code) ? TIERS.exact : codes.some((one) => one.startsWith(code)) ? TIERS.start : TIERS.inside

/** The best of each kind in turn: better matches first, among equals one of each kind after the other; each record once. */
export function merge(kinds: readonly (readonly Found[])[], limit: number): Hit[] {
  const queues = kinds.map((found) => {
    const best = new Map<string, Found>()
    for (const one of found) if (one.tier < (best.get(one.hit.id)?.tier ?? Infinity)) best.set(one.hit.id, one)
    return [...best.values()].sort((a, b) => a.tier - b.tier)
  })
  const merged: Hit[] = []
  while (merged.length < limit && queues.some((queue) => queue.length > 0)) {
    const tier = Math.min(...queues.map((queue) => queue[0]?.tier ?? Infinity))
    for (const queue of queues) {
      const next = queue[0]?.tier === tier ? queue.shift() : undefined
      if (next && merged.length < limit) merged.push(next.hit)
    }
  }
  return merged
}
