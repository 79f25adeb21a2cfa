import { createCentre, type CentreParts } from './centre.ts'
import { inWorldOf, uuidAt } from './chance.ts'
import { DAY_AT, START_AT } from './founding.ts'
import { CALM, createNetwork } from './network.ts'
import { checkAll, checkStation, forget } from './oracles.ts'
import { backUp } from './postgres.ts'
import { planOf } from './plan.ts'
import { Station, type StationParts } from './station.ts'
import type { Shelf, Templates } from './templates.ts'
import { createWorld } from './world.ts'

export interface RunOptions {
  readonly templates: Templates
  readonly shelf: Shelf
  /** Only so many of the faults and deeds of the seed, for a shorter trace of the same failure. */
  readonly steps?: number
  readonly parts?: { readonly centre?: CentreParts; readonly station?: StationParts }
}
export interface Outcome {
  readonly seed: number
  readonly hash: string
  readonly steps: number
  /** What an oracle found; null where all is well. */
  readonly failure: string | null
  readonly lines: readonly string[]
  readonly facts: Readonly<Record<string, number>>
}

/** Rounds in which everything must have come to rest once faults have stopped. */
const ROUNDS = 60

/** One history: devices, people, weather and faults of this seed; then calm, rest, and the oracles. */
export async function runSeed(seed: number, { templates, shelf, steps = Number.POSITIVE_INFINITY, parts = {} }: RunOptions): Promise<Outcome> {
  const world = createWorld(seed, START_AT)
  const { chance } = world
  let done = 0
  let failure: string | null = null
  let stations: Station[] = []
  const facts: Record<string, number> = {}
  try {
    await inWorldOf(
      chance,
      () => world.now,
      async () => {
        const plan = planOf(chance, templates)
        const centre = createCentre(backUp(templates.tables), () => world.now + plan.centreSkewMs, chance, parts.centre)
        const network = createNetwork(world)
        const { actor, locations, schemaVersion } = templates
        for (const [i, { kind, skewMs, tickMs }] of plan.devices.entries()) {
          const name = String.fromCharCode(65 + i)
          const disk = shelf.take(kind)
          const enrolmentId = uuidAt(START_AT + i, chance)
          const [bytes, id] = [chance.bytes(8), Buffer.from(chance.bytes(8)).toString('hex')]
          const tag = Array.from(bytes, (byte) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[byte % 32]).join('')
          disk.power()
          disk.connection.raw.prepare('UPDATE device SET id = ?, tag = ?, clock_tag = ?').run(id, tag.slice(0, 4), tag.toLowerCase())
          disk.connection.raw.prepare('UPDATE sync_link SET device_id = ?').run(id)
          const own = kind === 'all' ? null : kind === 'first' ? [locations[0]] : [locations[1]]
          await centre.enrol({ id: enrolmentId, name, deviceId: id, tag: tag.slice(0, 4), clockTag: tag.toLowerCase(), locations: own })
          const station = new Station({
            world,
            centre,
            network,
            name,
            enrolmentId,
            disk,
            schemaVersion,
            actor,
            dayAt: DAY_AT,
            locations,
            hold: shelf.hold,
            ...(parts.station && { parts: parts.station }),
          })
          station.skewMs = skewMs
          station.tickMs = tickMs
          station.onRestore = () => forget(station)
          stations.push(station)
        }
        const looked = new Map<Station, number>()
        const look = (station: Station) => {
          if (failure !== null || !station.isUp || looked.get(station) === station.changes) return
          looked.set(station, station.changes)
          failure = checkStation(station)
        }
        plan.lay({ world, centre, network, stations, templates, mayDo: () => done++ < steps && failure === null, look })
        for (const station of stations) station.start()
        await world.runUntil(START_AT + plan.lengthMs)
        done = Math.min(done, steps)

        network.weather = CALM
        network.offline.clear()
        centre.db.onCommit = null
        let rounds = 0
        for (; rounds < ROUNDS && failure === null; rounds++) {
          for (const station of stations) {
            station.disk.onCommit = null
            if (!station.isUp) station.start()
            if (rounds === 0) station.forgetStanding()
            station.step()
            station.read(1000)
          }
          await world.runUntil(world.now + 31_000)
          if (rounds > 2 && stations.every((station) => station.isSettled(centre.tables))) break
        }
        if (failure === null && rounds === ROUNDS)
          failure = `O5 no rest: ${stations
            .filter((station) => !station.isSettled(centre.tables))
            .map(({ name }) => name)
            .join()}`
        failure ??= centre.fault ?? checkAll(centre, stations)
        for (const entry of centre.tables.entries.values()) facts[entry.outcome] = (facts[entry.outcome] ?? 0) + 1
        facts['deeds'] = stations.reduce((sum, { saved }) => sum + saved.length, 0)
        facts['rounds'] = rounds
        for (const row of centre.tables.rows.values())
          if (row.kind !== 'sync_conflict') world.note(`${row.kind} ${row.id} ${row.rev} ${JSON.stringify(row.doc)}`)
      },
    )
  } catch (error) {
    failure = error instanceof Error ? `threw ${error.stack}` : String(error)
  } finally {
    stations = []
    shelf.putBack()
  }
  return { seed, hash: world.hash(), steps: done, failure, lines: world.lines, facts }
}
