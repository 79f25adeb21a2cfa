import { GatewayCrash } from './postgres.ts'
import type { Station } from './station.ts'
import type { World } from './world.ts'

/** What goes wrong between devices and the centre, as probabilities of one request. */
export interface Weather {
  readonly lost: number
  readonly answerLost: number
  readonly twice: number
  /** Longest way of one message, ms. */
  readonly slowestMs: number
}
export const CALM: Weather = { lost: 0, answerLost: 0, twice: 0, slowestMs: 0 }
const TIMEOUT_MS = 30_000

export interface Network {
  weather: Weather
  readonly offline: Set<string>
  /** Is told of a station that crashed at a commit. */
  onCrash: (station: Station) => void
  onGatewayCrash: () => void
  request<T>(station: Station, handle: () => Promise<T> | T, answer: (value: T | undefined) => void): void
}

export function createNetwork(world: World): Network {
  const { chance } = world
  const network: Network = {
    weather: CALM,
    offline: new Set(),
    onCrash: () => {},
    onGatewayCrash: () => {},
    request: (station, handle, answer) => {
      const { lost, answerLost, twice, slowestMs } = network.weather
      const way = () => (slowestMs === 0 ? 0 : chance.of(0.1) ? chance.int(slowestMs) : chance.int(200))
      const isOffline = () => network.offline.has(station.name)
      const arrive = async (isCopy: boolean) => {
        let value: Awaited<ReturnType<typeof handle>> | undefined
        let isAnswered = false
        try {
          value = await handle()
          isAnswered = true
        } catch (error) {
          if (!(error instanceof GatewayCrash)) throw error
          network.onGatewayCrash()
        }
        if (isCopy) return
        if (!isAnswered || chance.of(answerLost) || isOffline()) world.after(TIMEOUT_MS, () => answer(undefined))
        else world.after(way(), () => answer(value))
      }
      if (isOffline()) world.after(100, () => answer(undefined))
      else if (chance.of(lost)) world.after(TIMEOUT_MS, () => answer(undefined))
      else {
        world.after(way(), () => arrive(false))
        if (chance.of(twice)) world.after(way() + chance.int(TIMEOUT_MS), () => arrive(true))
      }
    },
  }
  return network
}
