import { type Machine, statesAllowing } from '#shared/kernel/machine.ts'
import { localeOf } from './format.ts'
import { language, t } from './t.ts'

/** Why a step of a lifecycle cannot be taken now, for a disabled button: the states that allow it. Null when it can be taken. */
export function whyNot<State extends string, Event extends string>(
  machine: Machine<State, Event>,
  state: State,
  event: Event,
  wordOf: (state: State) => string,
): string | null {
  if (machine[state][event] !== 'refused') return null
  return onlyWhile(statesAllowing(machine, event).map(wordOf))
}

/** Names the states in which something could be done. */
export const onlyWhile = (words: readonly string[]): string =>
  t('why.onlyWhile', { states: new Intl.ListFormat(localeOf(language()), { type: 'disjunction' }).format(words) })
