import { setTimeout as wait } from 'node:timers/promises'
import { HOUR_MS } from '#shared/kernel/time.ts'
import { type Chance, chanceOf } from '../sim/chance.ts'
import { Gone } from './part.ts'
import { LINE_FAULTS, type LineFault } from './proxy.ts'
import type { Rig } from './rig.ts'

/** Something that happens to a part or a line; the answer undoes it. */
type Fault = (rig: Rig, chance: Chance) => () => Promise<void> | void

const onDevice =
  (strike: 'kill' | 'freeze', i: number): Fault =>
  ({ devices }) => {
    const device = devices[i]
    if (strike === 'kill') {
      void device?.kill()
      return () => device?.run()
    }
    device?.signal('SIGSTOP')
    return async () => {
      device?.signal('SIGCONT')
      // As the shell does when the machine wakes up.
      await device?.ask({ do: 'wake' }).catch(() => undefined)
    }
  }
const onLine =
  (fault: LineFault, pick: (chance: Chance) => number): Fault =>
  ({ lines }, chance) => {
    const line = lines[pick(chance)]
    line?.strike(fault)
    return () => line?.heal()
  }
const POSTGRES_LINE = 3

/** Every kind of fault; each comes in every so many rounds. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  'kill A': onDevice('kill', 0),
  'kill B': onDevice('kill', 1),
  'kill C': onDevice('kill', 2),
  'freeze a device': (rig, chance) => onDevice('freeze', chance.int(3))(rig, chance),
  'kill gateway': ({ gateway }) => {
    void gateway.kill()
    return async () => {
      await gateway.kill()
      gateway.start()
    }
  },
  'freeze gateway': ({ gateway }) => {
    gateway.signal('SIGSTOP')
    return () => gateway.signal('SIGCONT')
  },
  'kill PostgreSQL': ({ killPostgres }) => {
    killPostgres('SIGKILL')
    return () => undefined
  },
  'restart PostgreSQL': ({ killPostgres }) => {
    killPostgres('SIGINT')
    return () => undefined
  },
  ...Object.fromEntries(
    LINE_FAULTS.flatMap((fault) => [
      [`${fault} to the gateway`, onLine(fault, (chance) => chance.int(3))],
      [`${fault} to PostgreSQL`, onLine(fault, () => POSTGRES_LINE)],
    ]),
  ),
  'nobody hears anybody': ({ lines }) => {
    for (const line of lines) line.strike('silence')
    return () => {
      for (const line of lines) line.heal()
    }
  },
}
const NAMES = Object.keys(FAULTS)

function shuffled(chance: Chance): string[] {
  const list = [...NAMES]
  for (let i = list.length - 1; i > 0; i--) {
    const j = chance.int(i + 1)
    ;[list[i], list[j]] = [list[j] ?? '', list[i] ?? '']
  }
  return list
}

export interface Told {
  /** What an oracle said, or null. */
  readonly failure: string | null
  readonly lines: readonly string[]
  readonly faults: ReadonlyMap<string, number>
}

/**
 * Rounds of one seed: in each, people work at all devices while one or two faults come and go. After every `restEvery` rounds all comes
 * to rest, and the oracles look. Which faults, deeds and moments is the seed's choice; how processes interleave is the machine's.
 */
export async function runRounds(rig: Rig, { seed, rounds, restEvery }: { seed: number; rounds: number; restEvery: number }): Promise<Told> {
  const chance = chanceOf(seed)
  // Close bookings clash: all lie in one day, far enough ahead that none of it is past.
  const dayAt = Date.UTC(2027, 2, 1)
  const lines: string[] = []
  const faults = new Map<string, number>()
  let queue: string[] = []
  for (let round = 1; round <= rounds; round++) {
    if (queue.length === 0) queue = shuffled(chance)
    const chosen = [queue.shift() ?? '', ...(chance.of(0.3) ? [chance.pick(NAMES.filter((name) => !name.includes('PostgreSQL')))] : [])]
    lines.push(`${round}: ${chosen.join(' and ')}`)
    const works = rig.devices.map(async (device) => {
      const ask = { do: 'work', seed: chance.int(2 ** 31), deeds: 3 + chance.int(5), dayAt: dayAt + HOUR_MS } as const
      await device.ask(ask).catch((error: unknown) => {
        if (!(error instanceof Gone)) throw error
      })
    })
    const moments = chosen.map((name) => ({ name, afterMs: chance.int(120), lastsMs: 60 + chance.int(300) }))
    await Promise.all(
      moments.map(async ({ name, afterMs, lastsMs }) => {
        faults.set(name, (faults.get(name) ?? 0) + 1)
        await wait(afterMs)
        const mend = FAULTS[name]?.(rig, chance)
        await wait(lastsMs)
        await mend?.()
      }),
    )
    await Promise.all(rig.devices.map((device) => device.run()))
    await Promise.all(works)
    if (round % restEvery !== 0 && round !== rounds) continue
    const began = performance.now()
    const failure = await rig.rest({ wakes: (round / restEvery) % 2 === 1 })
    lines.push(`rest after ${Math.round(performance.now() - began)} ms`)
    if (failure !== null) return { failure, lines, faults }
  }
  return { failure: null, lines, faults }
}
