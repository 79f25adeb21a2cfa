import { notifyManager, QueryClient } from '@tanstack/react-query'
import type { QueryName } from '#shared/modules.ts'
import { type AnyFailure, call, type Input, onChange, type Output, transport } from './client.ts'
import { createWatch, isTouched, type Read } from './overlap.ts'

// An answer shows in the task that brought it: one more turn of the event loop would come after whatever frame waits in between.
notifyManager.setScheduler(queueMicrotask)

/** A refusal on its way through TanStack Query, which knows thrown errors only. */
export class Refused extends Error {
  readonly failure: AnyFailure
  constructor(failure: AnyFailure) {
    super(failure.code)
    this.failure = failure
  }
}

/** It may be answered the next time; what was answered before is the best there is until then. */
export const isPassing = (error: unknown): boolean => error instanceof Refused && error.failure.kind === 'unavailable'

/** Change notices keep answers fresh, so nothing goes stale by time and nothing is asked again for a focused window. */
export const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, gcTime: 300_000, retry: false, networkMode: 'always', refetchOnWindowFocus: false } },
})

const watch = createWatch()
const MOST_REPEATS = 3
/** Changes of one burst (an import, a sync) are answered together. */
const BURST_MS = 25

/** Asks, and asks again when the tables behind the answer changed while it was under way. */
export async function read<N extends QueryName>(name: N, input: Input<N>): Promise<Read<Output<N>>> {
  for (let attempt = 0; ; attempt++) {
    const watched = watch.begin()
    const answer = await call(name, input)
    watched.end()
    if (!answer.ok) throw new Refused(answer.error)
    if (attempt >= MOST_REPEATS || !watched.overtaken(answer.reads)) return { value: answer.value, reads: answer.reads }
  }
}

/** Puts what a command answered into the answers that are shown, ahead of the notice that has them asked again. */
export function putAnswers<N extends QueryName>(name: N, change: (value: Output<N>) => Output<N>): void {
  queries.setQueriesData<Read<Output<N>>>({ queryKey: [name] }, (known) => known && { ...known, value: change(known.value) })
}

let changed = new Set<string>()
onChange((tables) => {
  watch.changed(tables)
  if (changed.size === 0) {
    setTimeout(() => {
      const burst = [...changed]
      changed = new Set()
      void queries.invalidateQueries({ predicate: ({ state }) => state.status === 'error' || isTouched(state.data, burst) })
    }, BURST_MS)
  }
  for (const table of tables) changed.add(table)
})
// Notices sent while the line was down or the machine asleep are lost: everything is asked again.
transport.onLink((link) => {
  if (link === 'connected') void queries.invalidateQueries()
})
transport.onShell((event) => {
  if (event.kind === 'resumed') void queries.invalidateQueries()
})
