import type { AddressInfo } from 'node:net'
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { WebSocketServer } from 'ws'

/*
 * The bare transport: text parsed and answered with a value that is made into text, as any contract must, and nothing else. As a
 * worker thread over its port, as a process over a WebSocket whose port number it prints.
 */
const values: Readonly<Record<string, unknown>> = JSON.parse((isMainThread ? process.argv[2] : (workerData as string)) ?? '{}') as Record<string, unknown> // given by the suite
const answer = (text: string): string => {
  const { id, name } = JSON.parse(text) as { id: string; name: string }
  return JSON.stringify({ v: 1, id, ok: true, value: values[name] })
}

if (parentPort) {
  const port = parentPort
  port.on('message', ({ n, text }: { n: number; text: string }) => port.postMessage({ kind: 'answer', n, text: answer(text) }))
} else {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
  server.on('listening', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`)) // it listens on TCP
  server.on('connection', (socket) => socket.on('message', (data) => socket.send(answer((data as Buffer).toString()))))
}
