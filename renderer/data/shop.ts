import type { Location } from '#shared/modules/workspace/model.ts'
import type { Output } from './client.ts'
import { knownAnswer, useQuery } from './queries.ts'
import { useSession } from './session.ts'
import { useWindow } from './window.ts'

type Company = Output<'workspace.get'>['company']

interface Shop {
  readonly company: Company | null
  readonly locations: readonly Location[]
  /** Those that this device works for: between them a person may switch. */
  readonly places: readonly Location[]
  /** The one whose day is shown. */
  readonly location: Location | null
}

/** Of the company's locations those that a device works for, and the one that its window shows. */
function placesIn(locations: readonly Location[], own: readonly Location['id'][] | null, locationId: string | null | undefined) {
  const places = own === null ? locations : locations.filter(({ id }) => own.includes(id))
  return { places, location: places.find(({ id }) => id === locationId) ?? places[0] ?? null }
}

/** The location whose day is shown, as far as it is known without asking. */
export function knownLocation(): Location | null {
  const locations = knownAnswer('workspace.get', {})?.locations ?? []
  return placesIn(locations, knownAnswer('sync.status', {})?.locations ?? null, useWindow.getState().locationId).location
}

/** The company and its locations; null before sign-in. */
export function useShop(): Shop {
  const { isOpen } = useSession()
  const { locationId } = useWindow()
  const { data } = useQuery('workspace.get', {}, { enabled: isOpen })
  const own = useQuery('sync.status', {}, { enabled: isOpen }).data?.locations ?? null
  const locations = data?.locations ?? []
  return { company: data?.company ?? null, locations, ...placesIn(locations, own, locationId) }
}
