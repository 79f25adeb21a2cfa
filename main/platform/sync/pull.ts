import { FetchError, isChangeMessage, isControlMessage, type Message, type Offset, type Row, ShapeStream } from '@electric-sql/client'
import { wireError } from '#shared/contract/wire.ts'
import { parseHlc } from '#shared/kernel/hlc.ts'
import { type Apply, clocksIn, type FeedBatch, type FeedChange, IncompleteRow } from './apply.ts'
import { backoffMs } from './breaker.ts'
import { type HttpProblem, LeftAlone } from './http.ts'
import { type SetAside, setAside } from './set-aside.ts'
import type { Timing } from './timing.ts'

/** Why a stream ended; the supervisor begins another one after a while, from the stored cursor. */
export type StreamEnd = { readonly problem: HttpProblem; readonly retryAfterMs: number } | { readonly failed: unknown }

export interface PullOptions {
  readonly scope: string
  readonly address: string
  readonly apply: Apply
  readonly fetch: typeof fetch
  readonly timing: Timing
  /** Resolves when rows may be taken: they wait while a long queue of this device's own deeds is on its way. */
  turn(): Promise<void>
  /** Folds SQLite's log where it is long. */
  fold(): void
  onBatch(rows: number, tookMs: number, isUpToDate: boolean): void
  onSlice(tookMs: number): void
  /** What changed since the scope was read, once it is here. */
  onChanges(changes: readonly FeedChange[]): void
  onRefetch(cause: 'mustRefetch' | 'incomplete'): void
  /**
   * The standing of this device at the centre is taken: before a scope is read anew, as a centre that was put back begins its feeds
   * anew, too, and what it lost of ours must wait again before the reading could remove it.
   */
  standing(): Promise<void>
  /** From the newest change of a batch to its being here. Units: epoch ms of the change. */
  onShown(changedAt: number): void
  /** Another stream follows after a while. */
  onEnd(end: StreamEnd): void
}

/** Owns the stream of one scope for as long as it is wanted: whatever ends one, another begins where the rows stand. */
export interface Pull {
  readonly scope: string
  /** The network is back: asks at once. */
  wake(): void
  stop(): Promise<void>
}

type FeedMessage = Row<never>

/** Whoever owns the stream decides when to ask again: there it can be woken, and counts with all other requests. */
const NO_RETRIES = { initialDelay: 1000, maxDelay: 1000, multiplier: 1, maxRetries: 0 }

