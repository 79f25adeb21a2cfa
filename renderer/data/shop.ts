import type { Location } from '#shared/modules/workspace/model.ts'
import type { Output } from './client.ts'
import { useQuery } from './queries.ts'
import { useSession } from './session.ts'

type Company = Output<'workspace.get'>['company']

/** The company and its locations; null before sign-in. The first location is where this device stands, until devices are assigned. */
export function useShop(): { company: Company | null; locations: readonly Location[]; location: Location | null } {
  const { isOpen } = useSession()
  const { data } = useQuery('workspace.get', {}, { enabled: isOpen })
  return { company: data?.company ?? null, locations: data?.locations ?? [], location: data?.locations[0] ?? null }
}
