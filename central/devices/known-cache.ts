/** How long a gateway may go by what it knew of a device, should the notice of a change be lost. */
export const CACHE_MS = 30_000
const MOST_KNOWN = 10_000

/** What was looked up of devices, by whatever names a request; forgotten by enrolment, or after half a minute. */
export function createKnownCache<T extends { readonly enrolmentId: string }>(now: () => number) {
  const entries = new Map<string, { readonly at: number; readonly value: Promise<T | undefined> }>()
  return {
    /** Looks up once, however many ask at the same time. What was not found is asked for again. */
    async get(key: string, look: () => Promise<T | undefined>): Promise<T | undefined> {
      const known = entries.get(key)
      if (known && now() - known.at < CACHE_MS && now() >= known.at) return await known.value
      if (entries.size >= MOST_KNOWN) entries.clear()
      const entry = { at: now(), value: look() }
      entries.set(key, entry)
      const drop = () => {
        if (entries.get(key) === entry) entries.delete(key)
      }
      try {
        const value = await entry.value
        if (!value) drop()
        return value
      } catch (error) {
        drop()
        throw error
      }
    },
    /** All that is known, as what it depends on is shared: the set of locations, who spoke last. */
    clear: () => entries.clear(),
  }
}