export function startPull(options: PullOptions): Pull {
  const { scope, address, apply, fetch, timing } = options
  let isStopped = false
  let current: { stream: ShapeStream<FeedMessage>; end: (end: StreamEnd) => void } | undefined
  let failures = 0

  /** Lets waiting commands in, and the log of SQLite be folded in a turn of its own. */
  const pause = async () => {
    await timing.breathe()
    options.fold()
    await timing.breathe()
  }
  /** Applies one batch in slices, and lets waiting commands in between them. Throws what apply throws. */
  const take = async (batch: FeedBatch, isCurrent: () => boolean) => {
    const began = performance.now()
    // What a first reading shows happened long ago.
    const wasRead = apply.cursor(scope)?.isLoading === false
    const newest = wasRead ? newestIn(batch) : ''
    let at = 0
    do {
      await pause()
      if (!isCurrent()) return
      const slice = performance.now()
      at = apply.slice(scope, batch, at)
      options.onSlice(performance.now() - slice)
    } while (at < batch.changes.length)
    if (batch.isUpToDate && apply.cursor(scope)?.isLoading) {
      while (!apply.sweep(scope)) {
        await pause()
        if (!isCurrent()) return
      }
    }
    options.onBatch(batch.changes.length, performance.now() - began, batch.isUpToDate)
    if (wasRead) options.onChanges(batch.changes)
    if (wasRead && newest !== '') options.onShown(parseHlc(newest).atMs)
  }

  const runOne = async (): Promise<StreamEnd> => {
    const cursor = apply.cursor(scope)
    const aborting = new AbortController()
    const aside = setAside(fetch)
    const ended = new Promise<StreamEnd>((resolve) => {
      const stream = new ShapeStream<FeedMessage>({
        url: `${address}/v1/shape`,
        params: { scope, replica: 'full' },
        ...(cursor?.handle && cursor.offset !== null && { handle: cursor.handle, offset: cursor.offset as Offset }), // as the client gave it
        fetchClient: aside.fetch,
        signal: aborting.signal,
        backoffOptions: NO_RETRIES,
        onError: (error) => {
          resolve(endOf(error)) // no object in return: this stream is over, and the supervisor decides
        },
      })
      current = { stream, end: resolve }
      const isCurrent = () => !aborting.signal.aborted
      stream.subscribe(
        async (messages) => {
          try {
            if (!isCurrent()) return
            const { shapeHandle, lastOffset } = stream // read before anything waits: they are this batch's
            let batch: Message<FeedMessage>[] = messages
            const again = messages.findLastIndex((message) => isControlMessage(message) && message.headers.control === 'must-refetch')
            if (again !== -1) {
              await options.standing()
              if (!isCurrent()) return // it began anew with the centre's new epoch
              apply.refetch(scope)
              options.onRefetch('mustRefetch')
              batch = messages.slice(again + 1)
              if (batch.length === 0) return
            }
            await options.turn()
            if (!isCurrent()) return
            const read = batchOf(batch, aside, shapeHandle ?? null, lastOffset)
            await take(apply.cursor(scope)?.isLoading ? byKind(read) : read, isCurrent)
            failures = 0
          } catch (error) {
            // Thrown out of here it would end the process, and the stream would go on without these rows.
            aborting.abort()
            if (error instanceof IncompleteRow) {
              apply.refetch(scope)
              options.onRefetch('incomplete')
            }
            resolve({ failed: error })
          }
        },
        (error) => {
          resolve(endOf(error))
        },
      )
    })
    const end = await ended
    current?.stream.unsubscribeAll()
    current = undefined
    aborting.abort()
    return end
  }

  const run = async () => {
    while (!isStopped) {
      const end = await runOne()
      if (isStopped) return
      options.onEnd(end)
      failures++
      await timing.sleep(backoffMs(failures, timing.random, 'problem' in end ? end.retryAfterMs : 0))
    }
  }
  const done = run()

  return {
    scope,
    wake: () => {
      failures = 0
      timing.wake()
      current?.stream.forceDisconnectAndRefresh().catch(() => undefined) // its end comes through onError
    },
    stop: async () => {
      isStopped = true
      timing.wake()
      current?.end({ problem: 'unreachable', retryAfterMs: 0 })
      await done
    },
  }
}

function batchOf(messages: readonly Message<FeedMessage>[], aside: SetAside, handle: string | null, offset: string): FeedBatch {
  const changes: FeedChange[] = []
  let isUpToDate = false
  for (const message of messages) {
    if (isChangeMessage(message)) {
      const rows = aside.take(message.key)
      if (!rows) throw new Error('the feed told of a change without its row')
      for (const row of rows) changes.push(row)
    } else if (isControlMessage(message) && message.headers.control === 'up-to-date') isUpToDate = true
  }
  return { changes, handle, offset, isUpToDate }
}

/** The batch with its rows kind by kind, each kind's in their order: of a load, more rows then go into a table by one statement, and fewer pages are written. */
const byKind = (batch: FeedBatch): FeedBatch => ({ ...batch, changes: batch.changes.toSorted((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0)) })

/** The newest clock of a batch; empty where it has none. */
const newestIn = ({ changes }: FeedBatch): string =>
  changes.reduce((newest, change) => ('remove' in change || change.clk === null ? newest : clocksIn(change.clk).reduce((a, b) => (a > b ? a : b), newest)), '')

/** What a stream says of its end. Anything but an answer or the want of one is an answer that the client does not understand. */
function endOf(error: unknown): StreamEnd {
  if (!(error instanceof FetchError)) return { problem: error instanceof TypeError || error instanceof LeftAlone ? 'unreachable' : 'odd', retryAfterMs: 0 }
  const said = wireError.safeParse(error.json)
  const seconds = Number(error.headers['retry-after'] ?? 0)
  const retryAfterMs = Number.isFinite(seconds) ? Math.min(3_600_000, seconds * 1000) : 0
  return { problem: said.success ? said.data.error : error.status >= 500 ? 'unavailable' : 'odd', retryAfterMs }
}
