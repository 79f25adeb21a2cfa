/** A message of the protocol, as tests look at it. */
export interface FeedMessage {
  readonly key?: string
  readonly value?: Readonly<Record<string, string | null>>
  readonly old_value?: Readonly<Record<string, string | null>>
  readonly headers: Readonly<Record<string, unknown>> & {
    readonly control?: string
    readonly operation?: string
    readonly last?: boolean
    readonly txids?: readonly number[]
  }
}
export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly ms: number
  /** Of a JSON array. */
  readonly messages: readonly FeedMessage[]
  /** Those that are about rows. */
  readonly changes: readonly FeedMessage[]
  readonly handle: string
  readonly offset: string
}
type Params = Readonly<Record<string, string>>

/** Asks an endpoint over HTTP. */
export async function get(url: string, params: Params, init: RequestInit = {}): Promise<Answered> {
  const began = performance.now()
  const response = await fetch(`${url}?${new URLSearchParams(params)}`, init)
  const text = await response.text()
  const parsed: unknown = text.startsWith('[') ? JSON.parse(text) : []
  const messages = parsed as FeedMessage[] // of the endpoint
  return {
    status: response.status,
    headers: response.headers,
    text,
    ms: performance.now() - began,
    messages,
    changes: messages.filter(({ key }) => key !== undefined),
    handle: response.headers.get('electric-handle') ?? '',
    offset: response.headers.get('electric-offset') ?? '',
  }
}

/** Reads a shape as a client does, and holds its rows by key. */
export interface Follower {
  readonly rows: Map<string, Readonly<Record<string, string | null>>>
  /** Everything that came, in order. */
  readonly log: FeedMessage[]
  place(): { readonly handle: string; readonly offset: string }
  /** How often it had to begin anew. */
  refetches(): number
  /** Until the answer says that this is all; at another endpoint of the same database, if told. */
  catchUp(at?: string): Promise<void>
}

export function follow(url: string, shape: Params): Follower {
  const rows = new Map<string, Readonly<Record<string, string | null>>>()
  const log: FeedMessage[] = []
  let handle = ''
  let offset = '-1'
  let refetches = 0
  return {
    rows,
    log,
    place: () => ({ handle, offset }),
    refetches: () => refetches,
    async catchUp(at = url) {
      for (;;) {
        const answer = await get(at, { ...shape, offset, ...(offset !== '-1' && { handle }) })
        if (answer.status === 409) {
          refetches++
          rows.clear()
          offset = '-1'
          continue
        }
        if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`)
        ;({ handle, offset } = answer)
        for (const message of answer.changes) {
          log.push(message)
          const { key = '', value = {}, headers } = message
          if (headers.operation === 'delete') rows.delete(key)
          else rows.set(key, { ...rows.get(key), ...value })
        }
        if (answer.headers.has('electric-up-to-date')) return
      }
    },
  }
}
