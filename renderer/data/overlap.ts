/** What the cache keeps of an answer: its value, and the tables that it was read from. */
export interface Read<T> {
  value: T
  reads: readonly string[]
}

/** True when one of these answers was read from a table that has changed. `kept` is a cache entry: one answer or pages of them. */
export function isTouched(kept: unknown, changed: readonly string[]): boolean {
  return readsOf(kept).some((table) => changed.includes(table))
}

function readsOf(kept: unknown): readonly string[] {
  if (typeof kept !== 'object' || kept === null) return []
  if ('reads' in kept) return (kept as Read<unknown>).reads // made by `useQuery`
  if ('pages' in kept) return (kept as { pages: readonly Read<unknown>[] }).pages.flatMap((page) => page.reads) // made by `useList`
  return []
}

/** Tables changed while questions are under way: an answer computed before a change that it does not know of is asked for again. */
export function createWatch() {
  const open = new Set<Set<string>>()
  return {
    changed: (tables: readonly string[]) => {
      for (const seen of open) for (const table of tables) seen.add(table)
    },
    begin: () => {
      const seen = new Set<string>()
      open.add(seen)
      return {
        overtaken: (reads: readonly string[]) => reads.some((table) => seen.has(table)),
        end: () => open.delete(seen),
      }
    },
  }
}
