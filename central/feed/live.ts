import type { Epoch, FeedDatabase } from './epochs.ts'
import { createCache } from './cache.ts'
import { type Page, readLog, readNews } from './log.ts'
import type { Message } from './messages.ts'
import { isBehind, type Position, upToDate } from './protocol.ts'
import type { Shape } from './shape.ts'

/** What there is behind an offset. */
export interface News {
  readonly messages: readonly Message[]
  /** Where the reader stands after it. */
  readonly end: Position
  /** Up to the end of this epoch nothing more was there; null: there is more. */
  readonly upTo: number | null
  /** Body of an answer: the same for all who ask from the same place. */
  readonly body: Buffer
}
export type Waking = 'news' | 'time' | 'ended'

/**
 * The log as readers see it, and those who wait for it. Of a shape that was read lately the newest messages are held, rendered, up to
 * `head`: an epoch is rendered once for each shape, and once read from the database for all shapes with the same condition.
 */
interface Hot {
  readonly shape: Shape
  /** All messages behind `floor` up to the end of `head`; -1: none are held. */
  tail: Message[]
  floor: Position
  head: number
  bytes: number
  usedAt: number
  readonly waiters: Set<Waiter>
  readonly bodies: Map<string, News>
}
interface Waiter {
  readonly hot: Hot
  readonly until: number
  readonly wake: (why: Waking) => void
}

export interface LiveOptions {
  readonly db: Pick<FeedDatabase, 'tx'>
  readonly head: () => number
  /** An answer ends when it holds this much. */
  readonly chunkBytes: number
}

/** Held of a shape, at most; who is further behind reads from the database. */
const TAIL_BYTES = 256 * 1024
/** An epoch with more changes than this is not held either. */
const MAX_CHANGES = 2_000
const PAGES_BYTES = 16 * 1024 * 1024
const HOT_MS = 60_000

