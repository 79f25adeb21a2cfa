import type { Pressed } from '#shared/modules/clock/model.ts'
import { clockMachine } from '#shared/modules/clock/model.ts'
import { next } from '#shared/modules/clock/rules.ts'
import { useCommand } from '../../../data/command.ts'
import { useQuery } from '../../../data/queries.ts'
import { useSession } from '../../../data/session.ts'
import { failureText } from '../../../texts/failure.ts'

/** The clock of the person who is signed in, and the keys that mean something on it now. Null: they have none. */
export function useMyClock() {
  const { can } = useSession()
  const { data } = useQuery('clock.mine', {}, { enabled: can('clock.punch') })
  const { run, isRunning, failure } = useCommand('clock.punch')
  if (!data) return null
  const keys = (['clockIn', 'back', 'pause', 'clockOut'] as const)
    .filter((event) => clockMachine[data.activity][event] !== 'refused' || (event === 'clockOut' && data.activity === 'job'))
    .map((event) => {
      const to = next(data.activity, event, data.workOrderId === null ? undefined : data)
      return { event, why: to.ok ? null : failureText(to.error) }
    })
  return { standing: data, keys, press: (event: Pressed) => void run({ event }), isRunning, failure }
}
