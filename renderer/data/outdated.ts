import { notifyManager, type Query } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { isPassing, queries } from './cache.ts'

const isOld = (query: Query) => query.isActive() && query.state.data !== undefined && isPassing(query.state.error)
const subscribe = (listener: () => void) => queries.getQueryCache().subscribe(notifyManager.batchCalls(listener))

/** True while something on the screen could not be asked again, so that it may be old. */
export const useIsOutdated = (): boolean => useSyncExternalStore(subscribe, () => queries.getQueryCache().getAll().some(isOld))
