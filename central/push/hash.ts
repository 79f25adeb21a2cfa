import { hash } from 'node:crypto'
import { canonical } from '#shared/contract/merge.ts'
import type { WireEntry } from '#shared/contract/wire.ts'
import type { Json } from '#shared/kernel/result.ts'

/** SHA-256 of an entry's canonical JSON: equal entries hash equally, in whatever order their keys came. */
export const hashOf = (entry: WireEntry): Buffer => hash('sha256', canonicalText(entry as unknown as Json), 'buffer') // parsed JSON

/** What `canonical` gives, in a third of its time: the server's own JSON.stringify writes objects whose keys are in order. */
export function canonicalText(value: Json): string {
  const sorted = inOrder(value)
  return sorted === undefined ? canonical(value) : JSON.stringify(sorted)
}

/** The value with the keys of its objects in order; undefined where an object cannot hold them so: numbers come first, `__proto__` is no key. */
function inOrder(value: Json): Json | undefined {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const list = value as readonly Json[] // Array.isArray forgets the type of a readonly array's elements
    let copy: Json[] | undefined
    for (const [i, item] of list.entries()) {
      if (typeof item !== 'object' || item === null) continue
      const sorted = inOrder(item)
      if (sorted === undefined) return undefined
      if (sorted === item) continue
      copy ??= [...list]
      copy[i] = sorted
    }
    return copy ?? value
  }
  const record = value as Readonly<Record<string, Json>>
  const copy: Record<string, Json> = {}
  for (const key of Object.keys(record).sort()) {
    const first = key.charCodeAt(0)
    if ((first >= 48 && first <= 57) || key === '__proto__') return undefined
    const sorted = inOrder(record[key] ?? null)
    if (sorted === undefined) return undefined
    copy[key] = sorted
  }
  return copy
}
