import type { Location } from '#shared/modules/workspace/model.ts'
import type { Output } from './client.ts'
import { useQuery } from './queries.ts'
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

/** The company and its locations; null before sign-in. */
export function useShop(): Shop {
  const { isOpen } = useSession()
  const { locationId } = useWindow()
  const { data } = useQuery('workspace.get', {}, { enabled: isOpen })
  const own = useQuery('sync.status', {}, { enabled: isOpen }).data?.locations ?? null
  const locations = data?.locations ?? []
  const places = own === null ? locations : locations.filter(({ id }) => own.includes(id))
  return { company: data?.company ?? null, locations, places, location: places.find(({ id }) => id === locationId) ?? places[0] ?? null }
}
