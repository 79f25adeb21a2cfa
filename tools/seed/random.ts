import type { Id } from '#shared/kernel/ids.ts'

/** Chance that is the same on every machine: mulberry32. */
export interface Chance {
  /** 0 <= x < 1. */
  next(): number
  /** An integer, `from` <= x < `to`. */
  int(from: number, to: number): number
  pick<T>(list: readonly T[]): T
}

export function chance(seed: number): Chance {
  let a = seed >>> 0
  const next = () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from))
  return { next, int, pick: <T>(list: readonly T[]) => list[int(0, list.length)] as T } // the index is inside a list that is not empty
}

const hex = (value: number, width: number) => value.toString(16).padStart(width, '0')

/** A UUIDv7 of that instant, unique by kind and number, so that ids sort as they were made. */
export const idAt = <Of extends string>(kind: number, i: number, atMs: number, { int }: Chance): Id<Of> => {
  const at = hex(atMs, 12)
  return `${at.slice(0, 8)}-${at.slice(8)}-7${hex(int(0, 4096), 3)}-${hex(0x8000 | int(0, 0x4000), 4)}-${hex(kind, 2)}${hex(i, 10)}` as Id<Of> // shaped as the validator wants it
}
