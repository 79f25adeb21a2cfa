import { useInfiniteQuery, useQuery as useTanStackQuery } from '@tanstack/react-query'
import type { Page } from '#shared/kernel/paging.ts'
import type { QueryName } from '#shared/modules.ts'
import { isPassing, queries, Refused, read } from './cache.ts'
import { type AnyFailure, type Input, operationOf, type Output } from './client.ts'
import type { Read } from './overlap.ts'
import { useSessionStore } from './session-store.ts'

export interface QueryState<T> {
  /** Undefined while loading; after a failure the answer before, where there was one. */
  readonly data: T | undefined
  /** Why `data` is not to be shown: there is none, or it is not for this person any more, or gone. */
  readonly failure: AnyFailure | null
  /** `data` could not be asked again just now, and stays until it can: the header says so. */
  readonly isOutdated: boolean
  /** Nothing to show yet. A question that is held back loads nothing. */
  readonly isLoading: boolean
  /** Shown data is being asked for again. */
  readonly isRefreshing: boolean
  /** What is shown is the answer to the input before, see `keepLast`. */
  readonly isLast: boolean
  /** When what is shown was answered, epoch ms: after a failure it is older than the question. 0 without an answer. */
  readonly answeredAt: number
  retry: () => void
}

interface QueryOptions {
  /** False holds the question back. */
  enabled?: boolean
  /** Shows the last answer while the next input is being asked: for search boxes. */
  keepLast?: boolean
  /** Asks again by the clock: only for answers that age without a write, or that nobody is there to ask for again. */
  everyMs?: number
}

/** What came of asking last, with or without an answer from before. */
function standOf({ data, error }: { data: unknown; error: Error | null }): Pick<QueryState<unknown>, 'failure' | 'isOutdated'> {
  if (error === null) return { failure: null, isOutdated: false }
  if (!(error instanceof Refused)) throw error // a bug of ours: the crash page shows it
  const isOutdated = data !== undefined && isPassing(error)
  return { failure: isOutdated ? null : error.failure, isOutdated }
}

const AGAIN_AFTER_MS = 5_000
/** What could not be answered is asked again by itself, so that a screen heals without a hand on it. */
const askedEvery =
  (everyMs = Number.POSITIVE_INFINITY) =>
  ({ state }: { state: { error: Error | null } }) =>
    Math.min(everyMs, isPassing(state.error) ? AGAIN_AFTER_MS : Number.POSITIVE_INFINITY)

/** Asked only with an open session, unless the operation is for anyone. */
const useMayAsk = (name: QueryName): boolean => {
  const hasToken = useSessionStore((state) => state.token !== null)
  return hasToken || operationOf(name).needs === 'anyone'
}

const optionsOf = <N extends QueryName>(name: N, input: Input<N>) => ({ queryKey: [name, input], queryFn: () => read(name, input) })

/** Asks for what a page is going to show while somebody is on the way to it; its `useQuery` finds the answer, or waits for the same one. */
export function askAhead<N extends QueryName>(name: N, input: Input<N>): void {
  // A refusal is the page's to tell, which asks again.
  if (useSessionStore.getState().token !== null) queries.query(optionsOf(name, input)).catch(() => undefined)
}

/** What is known of an answer without asking. */
export const knownAnswer = <N extends QueryName>(name: N, input: Input<N>): Output<N> | undefined => queries.getQueryData<Read<Output<N>>>([name, input])?.value

/**
 * The answer to a query of the contract, kept fresh: it is asked again whenever a table that it was read from changes.
 * `useQuery('customers.get', { customerId })`
 */
export function useQuery<N extends QueryName>(name: N, input: Input<N>, options: QueryOptions = {}): QueryState<Output<N>> {
  const enabled = useMayAsk(name) && options.enabled !== false
  const { data, error, isPending, isFetching, isPlaceholderData, dataUpdatedAt, refetch } = useTanStackQuery({
    ...optionsOf(name, input),
    enabled,
    ...(options.keepLast && { placeholderData: (last: { value: Output<N>; reads: readonly string[] } | undefined) => last }),
    refetchInterval: askedEvery(options.everyMs),
  })
  return {
    ...standOf({ data, error }),
    data: data?.value,
    isLoading: isPending && enabled,
    isRefreshing: isFetching && !isPending,
    isLast: isPlaceholderData,
    answeredAt: dataUpdatedAt,
    retry: () => void refetch(),
  }
}

type Paged<Row> = { [N in QueryName]: Output<N> extends Page<Row> ? N : never }[QueryName]
export type ListName = Paged<unknown>
export type RowOf<N extends QueryName> = Output<N> extends { rows: (infer Row)[] } ? Row : never

/** A keyset-paged list as `DataTable` takes it. */
export interface ListState<Row> {
  readonly rows: readonly Row[]
  readonly total: number
  readonly totalIsCapped: boolean
  readonly hasMore: boolean
  readonly failure: AnyFailure | null
  readonly isLoading: boolean
  readonly isLoadingMore: boolean
  loadMore: () => void
  retry: () => void
}

/** Pages of a list query, loaded as the reader scrolls. `useList('auth.users', { active: true })`; never give `after`. */
export function useList<N extends ListName>(name: N, input: Omit<Input<N>, 'after'>, options: { enabled?: boolean } = {}): ListState<RowOf<N>> {
  const enabled = useMayAsk(name) && options.enabled !== false
  const found = useInfiniteQuery({
    queryKey: [name, 'list', input],
    queryFn: ({ pageParam }) => read(name, { ...input, ...(pageParam !== null && { after: pageParam }) } as Input<N>), // every list's input has `after`
    initialPageParam: null as string | null, // narrows otherwise
    getNextPageParam: (last) => (last.value as Page<unknown>).next, // by the constraint on N
    enabled,
    placeholderData: (last) => last,
    refetchInterval: askedEvery(),
  })
  const pages = found.data?.pages.map((page) => page.value as Page<RowOf<N>>) ?? [] // by the constraint on N
  const first = pages[0]
  return {
    rows: pages.flatMap((page) => page.rows),
    total: first?.total ?? 0,
    totalIsCapped: first?.totalIsCapped ?? false,
    hasMore: found.hasNextPage,
    failure: standOf(found).failure,
    isLoading: found.isPending && enabled,
    isLoadingMore: found.isFetchingNextPage,
    loadMore: () => {
      if (found.hasNextPage && !found.isFetchingNextPage) void found.fetchNextPage()
    },
    retry: () => void found.refetch(),
  }
}
