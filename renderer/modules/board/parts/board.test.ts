import { expect, it } from 'vitest'
import { type Card, COLUMNS } from '#shared/modules/board/model.ts'
import { neighbour, NOBODY, placed } from './board.ts'

const NOW = 1_000_000_000
const card = (id: string, own: Partial<Card>): Card => ({
  id: id as Card['id'],
  number: `B7K2-${id}`,
  state: 'open',
  column: 'ready',
  locationId: 'place' as Card['locationId'],
  bayId: null,
  technicianId: null,
  advisorId: null,
  note: '',
  mileageKm: null,
  promisedAt: null,
  holdReason: '',
  deleted: false,
  parts: 'none',
  customerName: 'Jürgen Weiß',
  vehicleLabel: '2019 Golf',
  plate: 'B-EM 123',
  bayName: null,
  technicianName: null,
  advisorName: null,
  labelId: null,
  unread: 0,
  ...own,
})
const CARDS = [
  card('1', { advisorId: 'ben' as Card['advisorId'], labelId: 'wash' as Card['labelId'] }),
  card('2', { technicianId: 'tom' as Card['technicianId'], plate: 'HH-XY 9', promisedAt: NOW - 1 }),
  card('3', { column: 'work', state: 'inProgress', customerName: 'ليلى منصور' }),
]
const shown = (filters: Parameters<typeof placed>[1]) => [...placed(CARDS, filters, NOW).values()].flat().map(({ id }) => id as string)

it('JOB-BOARD: filters by advisor, technician or nobody, label, lateness and text, plates with or without what stands between', () => {
  expect(shown({})).toEqual(['1', '2', '3'])
  expect([shown({ advisor: 'ben' }), shown({ technician: 'tom' }), shown({ technician: NOBODY }), shown({ label: 'wash' }), shown({ late: true })]).toEqual([
    ['1'],
    ['2'],
    ['1', '3'],
    ['1'],
    ['2'],
  ])
  expect([shown({ text: 'hhxy9' }), shown({ text: 'jurgen' }), shown({ text: 'منصور' }), shown({ text: 'b7k2-3' }), shown({ text: 'nobody' })]).toEqual([
    ['2'],
    ['1', '2'],
    ['3'],
    ['3'],
    [],
  ])
})

it('JOB-BOARD KEYS: arrows move between tiles and over empty columns, and stop at the edges', () => {
  const columns = placed(CARDS, {}, NOW)
  const from = (id: string) => CARDS.find((one) => one.id === id)
  const to = (id: string | undefined, key: Parameters<typeof neighbour>[2]) => neighbour(columns, id === undefined ? undefined : from(id), key)?.id
  expect([to(undefined, 'down'), to('1', 'down'), to('2', 'down'), to('2', 'up'), to('1', 'up')]).toEqual(['1', '2', '2', '1', '1'])
  expect([to('2', 'forward'), to('3', 'forward'), to('3', 'back'), to('1', 'back'), to('1', 'last'), to('2', 'first')]).toEqual(['3', '3', '1', '1', '2', '1'])
  expect(neighbour(new Map(COLUMNS.map((column) => [column, []])), undefined, 'down')).toBeUndefined()
})
