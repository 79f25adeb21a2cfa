import type { FeedChange } from './apply.ts'

/** The rows of answers, taken out before Electric's client looks at every value of every row one by one: that takes half as long as keeping them. */
export interface SetAside {
  /** Asks, and leaves one message in the place of all rows in a row. */
  readonly fetch: typeof fetch
  /** The rows in whose place the message of this key stands; once. */
  take(key: string): readonly FeedChange[] | undefined
}

interface RowMessage {
  readonly value: Readonly<Record<string, string | null | undefined>>
  readonly headers: { readonly operation: string }
}

export function setAside(ask: typeof fetch): SetAside {
  const held = new Map<string, FeedChange[]>()
  let count = 0
  return {
    fetch: async (input, init) => {
      const response = await ask(input, init)
      if (response.status !== 200) return response
      // A third of the time that the response takes to make its text.
      const text = Buffer.from(await response.arrayBuffer()).toString()
      const messages = parse(text)
      // What is no list the client complains of.
      if (!Array.isArray(messages)) return new Response(text, response)
      const left: unknown[] = []
      let rows: FeedChange[] | undefined
      for (const message of messages as unknown[]) {
        if (!isRow(message)) {
          left.push(message)
          rows = undefined
          continue
        }
        if (!rows) {
          const key = String(++count)
          rows = []
          held.set(key, rows)
          left.push({ key, value: {}, headers: { operation: 'insert' } })
        }
        rows.push(changeOf(message))
      }
      return new Response(JSON.stringify(left), response)
    },
    take: (key) => {
      const rows = held.get(key)
      held.delete(key)
      return rows
    },
  }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null
const isRow = (message: unknown): message is RowMessage =>
  isObject(message) && isObject(message['value']) && isObject(message['headers']) && typeof message['headers']['operation'] === 'string'

/** SQLite takes numbers and texts: rows stay JSON text until they are applied. */
function changeOf({ value: { kind, id, rev, clk, doc }, headers: { operation } }: RowMessage): FeedChange {
  const key = { kind: String(kind), id: String(id) }
  if (operation === 'delete') return { ...key, remove: true }
  return { ...key, rev: rev === undefined || rev === null ? null : Number(rev), clk: clk ?? null, doc: doc ?? null }
}
