import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { writeDurably } from '../durable.ts'
import { factsOf, type Log } from '../log.ts'
import { advertise as advertiseHub, findHubs, type FoundHub } from './network.ts'
import type { CentreProcess, SpawnCentre } from './spawn.ts'

export type HubState = 'off' | 'starting' | 'running' | 'failed'
export interface HubView {
  readonly state: HubState
  readonly name: string
  /** What other devices are told to join. */
  readonly address: string
  /** Why it does not run; empty unless failed. */
  readonly problem: string
}
export type HubStarted =
  /** `code` lets this very device in, as the first; null where the centre has devices already. `address` is for this machine. */
  { readonly ok: true; readonly address: string; readonly code: string | null } | { readonly ok: false; readonly problem: string }

/** This PC as the shop's hub: runs the centre as a child process on the shop's network, and tells the network of it. */
export interface Hub {
  view(): HubView
  /** Starts it and keeps the setting, so that it starts with the program from now on. Resolves when it listens, or does not. */
  start(name: string): Promise<HubStarted>
  /** Stops it and keeps that. Its database stays. */
  stop(): Promise<void>
  /** Starts it if the setting says so; at the start of the program. */
  resume(): void
  find(): Promise<FoundHub[]>
  onChange(listener: () => void): void
  /** Ends the process for the end of the program; the setting stays. */
  close(): Promise<void>
}

const setting = z.strictObject({ name: z.string().min(1).max(60), port: z.number().int().min(1).max(65535), isOn: z.boolean() })
type Setting = z.infer<typeof setting>
const said = z.discriminatedUnion('event', [
  z.object({ event: z.literal('listening'), address: z.string() }),
  z.object({ event: z.literal('code'), code: z.string() }),
])

const FILE = 'hub.json'
/** Where the hub's database, certificate and password stand, inside the data folder. */
export const HUB_FOLDER = 'hub'
const PORT = 7878
/** A first start makes a database cluster. */
const START_MS = 120_000
/** After it listens, the code for the first device follows at once, if there is one. */
const CODE_MS = 1_500
const FIRST_RESTART_MS = 2_000
const LONGEST_RESTART_MS = 60_000

interface HubOptions {
  readonly dataDir: string
  readonly spawn: SpawnCentre
  readonly log: Log
  readonly port?: number
  readonly advertise?: typeof advertiseHub
  readonly find?: typeof findHubs
}

export function createHub({ dataDir, spawn, log, port = PORT, advertise = advertiseHub, find = findHubs }: HubOptions): Hub {
  const file = join(dataDir, FILE)
  const listeners: (() => void)[] = []
  const onNetworkError = (error: unknown) => log.warn('hub not announced', factsOf(error))
  let view: HubView = { state: 'off', name: readSetting(file)?.name ?? '', address: '', problem: '' }
  let running: { process: CentreProcess; silence: () => Promise<void> } | undefined
  let restart: NodeJS.Timeout | undefined
  let restartMs = FIRST_RESTART_MS

  const show = (next: Partial<HubView>) => {
    view = { ...view, ...next }
    for (const listener of listeners) listener()
  }

  async function launch({ name, port: at }: Setting): Promise<HubStarted> {
    show({ state: 'starting', name, problem: '' })
    const listening = Promise.withResolvers<string>()
    const code = Promise.withResolvers<string>()
    let lastLine = ''
    const process = spawn(
      {
        BAYLINE_CENTRAL_DATA_DIR: join(dataDir, HUB_FOLDER),
        BAYLINE_CENTRAL_LAN: 'true',
        BAYLINE_CENTRAL_PORT: String(at),
        BAYLINE_CENTRAL_LOG_LEVEL: 'warn',
      },
      {
        onSaid: (line) => {
          const parsed = said.safeParse(parse(line))
          if (!parsed.success) return
          if (parsed.data.event === 'listening') listening.resolve(parsed.data.address)
          else code.resolve(parsed.data.code)
        },
        onLog: (line) => {
          lastLine = line.slice(0, 500)
          log.warn('hub', { line: lastLine })
        },
      },
    )
    const address = await Promise.race([listening.promise, process.ended.then(() => null), after(START_MS)])
    if (address === null) {
      await process.stop()
      const problem = lastLine === '' ? 'It did not start in time.' : lastLine
      show({ state: 'failed', problem })
      return { ok: false, problem }
    }
    const { hash, port: realPort } = new URL(address)
    const silence = await advertise({ name, port: Number(realPort), fingerprint: hash.slice(1) }, onNetworkError).catch((error: unknown) => {
      onNetworkError(error)
      return () => Promise.resolve()
    })
    const mine = { process, silence }
    running = mine
    restartMs = FIRST_RESTART_MS
    show({ state: 'running', address })
    void process.ended.then(() => {
      if (running !== mine) return
      running = undefined
      void silence()
      show({ state: 'failed', problem: lastLine, address: '' })
      again()
    })
    const first = await Promise.race([code.promise, after(CODE_MS)])
    // The address on the network changes with it; this machine reaches itself.
    return { ok: true, address: `https://127.0.0.1:${realPort}/${hash}`, code: first }
  }

  /** It ended by itself, or could not start: it is tried again, more and more rarely. */
  const again = () => {
    restart = setTimeout(() => {
      const kept = readSetting(file)
      if (kept?.isOn)
        void launch(kept).then((started) => {
          if (!started.ok) again()
        })
    }, restartMs)
    restart.unref()
    restartMs = Math.min(restartMs * 2, LONGEST_RESTART_MS)
  }

  const end = async () => {
    clearTimeout(restart)
    const was = running
    running = undefined
    if (!was) return
    await was.silence()
    await was.process.stop()
  }

  return {
    view: () => view,
    start: async (name) => {
      const next = { name, port: readSetting(file)?.port ?? port, isOn: true }
      const started = await launch(next)
      if (started.ok) writeDurably(file, JSON.stringify(next))
      return started
    },
    stop: async () => {
      const kept = readSetting(file)
      if (kept) writeDurably(file, JSON.stringify({ ...kept, isOn: false }))
      await end()
      show({ state: 'off', address: '', problem: '' })
    },
    resume: () => {
      const kept = readSetting(file)
      if (!kept?.isOn) return
      void launch(kept).then((started) => {
        if (!started.ok) again()
      })
    },
    find: () => find(onNetworkError),
    onChange: (listener) => {
      listeners.push(listener)
    },
    close: end,
  }
}

const after = (ms: number): Promise<null> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(null), ms).unref()
  })

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function readSetting(file: string): Setting | undefined {
  if (!existsSync(file)) return undefined
  const parsed = setting.safeParse(parse(readFileSync(file, 'utf8')))
  return parsed.success ? parsed.data : undefined
}
