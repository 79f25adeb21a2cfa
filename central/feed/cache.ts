/** Keeps what was last used, up to a weight in all; work under way is shared by those who ask for the same. */
export interface Cache<T> {
  get(key: string, make: () => Promise<T>): Promise<T>
  /** Forgets what begins with this. */
  forget(prefix: string): void
}

/** `isKept`: false for what is no use to the next one. */
export function createCache<T>(capacity: number, weightOf: (value: T) => number, isKept: (value: T) => boolean = () => true): Cache<T> {
  const entries = new Map<string, { readonly value: Promise<T>; weight: number }>()
  let total = 0
  const drop = (key: string) => {
    total -= entries.get(key)?.weight ?? 0
    entries.delete(key)
  }
  return {
    get(key, make) {
      const known = entries.get(key)
      if (known) {
        entries.delete(key)
        entries.set(key, known)
        return known.value
      }
      const entry = { value: make(), weight: 0 }
      entries.set(key, entry)
      entry.value.then(
        (value) => {
          if (entries.get(key) !== entry) return
          if (!isKept(value)) return drop(key)
          entry.weight = weightOf(value)
          total += entry.weight
          for (const oldest of entries.keys()) {
            if (total <= capacity) break
            drop(oldest)
          }
        },
        () => {
          if (entries.get(key) === entry) drop(key)
        },
      )
      return entry.value
    },
    forget(prefix) {
      for (const key of entries.keys()) if (key.startsWith(prefix)) drop(key)
    },
  }
}
