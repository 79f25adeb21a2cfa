import { MINUTE_MS } from '#shared/kernel/time.ts'
import type { Centre } from './centre.ts'
import type { Chance } from './chance.ts'
import type { Network } from './network.ts'
import type { Tables } from './postgres.ts'
import { RULES } from './rules.ts'
import type { Station } from './station.ts'
import { KINDS, type Kind, type Templates } from './templates.ts'
import type { World } from './world.ts'

export interface Scene {
  readonly world: World
  readonly centre: Centre
  readonly network: Network
  readonly stations: readonly Station[]
  readonly templates: Templates
  /** Counts deeds and faults; false once there were enough. */
  mayDo(): boolean
  /** Looks at a device after something happened to it. */
  look(station: Station): void
}

/** What a seed holds in store. */
export interface Plan {
  readonly devices: readonly { readonly kind: Kind; readonly skewMs: number; readonly tickMs: number }[]
  readonly centreSkewMs: number
  readonly lengthMs: number
  lay(scene: Scene): void
}

/** At most one disaster of these per history: of two at once something may be lost that nobody has any more. */
const DISASTERS = ['none', 'none', 'putBack', 'putBackUnseen', 'centrePutBack', 'revoked', 'moved', 'oldCentre'] as const

export function planOf(chance: Chance, _templates: Templates): Plan {
  const count = 3 + (chance.of(0.3) ? chance.int(4) : 0)
  const isSkewed = chance.of(0.5)
  const tickMs = chance.of(0.3) ? 60_000 : 1
  const devices = Array.from({ length: count }, (_, i) => ({
    kind: i < 2 ? ('all' as const) : chance.pick(KINDS),
    tickMs,
    skewMs: isSkewed ? chance.int(20 * MINUTE_MS) - 10 * MINUTE_MS : chance.int(2000) - 1000,
  }))
  const disaster = chance.pick(DISASTERS)
  const lengthMs = (15 + chance.int(45)) * MINUTE_MS
  const crashes = chance.of(0.5) ? 0.02 : 0
  const gatewayCrashes = chance.of(0.4) ? 0.06 : 0
  const deedsEach = 6 + chance.int(14)
  const rotations = chance.of(0.3) ? 1 + chance.int(3) : 0
  const weather = chance.of(0.3)
    ? { lost: 0, answerLost: 0, twice: 0, slowestMs: 500 }
    : { lost: chance.next() * 0.2, answerLost: chance.next() * 0.25, twice: chance.next() * 0.25, slowestMs: 1000 + chance.int(60_000) }

  return {
    devices,
    centreSkewMs: 0,
    lengthMs,
    lay: (scene) => {
      const { world, centre, network, stations, mayDo, look } = scene
      network.weather = weather
      network.onCrash = (station) => world.after(chance.int(10 * MINUTE_MS), () => station.start())
      centre.db.onCommit = () => (gatewayCrashes > 0 && chance.of(gatewayCrashes) && mayDo() ? (chance.of(0.5) ? 'before' : 'after') : null)
      network.onGatewayCrash = () => {
        world.note('gateway crash')
        centre.restart()
      }
      const sometime = () => chance.int(lengthMs)
      for (const station of stations) {
        station.disk.onCommit = () => (crashes > 0 && chance.of(crashes) && mayDo() ? (chance.of(0.5) ? 'before' : 'after') : null)
        // People work in bursts: what is done close together meets what others do at the same time.
        for (let left = deedsEach; left > 0; ) {
          const at = sometime()
          for (let burst = Math.min(left, 1 + chance.int(5)); burst > 0; burst--, left--)
            world.after(at + chance.int(4 * MINUTE_MS), () => {
              if (!mayDo()) return
              station.deed()
              look(station)
            })
        }
        const every = (meanMs: number, work: () => void) => {
          const again = () => {
            work()
            look(station)
            world.after(meanMs / 2 + chance.int(meanMs), again)
          }
          world.after(chance.int(meanMs), again)
        }
        every(2 * MINUTE_MS, () => station.step())
        every(3 * MINUTE_MS, () => station.read(1 + chance.int(30)))
        for (let offline = chance.int(3); offline > 0; offline--)
          world.after(sometime(), () => {
            if (!mayDo()) return
            network.offline.add(station.name)
            world.after(chance.of(0.3) ? sometime() : chance.int(20 * MINUTE_MS), () => void network.offline.delete(station.name))
          })
        if (chance.of(0.2))
          world.after(sometime(), () => {
            if (mayDo()) station.skewMs += chance.int(20 * MINUTE_MS) - 10 * MINUTE_MS
          })
        if (chance.of(0.25))
          world.after(sometime(), () => {
            if (!mayDo() || !station.isUp) return
            station.crash()
            world.after(chance.int(20 * MINUTE_MS), () => station.start())
          })
      }
      for (let rotation = 0; rotation < rotations; rotation++)
        world.after(sometime(), () => {
          if (mayDo()) centre.rotate(chance.pick(chance.pick(stations).scopes))
        })
      if (disaster !== 'none') layDisaster(disaster, scene, sometime)
    },
  }
}

function layDisaster(disaster: Exclude<(typeof DISASTERS)[number], 'none'>, scene: Scene, sometime: () => number): void {
  const { world, centre, stations, templates, mayDo } = scene
  const { chance } = world
  const [earlier, later] = [sometime(), sometime()].sort((a, b) => a - b) as [number, number] // two
  const station = chance.pick(stations)
  if (disaster === 'putBack' || disaster === 'putBackUnseen') {
    world.after(earlier, () => {
      if (!mayDo() || !station.isUp) return
      const backup = station.backUp()
      world.after(later - earlier, () => station.restore(backup, disaster === 'putBackUnseen'))
    })
  }
  if (disaster === 'oldCentre') {
    // Devices are ahead of it by one table: what names it is parked, in sight, until the centre is brought up to date and afterwards.
    const { stock_rule: _unknown, ...older } = RULES
    centre.restart(older)
    world.after(later, () => centre.restart(RULES))
  }
  if (disaster === 'centrePutBack') {
    let backup: Tables | undefined
    world.after(earlier, () => {
      backup = centre.backUp()
    })
    world.after(later, () => {
      if (!backup || !mayDo()) return
      // A third of those who do it do not know what has to be done besides; no number is drawn for it, so that the histories of seeds stay.
      const isUnseen = later % 3 === 2
      world.note(`the centre is put back${isUnseen ? ' unseen' : ''}`)
      centre.restore(backup, isUnseen)
      for (const one of stations) {
        one.isForgotten = true
        // Until it hears of it, it takes what the centre has now for what comes after.
        if (isUnseen) one.epochFrom = Number.POSITIVE_INFINITY
      }
    })
  }
  if (disaster === 'revoked' || disaster === 'moved') {
    world.after(later, () => {
      const admin = stations[0]
      if (!mayDo() || !admin?.isUp || station === admin) return
      station.isMoved = disaster === 'moved'
      admin.manage(disaster === 'revoked' ? { revoke: station.enrolmentId } : { move: station.enrolmentId, locations: [chance.pick(templates.locations)] })
    })
  }
}
