import { useCallback, useRef, useState } from 'react'
import type { Err, Ok } from '#shared/kernel/result.ts'
import type { CommandName } from '#shared/modules.ts'
import { type AnyFailure, call, type Input, newCallId, type Output } from './client.ts'

export interface CommandState<N extends CommandName> {
  /** Runs the command; answers with its result and never rejects. */
  run: (input: Input<N>) => Promise<Ok<Output<N>> | Err<AnyFailure>>
  readonly isRunning: boolean
  /** Of the last run. */
  readonly failure: AnyFailure | null
  clear: () => void
}

/**
 * A command of the contract. When the line was lost on the way, the next run with the same input carries the same call id,
 * so that the deed is done once however often the person presses save.
 */
export function useCommand<N extends CommandName>(name: N): CommandState<N> {
  const [running, setRunning] = useState(0)
  const [failure, setFailure] = useState<AnyFailure | null>(null)
  const unknown = useRef<{ id: string; input: string } | null>(null)

  const run = useCallback(
    async (input: Input<N>) => {
      const text = JSON.stringify(input)
      const id = unknown.current?.input === text ? unknown.current.id : newCallId()
      setRunning((count) => count + 1)
      const answer = await call(name, input, { id })
      setRunning((count) => count - 1)
      unknown.current = !answer.ok && answer.error.code === 'platform.unreachable' ? { id, input: text } : null
      setFailure(answer.ok ? null : answer.error)
      return answer
    },
    [name],
  )
  return { run, isRunning: running > 0, failure, clear: useCallback(() => setFailure(null), []) }
}
