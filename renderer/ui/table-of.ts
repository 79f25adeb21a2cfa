import type { Failure } from '#shared/kernel/result.ts'
import type { TableList } from './DataTable.tsx'

/** A query that answers all its rows at once, as a table takes it. */
export const tableOf = <Row>(query: { data: readonly Row[] | undefined; failure: Failure | null; isLoading: boolean; retry: () => void }): TableList<Row> => ({
  rows: query.data ?? [],
  total: query.data?.length ?? 0,
  totalIsCapped: false,
  hasMore: false,
  failure: query.failure,
  isLoading: query.isLoading,
  isLoadingMore: false,
  loadMore: () => undefined,
  retry: query.retry,
})
