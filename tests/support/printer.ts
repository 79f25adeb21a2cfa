import { createServer, type AddressInfo, type Socket } from 'node:net'

/** How the printer behaves: no answers at all, good ones, or trouble of a kind. */
type Says = 'nothing' | 'fine' | 'paperOut' | 'coverOpen' | 'endsOfPaper' | 'hangs'
const STATUS = [0x10, 0x04]
const DONE = [0x1d, 0x72, 1]

/** A receipt printer on a port of this machine, as far as it can be seen from outside. */
export async function openPrinter({ says = 'nothing', port = 0 }: { says?: Says; port?: number } = {}) {
  let got = Buffer.alloc(0)
  const sockets = new Set<Socket>()
  const waiting: (() => void)[] = []
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', (data) => {
      got = Buffer.concat([got, data])
      if (says === 'nothing') return
      if (data.includes(Buffer.from([...STATUS, 4]))) socket.write(Buffer.from([says === 'coverOpen' ? 0x16 : 0x12, says === 'paperOut' ? 0x72 : 0x12]))
      if (data.includes(Buffer.from(DONE)) && says !== 'hangs') socket.write(Buffer.from([says === 'endsOfPaper' ? 0x0c : 0]))
    })
    socket.on('end', () => {
      socket.end()
      for (const heard of waiting.splice(0)) heard()
    })
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const at = { host: '127.0.0.1', port: (server.address() as AddressInfo).port } // it listens on a port
  return {
    at,
    bytes: () => got,
    /** What was printed: without the questions. */
    paper: () =>
      got
        .toString('latin1')
        .replaceAll(Buffer.from([...STATUS, 2, ...STATUS, 4]).toString('latin1'), '')
        .replaceAll(Buffer.from(DONE).toString('latin1'), ''),
    forget: () => {
      got = Buffer.alloc(0)
    },
    /** The next end of a connection. */
    ended: () => (sockets.size === 0 ? Promise.resolve() : new Promise<void>((resolve) => waiting.push(resolve))),
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
export type TestPrinter = Awaited<ReturnType<typeof openPrinter>>
