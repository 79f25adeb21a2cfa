import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export type Incident = 'page' | 'core' | 'gpu'
export type Remedy = 'reload' | 'recoveryPage' | 'restart' | 'giveUp' | 'restartWithoutGpu' | 'carryOn'

/** What went wrong lately (epoch ms each), and the release that was started without the graphics card because of it. */
export interface Memory {
  readonly incidents: Readonly<Record<Incident, readonly number[]>>
  readonly withoutGpuSince: string | null
}
const NOTHING: Memory = { incidents: { page: [], core: [], gpu: [] }, withoutGpuSince: null }

export const RELOAD_AFTER_MS = 5_000
const MINUTE = 60_000
/** So many within so long are met with the first remedy, every further one with the second. */
const POLICY: Readonly<Record<Incident, { times: number; withinMs: number; first: Remedy; beyond: Remedy }>> = {
  page: { times: 3, withinMs: 10 * MINUTE, first: 'reload', beyond: 'recoveryPage' },
  core: { times: 3, withinMs: 10 * MINUTE, first: 'restart', beyond: 'giveUp' },
  gpu: { times: 2, withinMs: 5 * MINUTE, first: 'carryOn', beyond: 'restartWithoutGpu' },
}

/** What to do about one more incident, and what to remember of it. A new release tries the graphics card again. */
export function remedyFor(memory: Memory, incident: Incident, now: number, version: string): { memory: Memory; remedy: Remedy } {
  const { times, withinMs, first, beyond } = POLICY[incident]
  const recent = [...memory.incidents[incident].filter((at) => at <= now && now - at < withinMs), now]
  const wanted = recent.length > times ? beyond : first
  const remedy = wanted === 'restartWithoutGpu' && memory.withoutGpuSince === version ? 'carryOn' : wanted
  return {
    remedy,
    memory: { incidents: { ...memory.incidents, [incident]: recent }, withoutGpuSince: remedy === 'restartWithoutGpu' ? version : memory.withoutGpuSince },
  }
}

export interface Recovery {
  /** Remembers an incident on disk and says what to do. */
  meet(incident: Incident): Remedy
  readonly startsWithoutGpu: boolean
  /** The core stopped within the last minute: this start is the remedy. */
  readonly isRestart: boolean
}

/** The memory of incidents in a small file, which a broken write or a wrong hand only resets. */
export function openRecovery(file: string, version: string, now: () => number): Recovery {
  let memory = NOTHING
  try {
    const read = JSON.parse(readFileSync(file, 'utf8')) as Memory // a wrong shape throws here or is checked by the next lines
    const times = (list: unknown) => (Array.isArray(list) ? list.filter((at) => typeof at === 'number') : [])
    memory = {
      incidents: { page: times(read.incidents.page), core: times(read.incidents.core), gpu: times(read.incidents.gpu) },
      withoutGpuSince: typeof read.withoutGpuSince === 'string' ? read.withoutGpuSince : null,
    }
  } catch {
    // the first start, or a damaged file
  }
  return {
    startsWithoutGpu: memory.withoutGpuSince === version,
    isRestart: memory.incidents.core.some((at) => at <= now() && now() - at < MINUTE),
    meet: (incident) => {
      const met = remedyFor(memory, incident, now(), version)
      memory = met.memory
      try {
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, JSON.stringify(memory))
      } catch {
        // a full disk must not stop the remedy
      }
      return met.remedy
    },
  }
}
