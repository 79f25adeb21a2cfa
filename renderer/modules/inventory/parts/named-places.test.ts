import { describe, expect, it } from 'vitest'
import type { Id } from '#shared/kernel/ids.ts'
import { namedPlaces } from './named-places.ts'

const main = { id: 'l1' as Id<'location'>, name: 'Main street' }
const branch = { id: 'l2' as Id<'location'>, name: 'Branch' }
const place = (name: string, { id: locationId }: typeof main) => ({
  id: `${locationId}-${name}` as Id<'stockPlace'>,
  locationId,
  name,
  position: 1,
  deleted: false,
})
const labels = (...given: Parameters<typeof namedPlaces>) => namedPlaces(...given).map(({ label }) => label)

describe('the places to choose from', () => {
  it('INV-MOVE: begin with those of the location at hand, in their order, and say of which location each is', () => {
    const places = [place('Parts room', main), place('Van', main), place('Parts room', branch), place('Tyres', branch)]
    expect(labels(places, [main, branch], branch.id)).toEqual(['Branch · Parts room', 'Branch · Tyres', 'Main street · Parts room', 'Main street · Van'])
    expect(labels(places, [main, branch], undefined)[0]).toBe('Main street · Parts room')
  })

  it('INV-MOVE: of one location are called by their own names alone', () => {
    expect(labels([place('Parts room', main), place('Van', main)], [main, branch], branch.id)).toEqual(['Parts room', 'Van'])
  })
})
