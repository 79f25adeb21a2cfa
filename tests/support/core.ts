import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { startCore } from '#main/index.ts'
import type { Clock } from '#main/platform/clock.ts'
import type { Config } from '#main/platform/config.ts'
import type { Core, CoreOptions } from '#main/platform/core.ts'
import { createLog } from '#main/platform/log.ts'
import { type AnswerEnvelope, CONTRACT_VERSION } from '#shared/contract/envelope.ts'
import type { CallOf, OutputOf } from '#shared/contract/define.ts'
import type { OperationName, OperationOf } from '#shared/modules.ts'
import type { Failure } from '#shared/kernel/result.ts'
import { MIGRATIONS, migratedDatabase } from './migrated.ts'
import { ROOT } from './sources.ts'

export const ASSETS = join(ROOT, 'main/assets')

/** A clock that stands still until the test moves it. */
export interface TestClock extends Clock {
  at: number
}
export const testClock = (at = Date.UTC(2026, 2, 2, 8)): TestClock => ({
  at,
  now() {
    return this.at
  },
  newId: <T>() => v7() as T as never,
})

export interface TestCore extends Core {
  readonly clock: TestClock
  readonly logged: string[]
  /** Raw answer of a call. */
  ask<N extends OperationName>(name: N, input: CallOf<OperationOf<N>>, token?: string, id?: string): Promise<AnswerEnvelope>
  /** Value of a call that must succeed. */
  get<N extends OperationName>(name: N, input: CallOf<OperationOf<N>>, token?: string): Promise<OutputOf<OperationOf<N>>>
  /** Failure of a call that must be refused. */
  refused<N extends OperationName>(name: N, input: CallOf<OperationOf<N>>, token?: string): Promise<Failure>
  /** Text as it comes from a wire. */
  send(text: string): Promise<AnswerEnvelope>
}

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'bayline-test-'))

export const testConfig = (own: Partial<Config> = {}): Config => ({
  dataDir: temporaryFolder(),
  logLevel: 'debug',
  port: 0,
  host: '127.0.0.1',
  kiosk: false,
  demo: false,
  migrationsDir: MIGRATIONS,
  assetsDir: ASSETS,
  version: '0.0.0-test',
  ...own,
})

/** The real core on real SQLite with the real migrations; in memory unless a file is named. */
export function openTestCore(
  options: {
    file?: string
    config?: Partial<Config>
    clock?: TestClock
    freeBytes?: () => number | null
    /** Begins in memory as this, instead of with nothing in it. */
    image?: Buffer
    link?: CoreOptions['link']
    hub?: CoreOptions['hub']
  } = {},
): TestCore {
  const clock = options.clock ?? testClock()
  const logged: string[] = []
  const config = testConfig(options.config)
  const log = createLog(
    'debug',
    (line) => logged.push(line),
    () => clock.now(),
  )
  const core = startCore({
    config,
    log,
    clock,
    ...(options.file ? { file: options.file } : { file: ':memory:', image: options.image ?? migratedDatabase().image }),
    checkOutput: true,
    ...(options.freeBytes && { freeBytes: options.freeBytes }),
    ...(options.link && { link: options.link }),
    ...(options.hub && { hub: options.hub }),
  })
  const send = async (text: string) => JSON.parse(await core.call(text, { ip: '127.0.0.1', userAgent: 'test' })) as AnswerEnvelope
  const ask: TestCore['ask'] = (name, input, token, id = randomUUID()) => send(JSON.stringify({ v: CONTRACT_VERSION, id, name, input, token }))
  return {
    ...core,
    clock,
    logged,
    send,
    ask,
    get: async (name, input, token) => {
      const answer = await ask(name, input, token)
      if (!answer.ok) throw new Error(`${name} was refused: ${JSON.stringify(answer.error)}\n${logged.slice(-2).join('\n')}`)
      return answer.value as never
    },
    refused: async (name, input, token) => {
      const answer = await ask(name, input, token)
      if (answer.ok) throw new Error(`${name} was not refused: ${JSON.stringify(answer.value)}`)
      return answer.error
    },
  }
}

export const OWNER = { name: 'Ada Owner', email: 'ada@example.org', password: 'correct horse 7' }

/** A core with a company, one location and its owner signed in. */
export async function openShop(options: Parameters<typeof openTestCore>[0] = {}): Promise<TestCore & { owner: string }> {
  const core = openTestCore(options)
  const { token } = await core.get('auth.setUp', {
    company: { name: 'Test Garage', currency: 'EUR', language: 'en', zone: 'Europe/Berlin', country: 'DE', taxRateBp: 1900, laborRateMinor: 9000 },
    location: { name: 'Main street' },
    owner: OWNER,
  })
  return Object.assign(core, { owner: token })
}
