import { useQuery } from '../../../data/queries.ts'
import { useShop } from '../../../data/shop.ts'
import { namedPlaces } from './named-places.ts'

/** All places of stock, for lists and forms to choose from. */
export function usePlaces() {
  const { location, locations } = useShop()
  const asked = useQuery('inventory.places', {})
  return { ...asked, data: asked.data && namedPlaces(asked.data, locations, location?.id) }
}

/** The place of a record, as the lists to choose from name it. */
export function PlaceName({ of: { placeId, placeName } }: { of: { readonly placeId: string; readonly placeName: string } }) {
  return <bdi>{usePlaces().data?.find(({ id }) => id === placeId)?.label ?? placeName}</bdi>
}
