import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** A printer that takes raw bytes: on the network (port 9100 is usual), or at a port of this PC. */
export type PrinterAt = { readonly host: string; readonly port: number } | { readonly path: string }
/** Why bytes did not become paper. `silent`: it takes the connection, or the bytes, and says nothing more. */
export type SendProblem = 'refused' | 'silent' | 'paperOut' | 'coverOpen' | 'unknownHost' | 'noDevice' | 'broken'

/** Units: ms. */
export interface Patience {
  readonly connect: number
  /** For the answer to a question; printers that give none are believed. */
  readonly answer: number
  /** For the paper. */
  readonly print: number
}
const PATIENCE: Patience = { connect: 3000, answer: 400, print: 12_000 }

/** ESC/POS, DLE EOT 2 and 4: why it is offline, how much paper there is; answered at once, a byte each. */
const ASK_STATUS = Buffer.from([0x10, 0x04, 2, 0x10, 0x04, 4])
const COVER_OPEN = 0x04
const PAPER_END = 0x60
/** GS r 1: the paper sensor, answered in its turn, which is after everything before it is printed. */
const ASK_DONE = Buffer.from([0x1d, 0x72, 1])
const ROLL_END = 0x0c

const PROBLEM_OF: Readonly<Record<string, SendProblem>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'unknownHost',
  EAI_AGAIN: 'unknownHost',
  ETIMEDOUT: 'silent',
  EHOSTUNREACH: 'silent',
  ENETUNREACH: 'silent',
  EHOSTDOWN: 'silent',
  ENOENT: 'noDevice',
  ENXIO: 'noDevice',
  ENODEV: 'noDevice',
  ENOSPC: 'paperOut',
}
const problemOf = (error: unknown): SendProblem => PROBLEM_OF[String((error as { code?: unknown }).code)] ?? 'broken'

/** Sends bytes to a printer; null once they are printed, as far as it says. Never throws. */
export const sendToPrinter = (at: PrinterAt, bytes: Uint8Array, patience: Patience = PATIENCE): Promise<SendProblem | null> =>
  ('path' in at ? toPort(at.path, bytes, patience) : toHost(at, bytes, patience)).catch(problemOf)

async function toHost({ host, port }: { host: string; port: number }, bytes: Uint8Array, patience: Patience): Promise<SendProblem | null> {
  const socket = connect({ host, port, noDelay: true })
  const said: number[] = []
  socket.on('data', (data) => said.push(...data))
  let fault: SendProblem | null = null
  socket.on('error', (error) => {
    fault = problemOf(error)
  })
  try {
    if (!(await reached(socket, 'connect', patience.connect))) return fault ?? 'silent'
    socket.write(ASK_STATUS)
    await heard(socket, () => said.length >= 2, patience.answer)
    const [cover = 0, paper = 0] = said
    if ((cover & COVER_OPEN) !== 0) return 'coverOpen'
    if ((paper & PAPER_END) !== 0) return 'paperOut'
    const answers = said.length >= 2
    const before = said.length
    socket.end(answers ? Buffer.concat([bytes, ASK_DONE]) : bytes)
    if (!(await reached(socket, 'finish', patience.print))) return fault ?? 'silent'
    if (!answers) return fault
    await heard(socket, () => said.length > before, patience.print)
    const done = said[before]
    return done === undefined ? (fault ?? 'silent') : (done & ROLL_END) === 0 ? null : 'paperOut'
  } finally {
    socket.destroy()
  }
}

/** True once it happened; false when it closed, or took too long. */
const reached = (socket: Socket, event: 'connect' | 'finish', ms: number): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms)
    socket.once(event, () => (clearTimeout(timer), resolve(true)))
    socket.once('close', () => (clearTimeout(timer), resolve(false)))
  })

/** Until enough was said, the other side has closed, or it took too long. */
const heard = (socket: Socket, isEnough: () => boolean, ms: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    const look = () => {
      if (!isEnough() && !socket.closed) return
      clearTimeout(timer)
      resolve()
    }
    socket.on('data', look)
    socket.once('close', look)
    look()
  })

const PAUSE_MS = 50
/** Without blocking: a printer that takes nothing must not hold a thread of the program for ever. */
async function toPort(path: string, bytes: Uint8Array, { print }: Patience): Promise<SendProblem | null> {
  const file = await open(path, constants.O_WRONLY | (constants.O_NONBLOCK ?? 0))
  try {
    let sent = 0
    for (let waited = 0; sent < bytes.length; ) {
      const taken = await file.write(bytes, sent).catch((error: unknown) => {
        if ((error as { code?: unknown }).code === 'EAGAIN') return null
        throw error
      })
      if (taken) sent += taken.bytesWritten
      else if (waited >= print) return 'silent'
      else await wait(PAUSE_MS).then(() => (waited += PAUSE_MS))
    }
    return null
  } finally {
    await file.close()
  }
}
