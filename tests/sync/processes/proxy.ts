import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * What a line does to those who speak over it. down: it refuses. silence: what is said arrives when the fault is over. lost: never, and
 * the connection ends then. mute: answers are held. slow, drip: late; in crumbs. reset: all connections end at once. halfClose: their
 * asking side does. loseAnswer, cutAnswer: the question arrives, and the line ends at, or within, the answer.
 */
export const LINE_FAULTS = ['down', 'silence', 'lost', 'mute', 'slow', 'drip', 'reset', 'halfClose', 'loseAnswer', 'cutAnswer'] as const
export type LineFault = (typeof LINE_FAULTS)[number]

interface Connection {
  readonly near: Socket
  readonly far: Socket
  isLost: boolean
}

/** A TCP line between two programs that can be disturbed. */
export class Proxy {
  readonly port: number
  /** Whoever answers at the far end, on this machine. */
  target: number
  readonly #server: Server
  readonly #open = new Set<Connection>()
  #fault: LineFault | null = null
  #healed = Promise.withResolvers<void>()

  private constructor(server: Server, target: number) {
    this.#server = server
    this.target = target
    this.port = (server.address() as AddressInfo).port // it listens on TCP
    server.on('connection', (near: Socket) => this.#accept(near))
  }

  static async open(target: number): Promise<Proxy> {
    const server = createServer({ allowHalfOpen: true, noDelay: true })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return new Proxy(server, target)
  }

  strike(fault: LineFault): void {
    this.heal()
    this.#fault = fault
    for (const connection of this.#open) {
      if (fault === 'down' || fault === 'reset') end(connection)
      if (fault === 'halfClose') connection.far.end()
      if (fault === 'lost') connection.isLost = true
    }
    if (fault === 'reset' || fault === 'halfClose') this.#fault = null
  }

  heal(): void {
    this.#fault = null
    for (const connection of this.#open) if (connection.isLost) end(connection)
    this.#healed.resolve()
    this.#healed = Promise.withResolvers()
  }

  async close(): Promise<void> {
    for (const connection of this.#open) end(connection)
    this.heal()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #accept(near: Socket): void {
    if (this.#fault === 'down') return void near.resetAndDestroy()
    const far = connect({ port: this.target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
    const connection = { near, far, isLost: this.#fault === 'lost' }
    this.#open.add(connection)
    for (const socket of [near, far]) {
      socket.on('error', () => end(connection))
      socket.on('close', () => {
        this.#open.delete(connection)
        end(connection)
      })
    }
    void this.#carry(connection, near, far, false)
    void this.#carry(connection, far, near, true)
  }

  async #carry(connection: Connection, from: Socket, to: Socket, isAnswer: boolean): Promise<void> {
    try {
      for await (const chunk of from as AsyncIterable<Buffer>) {
        while (this.#fault === 'silence' || this.#fault === 'lost' || (isAnswer && this.#fault === 'mute')) await this.#healed.promise
        if (this.#fault === 'slow') await wait(80)
        if (isAnswer && this.#fault === 'loseAnswer') return end(connection)
        if (isAnswer && this.#fault === 'cutAnswer') {
          to.write(chunk.subarray(0, chunk.length >> 1))
          return end(connection)
        }
        if (this.#fault !== 'drip') to.write(chunk)
        else
          for (let at = 0; at < chunk.length; at += 97) {
            to.write(chunk.subarray(at, at + 97))
            await wait(1)
          }
      }
      to.end()
    } catch {
      end(connection) // one side was reset
    }
  }
}

function end({ near, far }: Connection): void {
  for (const socket of [near, far]) if (!socket.destroyed) socket.resetAndDestroy()
}
