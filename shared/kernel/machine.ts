/** A lifecycle as a total table: every state answers every event with the next state or a refusal. */
export type Machine<State extends string, Event extends string> = Record<State, Record<Event, State | 'refused'>>

export const states = <State extends string>(machine: Machine<State, string>): [State, ...State[]] => Object.keys(machine) as [State, ...State[]] // a machine without states is no machine

/** States in which `event` is legal: for disabled buttons and their reasons. */
export const statesAllowing = <State extends string, Event extends string>(machine: Machine<State, Event>, event: Event): State[] =>
  states(machine).filter((state) => machine[state][event] !== 'refused')
