import { join } from 'node:path'
import { v7 } from 'uuid'
import { startCore } from '#main/index.ts'
import type { Config } from '#main/platform/config.ts'
import { type Core, DATABASE_FILE } from '#main/platform/core.ts'
import { type Clock, systemClock } from '#main/platform/clock.ts'
import { createLog } from '#main/platform/log.ts'
import { CONTRACT_VERSION } from '#shared/contract/envelope.ts'
import type { OperationName, OperationOf } from '#shared/modules.ts'
import type { CallOf, OutputOf } from '#shared/contract/define.ts'
import { SEED_OWNER, sourceConfig } from '#tools/seed/shop.ts'

/** Folder of the big shop that this run may change, made by `tools/bench.ts`. */
export const FOLDER = process.env['BENCH_SHOP'] ?? ''
export const FILE = join(FOLDER, DATABASE_FILE)
export const LINES = Number(process.env['BENCH_LINES'])

const CLIENT = { ip: '127.0.0.1', userAgent: 'Bayline bench' }

export interface BigShop {
  readonly core: Core
  /** Text of a call by the owner, as it comes from a wire. */
  text<N extends OperationName>(name: N, input: CallOf<OperationOf<N>>): string
  /** The whole way through dispatch, from text to text. */
  send(text: string): Promise<string>
  /** Value of a call that must succeed. */
  get<N extends OperationName>(name: N, input: CallOf<OperationOf<N>>): Promise<OutputOf<OperationOf<N>>>
}

/** The real core over the big shop, as it runs in a shop: its owner signed in, answers unchecked, logs at `info` going nowhere. */
export async function openBigShop(clock: Clock = systemClock, own: Partial<Config> = {}): Promise<BigShop> {
  const core = startCore({ config: { ...sourceConfig(FOLDER), ...own }, log: createLog('info', () => {}, Date.now), clock })
  const send = (text: string) => core.call(text, CLIENT)
  const textOf = (name: string, input: unknown, token?: string) => JSON.stringify({ v: CONTRACT_VERSION, id: v7(), name, input, token })
  const ask = async (text: string): Promise<unknown> => {
    const answer = JSON.parse(await send(text)) as { ok: boolean; value: unknown; error: unknown }
    if (!answer.ok) throw new Error(`${text.slice(0, 200)} was refused: ${JSON.stringify(answer.error)}`)
    return answer.value
  }
  const { token } = (await ask(textOf('auth.signIn', { email: SEED_OWNER.email, password: SEED_OWNER.password }))) as { token: string } // the operation's own answer
  return {
    core,
    send,
    text: (name, input) => textOf(name, input, token),
    get: async (name, input) => (await ask(textOf(name, input, token))) as never, // likewise
  }
}

/** An answer that must be a success; looked at in text, as parsing is the caller's own work. */
export function mustBeOk(answer: string): void {
  if (!answer.includes('"ok":true')) throw new Error(`refused: ${answer.slice(0, 300)}`)
}
