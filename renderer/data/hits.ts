import { useDebouncedValue } from '@mantine/hooks'
import type { Output } from './client.ts'
import { useQuery } from './queries.ts'

export type Hit = Output<'search.find'>[number]

/** Long enough that a scanner's burst is one question, short enough not to be felt. */
const PAUSE_MS = 20
/** What the search takes; what is longer is found by its beginning. */
const MAX_LENGTH = 100

/** Finds of the one search, of some kinds only. `isStale` while the finds do not answer the present text. */
export function useHits(text: string, kinds: readonly Hit['kind'][]): { hits: readonly Hit[]; isStale: boolean } {
  const wanted = text.slice(0, MAX_LENGTH).trim()
  const [asked] = useDebouncedValue(wanted, PAUSE_MS)
  const { data, isLoading, isRefreshing } = useQuery('search.find', { text: asked, limit: 20 }, { enabled: asked !== '', keepLast: true })
  const isStale = wanted !== '' && (asked !== wanted || isLoading || isRefreshing)
  return { hits: wanted === '' ? [] : (data ?? []).filter(({ kind }) => kinds.includes(kind)), isStale }
}
