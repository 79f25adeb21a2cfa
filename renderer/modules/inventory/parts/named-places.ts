import type { StockPlace } from '#shared/modules/inventory/model.ts'
import type { Location } from '#shared/modules/workspace/model.ts'

/** A place as a person tells it from others: where several locations have places, with the name of its own first. */
export interface NamedPlace extends StockPlace {
  readonly label: string
}

/** Places with their labels, those of the location at hand first: it is there that goods come in, are counted and leave. */
export function namedPlaces(
  places: readonly StockPlace[],
  locations: readonly Pick<Location, 'id' | 'name'>[],
  here: Location['id'] | undefined,
): NamedPlace[] {
  const isSeveral = new Set(places.map(({ locationId }) => locationId)).size > 1
  const nameOf = (locationId: Location['id']) => locations.find(({ id }) => id === locationId)?.name
  return places
    .map((place) => ({ ...place, label: isSeveral ? `${nameOf(place.locationId) ?? ''} · ${place.name}` : place.name }))
    .sort((a, b) => Number(b.locationId === here) - Number(a.locationId === here))
}
