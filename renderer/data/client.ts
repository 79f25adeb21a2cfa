import { v7 } from 'uuid'
import { type AnswerEnvelope, type CallEnvelope, type ChangeNotice, CONTRACT_VERSION } from '#shared/contract/envelope.ts'
import type { CallOf, OutputOf } from '#shared/contract/define.ts'
import { platformFails } from '#shared/contract/platform.ts'
import type { Err, Failure, Ok } from '#shared/kernel/result.ts'
import { MODULES, type OperationName, type OperationOf } from '#shared/modules.ts'
import { openTransport } from './transport.ts'

export type Input<N extends OperationName> = CallOf<OperationOf<N>>
export type Output<N extends OperationName> = OutputOf<OperationOf<N>>
/** A refusal as the window sees it. A core of another version may answer a code that this window has no text for. */
export type AnyFailure = Failure

export type Answer<N extends OperationName> = (Ok<Output<N>> & { reads: readonly string[] }) | Err<AnyFailure>

export const transport = openTransport()
/** Hands a text file to the person; false where they did not want it. */
export const saveText = (fileName: string, text: string): Promise<boolean> =>
  transport.saveFile(fileName, btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')))

const operations = new Map(
  MODULES.flatMap(({ contract }) => Object.entries(contract.operations).map(([key, operation]) => [`${contract.name}.${key}`, operation] as const)),
)
/** An operation's contract: its input schema, what it needs, whether it holds a secret. */
export function operationOf(name: OperationName) {
  const operation = operations.get(name)
  if (!operation) throw new Error(`${name} is in no contract`)
  return operation
}

let token: string | null = null
/** The session under which calls go out; set by the session store alone. */
export const setToken = (next: string | null): void => {
  token = next
}
let onRefused: (failure: AnyFailure, usedToken: string) => void = () => undefined
/** Hears of every refusal of a call that carried a session. */
export const setRefusedListener = (listener: typeof onRefused): void => {
  onRefused = listener
}

/** In order of time: the core's index of calls grows at its end, instead of reading and writing a page anywhere in years of them for each command. */
export const newCallId = (): string => v7()

/** Asks the core. Never rejects: a line that stays down is the failure `platform.unreachable`. */
export async function call<N extends OperationName>(name: N, input: Input<N>, options: { id?: string; token?: string } = {}): Promise<Answer<N>> {
  const id = options.id ?? newCallId()
  const usedToken = options.token ?? token
  const envelope: CallEnvelope = { v: CONTRACT_VERSION, id, name, input, ...(usedToken !== null && { token: usedToken }) }
  const text = await transport.call(id, JSON.stringify(envelope), !operationOf(name).secret)
  if (text === null) return platformFails.unreachable()
  const answer = JSON.parse(text) as AnswerEnvelope // our own core's envelope
  if (answer.ok) return { ok: true, value: answer.value as Output<N>, reads: answer.reads ?? [] } // checked against the contract in the core
  if (usedToken !== null) onRefused(answer.error, usedToken)
  return { ok: false, error: answer.error }
}

/** Tables changed by a commit, by any window of this device or by the sync. */
export const onChange = (listener: (tables: readonly string[]) => void): (() => void) =>
  transport.onNotice((text) => listener((JSON.parse(text) as ChangeNotice).changed)) // our own core's notice
