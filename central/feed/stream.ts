import type { Live, News } from './live.ts'
import { upToDate } from './protocol.ts'
import type { Shape } from './shape.ts'

export interface StreamOptions {
  readonly live: Live
  readonly shape: Shape
  /** What was there already: it is sent, and the stream ends, for the reader to come again from its end. */
  readonly first: News
  readonly head: () => number
  readonly lastsMs: number
  readonly keepAliveMs: number
  readonly signal: AbortSignal
}

/**
 * Server-sent events of a shape's log. Ends after its time, when the shape ends (without a word: the next request is told), and with
 * the reader.
 */
export function stream({ live, shape, first, head, lastsMs, keepAliveMs, signal }: StreamOptions): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder()
  const until = performance.now() + lastsMs
  let isGone = false
  return new ReadableStream<Uint8Array>({
    async start(controller) {
      const say = (text: string) => isGone || controller.enqueue(bytes.encode(text))
      const tell = ({ messages, upTo }: News) => {
        const texts = messages.map(({ text }) => text)
        if (upTo !== null) texts.push(upToDate(upTo))
        say(texts.map((text) => `data: ${text}\n\n`).join(''))
      }
      const finish = () => {
        if (!isGone) controller.close()
        isGone = true
      }
      if (first.messages.length > 0) {
        tell(first)
        return finish()
      }
      const run = async () => {
        let from = first.end
        let quietUntil = performance.now() + keepAliveMs
        while (!isGone && !signal.aborted) {
          const news = await live.read(shape, from)
          if (shape.isEnded) break
          if (news.messages.length > 0) {
            tell(news)
            from = news.end
            quietUntil = performance.now() + keepAliveMs
            continue
          }
          if (news.upTo !== head()) continue
          const why = await live.wait(shape, Math.min(until, quietUntil), signal)
          if (why === 'ended' || performance.now() >= until) break
          if (why === 'time') {
            if (performance.now() < quietUntil) break
            say(': keep-alive\n\n')
            quietUntil = performance.now() + keepAliveMs
          }
        }
        finish()
      }
      run().catch((error: unknown) => {
        if (!isGone) controller.error(error)
        isGone = true
      })
    },
    cancel() {
      isGone = true
    },
  })
}
