import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { modules } from '#main/index.ts'
import * as auth from '#main/modules/auth/service.ts'
import { hashToken } from '#main/modules/auth/prepare.ts'
import { location } from '#main/modules/workspace/tables.ts'
import { implement, type Module, type Reactions, type WriteCtx } from '#main/platform/context.ts'
import { type Core, createCore } from '#main/platform/core.ts'
import { createLog } from '#main/platform/log.ts'
import { command, contract, failures, query } from '#shared/contract/define.ts'
import { type AnswerEnvelope, CONTRACT_VERSION } from '#shared/contract/envelope.ts'
import { ok } from '#shared/kernel/result.ts'
import { type TestClock, testClock, testConfig } from './core.ts'

export const probeFails = failures('probe', { refused: 'conflict' })

/** Saves a location under a name: the smallest real row. */
export const saveRow = (ctx: WriteCtx, name: string): void =>
  ctx.db.insert(location, { id: ctx.newId<'location'>(), name, address: '', phone: '', opensAtMinutes: 0, closesAtMinutes: 60, openWeekdays: '' })

const probeContract = contract('probe', {
  save: command({
    input: z.strictObject({ name: z.string() }),
    output: z.object({ name: z.string(), at: z.number() }),
    needs: 'anyone',
    fails: ['probe.refused'],
  }),
  secret: command({ input: z.strictObject({ name: z.string() }), output: z.object({ token: z.string() }), needs: 'anyone', secret: true }),
  slow: command({ input: z.strictObject({ name: z.string() }), output: z.null(), needs: 'anyone', maxChars: 400 }),
  announce: command({ input: z.strictObject({ n: z.number() }), output: z.null(), needs: 'anyone' }),
  mine: command({ input: z.strictObject({ name: z.string() }), output: z.null(), needs: 'session' }),
  broken: query({ input: z.strictObject({}), output: z.null(), needs: 'anyone' }),
  names: query({ input: z.strictObject({}), output: z.array(z.string()), needs: 'anyone' }),
})

export interface Probe extends Core {
  readonly clock: TestClock
  readonly logged: string[]
  ask(name: string, input: unknown, more?: { id?: string; token?: string; v?: number }): Promise<AnswerEnvelope>
  names(): string[]
}

/** The whole core with one more module that does as a test of the platform wants. `deed` runs inside `probe.save`. */
export function openProbe(
  options: {
    reactions?: Reactions
    file?: string
    dataDir?: string
    clock?: TestClock
    deed?: (ctx: WriteCtx, name: string) => unknown
    prepare?: (name: string) => Promise<void>
  } = {},
): Probe {
  const clock = options.clock ?? testClock()
  const logged: string[] = []
  const service = {
    save: (ctx: WriteCtx, { name }: { name: string }) => {
      const deed = options.deed?.(ctx, name)
      if (deed !== undefined) return deed as never // a test's own wrong answer
      saveRow(ctx, name)
      return name === 'refused' ? probeFails.refused() : ok({ name, at: ctx.now })
    },
    secret: (ctx: WriteCtx, { name }: { name: string }) => {
      saveRow(ctx, name)
      return ok({ token: `secret of ${name}` })
    },
    slow: (ctx: WriteCtx, { name }: { name: string }) => {
      saveRow(ctx, name)
      return ok(null)
    },
    announce: (ctx: WriteCtx, { n }: { n: number }) => {
      ctx.emit('probe.announced', { n })
      return ok(null)
    },
    mine: (ctx: WriteCtx, { name }: { name: string }) => {
      saveRow(ctx, name)
      return ok(null)
    },
    broken: () => {
      throw new Error('a bug')
    },
    names: () => ok(rows()),
  }
  const prepare = {
    slow: async (_ctx: unknown, { name }: { name: string }) => {
      await options.prepare?.(name)
      return ok(null)
    },
  }
  const probe: Module = implement({ contract: probeContract, service, prepare: prepare as never, ...(options.reactions && { reactions: options.reactions }) })
  const config = testConfig(options.dataDir === undefined ? {} : { dataDir: options.dataDir })
  const core = createCore({
    config,
    clock,
    checkOutput: true,
    modules: [...modules, probe],
    file: options.file ?? ':memory:',
    log: createLog(
      'debug',
      (line) => logged.push(line),
      () => clock.now(),
    ),
    authenticate: (platform, db, token, now) => auth.authenticate(platform, db, hashToken(token), now),
  })
  const rows = (): string[] => core.platform.store.connection.raw.prepare('SELECT name FROM location ORDER BY created_at, id').pluck().all() as string[] // names are text
  return {
    ...core,
    clock,
    logged,
    names: rows,
    ask: async (name, input, { id = randomUUID(), token, v = CONTRACT_VERSION } = {}) =>
      JSON.parse(await core.call(JSON.stringify({ v, id, name, input, token }), { ip: '127.0.0.1', userAgent: 'test' })) as AnswerEnvelope,
  }
}
