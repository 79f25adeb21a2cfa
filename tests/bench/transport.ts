import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { WebSocket } from 'ws'
import { spawnCore } from '#main/platform/core-client.ts'
import { CONTRACT_VERSION } from '#shared/contract/envelope.ts'
import { SEED_OWNER, sourceConfig } from '#tools/seed/shop.ts'
import { calls, connect, startHeadless } from './support/headless.ts'
import { latencies, measure, type Outcome, report } from './support/measure.ts'
import { FOLDER, mustBeOk } from './support/shop.ts'

/*
 * A validated call, from an object to an object: envelope, session, permission, input, query, answer. Beside it a bare echo over the
 * same transport that parses the call and makes text of an answer of the same size.
 */
const ROOT = join(import.meta.dirname, '../..')
const CLIENT = { ip: '127.0.0.1', userAgent: 'Bayline bench' }
type Send = (text: string) => Promise<string>

let made = 0
const envelope = (name: string, input: unknown, token?: string) => JSON.stringify({ v: CONTRACT_VERSION, id: `bench-call-${made++}`, name, input, token })
const ask = async (send: Send, name: string, input: unknown, token?: string): Promise<unknown> => {
  const text = await send(envelope(name, input, token))
  mustBeOk(text)
  return (JSON.parse(text) as { value: unknown }).value
}
const signIn = async (send: Send) => ((await ask(send, 'auth.signIn', { email: SEED_OWNER.email, password: SEED_OWNER.password })) as { token: string }).token // the operation's own answer

const CALLS = [
  { name: 'workspace.welcome', input: {}, words: 'smallest query', count: 1500 },
  { name: 'customers.list', input: {}, words: 'page of 50', count: 800 },
] as const
/** What each call is answered with, for the echo to answer with the same. */
const values = async (send: Send, token: string) =>
  Object.fromEntries(await Promise.all(CALLS.map(async ({ name, input }) => [name, await ask(send, name, input, token)])))

const outcomes: Outcome[] = []
async function compare(transport: string, ours: Send, token: string, bare: Send) {
  for (const { name, input, words, count } of CALLS)
    outcomes.push(
      await measure({
        id: `transport.${transport} ${words}`,
        title: `${transport}, ${words}`,
        subject: () => latencies(count, () => ask(ours, name, input, token)),
        bare: { name: 'bare echo', run: () => latencies(count, () => ask(bare, name, input, token)) },
        bounds: { ratio: 3 },
      }),
    )
}

{
  const core = await spawnCore(join(ROOT, 'main/worker.ts'), { ...sourceConfig(FOLDER), logLevel: 'warn' })
  const ours: Send = (text) => core.call(text, CLIENT)
  const token = await signIn(ours)
  const worker = new Worker(join(import.meta.dirname, 'support/echo.ts'), { workerData: JSON.stringify(await values(ours, token)) })
  const waiting = new Map<number, (text: string) => void>()
  let n = 0
  worker.on('message', (message: { n: number; text: string }) => {
    waiting.get(message.n)?.(message.text)
    waiting.delete(message.n)
  })
  const bare: Send = (text) =>
    new Promise((resolve) => {
      waiting.set(++n, resolve)
      worker.postMessage({ n, text })
    })
  await compare('MessagePort', ours, token, bare)
  await worker.terminate()
  await core.shutdown()
}
{
  const headless = await startHeadless()
  const socket = await connect(headless.address)
  const token = await signIn(socket.send)
  const echo = spawn(process.execPath, [join(import.meta.dirname, 'support/echo.ts'), JSON.stringify(await values(socket.send, token))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [port] = (await once(echo.stdout, 'data')) as [Buffer] // its first line
  const plain = new WebSocket(`ws://127.0.0.1:${port.toString().trim()}`, { perMessageDeflate: false })
  await once(plain, 'open')
  const bare = calls(plain)
  await compare('WebSocket', socket.send, token, bare.send)
  bare.close()
  echo.kill()
  socket.close()
  await headless.stop()
}
report(outcomes)