export type Live = ReturnType<typeof createLive>
export function createLive({ db, head, chunkBytes }: LiveOptions) {
  const hots = new Map<string, Hot>()
  const tailBytes = Math.min(TAIL_BYTES, chunkBytes)
  const pages = createCache<Page>(PAGES_BYTES, ({ messages }) => messages.reduce((sum, { text }) => sum + text.length, 100))

  const hotOf = (shape: Shape): Hot => {
    let hot = hots.get(shape.handle)
    if (!hot) {
      hot = { shape, tail: [], floor: { kind: 'log', epoch: 0, position: 0 }, head: -1, bytes: 0, usedAt: 0, waiters: new Set(), bodies: new Map() }
      hots.set(shape.handle, hot)
    }
    hot.usedAt = performance.now()
    return hot
  }

  /** Messages behind `from`, from memory where they are held. `from` is not before the shape's start. */
  async function read(shape: Shape, from: Position): Promise<News> {
    const hot = hotOf(shape)
    const until = head()
    if (hot.head === until && !isBehind(from, hot.floor)) {
      const first = hot.tail.findIndex((message) => isBehind(from, message))
      return newsOf(hot, first < 0 ? [] : hot.tail.slice(first), from, until)
    }
    const page = await pages.get(`${shape.handle} ${from.epoch}_${from.position} ${until}`, () => db.tx([], (q) => readLog(q, shape, from, until, chunkBytes)))
    const end = page.messages.at(-1) ?? from
    if (page.isWhole && head() === until) {
      if (hot.head !== until) Object.assign(hot, { head: until, tail: [], bytes: 0, floor: end })
      else if (hot.tail.length === 0 && isBehind(end, hot.floor)) hot.floor = end
    }
    return newsOf(hot, page.messages, from, page.isWhole ? until : null)
  }

  function newsOf(hot: Hot, messages: readonly Message[], from: Position, upTo: number | null): News {
    const first = messages[0]
    const key = `${first ? `${first.epoch}_${first.position}` : ''} ${messages.length} ${upTo}`
    const known = hot.bodies.get(key)
    if (known) return first ? known : { ...known, end: from }
    const texts = messages.map(({ text }) => text)
    if (upTo !== null) texts.push(upToDate(upTo))
    const news: News = { messages, end: messages.at(-1) ?? from, upTo, body: Buffer.from(`[${texts.join(',\n')}]`) }
    // Pages that are read once each would fill it.
    if (hot.bodies.size < 8) hot.bodies.set(key, news)
    return news
  }

  /** Reads what epochs brought to the shapes that are held; what it returns puts that in place and wakes those who waited for it. */
  async function prepare(epochs: readonly Epoch[], from: number): Promise<() => void> {
    const until = epochs.at(-1)?.epoch ?? from
    const touched = new Set(epochs.flatMap(({ relations }) => relations))
    const isTouched = ({ shape }: Hot) => touched.has(shape.definition.relation.oid)
    const groups = Map.groupBy(
      // Who does not wait is further behind, and reads from the database what is more than is held.
      [...hots.values()].filter((hot) => hot.head === from && hot.waiters.size > 0 && isTouched(hot)),
      ({ shape }) => shape.definition.group,
    )
    const news = new Map<Hot, Message[]>()
    if (groups.size > 0)
      await db.tx([], async (q) => {
        for (const group of groups.values()) {
          const lists = await readNews(
            q,
            group.map(({ shape }) => shape),
            from,
            until,
            MAX_CHANGES,
          )
          for (const [i, hot] of group.entries()) if (lists) news.set(hot, lists[i] ?? [])
        }
      })
    return () => {
      for (const handle of epochs.flatMap(({ ended }) => ended)) end(handle)
      for (const hot of hots.values()) {
        hot.bodies.clear()
        const fresh = isTouched(hot) ? news.get(hot) : []
        if (hot.head !== from || !fresh) {
          Object.assign(hot, { head: -1, tail: [], bytes: 0 })
          wake(hot, 'news')
          continue
        }
        hot.head = until
        if (fresh.length === 0) continue
        hold(hot, fresh)
        wake(hot, 'news')
      }
    }
  }

  function hold(hot: Hot, fresh: readonly Message[]): void {
    hot.tail.push(...fresh)
    for (const { text } of fresh) hot.bytes += Buffer.byteLength(text)
    let dropped = 0
    for (const message of hot.tail) {
      if (hot.bytes <= tailBytes) break
      hot.bytes -= Buffer.byteLength(message.text)
      hot.floor = message
      dropped++
    }
    if (dropped > 0) hot.tail = hot.tail.slice(dropped)
  }

  /** In the order of their deadlines, as all wait equally long. */
  const waiting = new Set<Waiter>()
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  function sweep(): void {
    timer = undefined
    const now = performance.now()
    for (const waiter of waiting) {
      if (waiter.until > now) {
        timer = setTimeout(sweep, waiter.until - now)
        return
      }
      waiter.wake('time')
    }
  }

  /** Until something comes, `until` (performance.now()) has passed, the shape ends, or the sender is gone (as if time were up). */
  function wait(shape: Shape, until: number, signal: AbortSignal): Promise<Waking> {
    const hot = hotOf(shape)
    if (isStopped || signal.aborted || until <= performance.now()) return Promise.resolve('time')
    return new Promise((resolve) => {
      const onAbort = () => waiter.wake('time')
      const waiter: Waiter = {
        hot,
        until,
        wake(why) {
          signal.removeEventListener('abort', onAbort)
          waiting.delete(waiter)
          hot.waiters.delete(waiter)
          resolve(why)
        },
      }
      signal.addEventListener('abort', onAbort)
      hot.waiters.add(waiter)
      waiting.add(waiter)
      timer ??= setTimeout(sweep, until - performance.now())
    })
  }
  function wake(hot: Hot, why: Waking): void {
    hot.usedAt = performance.now()
    for (const waiter of hot.waiters) waiter.wake(why)
  }
  function end(handle: string): void {
    const hot = hots.get(handle)
    hots.delete(handle)
    pages.forget(`${handle} `)
    if (hot) wake(hot, 'ended')
  }

  return {
    read,
    wait,
    prepare,
    /** Nobody reads or did lately. */
    isIdle: () => hots.size === 0,
    /** Those who wait now. */
    waiting: () => waiting.size,
    /** Handles that are read now. */
    handles: () => [...hots.keys()],
    cool() {
      const now = performance.now()
      for (const [handle, { usedAt, waiters }] of hots) if (waiters.size === 0 && now - usedAt > HOT_MS) hots.delete(handle)
    },
    /** Lets all who wait go, as if their time were up. */
    stop() {
      isStopped = true
      clearTimeout(timer)
      for (const waiter of waiting) waiter.wake('time')
    },
  }
}
