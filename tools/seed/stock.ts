import type Database from 'better-sqlite3'
import { stockCount, stockCountEntry, stockLot, stockMove, stockPlace, stockRule, stockTransfer, stockTransferLine } from '#main/modules/inventory/tables.ts'
import { catalogPrice } from '#main/modules/catalog/tables.ts'
import { supplier, supplierOffer } from '#main/modules/purchasing/tables.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { extend } from '#shared/kernel/money.ts'
import { DAY_MS } from '#shared/kernel/time.ts'
import { filler } from './fill.ts'
import { type Good, START_AT } from './people.ts'
import { chance, idAt } from './random.ts'

const KIND = {
  place: 13,
  move: 14,
  rule: 15,
  supplier: 19,
  offer: 31,
  price: 32,
  lot: 51,
  count: 52,
  entry: 53,
  transfer: 54,
  transferLine: 55,
} as const

/**
 * A parts room in every location; each part lies in one of them, received twice, every third with limits, every fiftieth by lot, with a
 * price from ten on, all bought of one supplier. Keep the indexes: levels rest on one.
 */
export function seedStock(raw: Database.Database, locations: readonly Id<'location'>[], goods: readonly Good[]): void {
  const c = chance(18)
  const put = {
    place: filler(raw, stockPlace),
    move: filler(raw, stockMove),
    rule: filler(raw, stockRule),
    lot: filler(raw, stockLot),
    offer: filler(raw, supplierOffer),
    price: filler(raw, catalogPrice),
  }
  const track = raw.prepare("UPDATE catalog_item SET tracking = 'lot' WHERE id = ?")
  const stamp = { createdAt: START_AT }
  const places = locations.map((locationId, i) => {
    const place = { id: idAt<'stockPlace'>(KIND.place, i, START_AT, c), locationId }
    put.place({ ...stamp, ...place, name: 'Parts room', position: 1 })
    return place
  })
  const name = 'Nordteile'
  const facts = { contact: '', phone: '', email: '', address: '', accountNumber: '', note: '' }
  const supplierId = idAt<'supplier'>(KIND.supplier, 0, START_AT, c)
  filler(raw, supplier)({ ...stamp, ...facts, id: supplierId, name, nameKey: name.toLowerCase() })
  let moved = 0
  for (const [i, { id: itemId, kind, priceMinor }] of goods.entries()) {
    const place = places[i % places.length]
    if (kind !== 'part' || !place) continue
    const at = { itemId, placeId: place.id, locationId: place.locationId }
    const lotId = moved % 100 === 2 ? idAt<'stockLot'>(KIND.lot, i, START_AT, c) : null
    if (lotId) {
      const [code, expiresOn] = [`L${i}`, `2027-0${1 + (i % 9)}-15`]
      put.lot({ ...stamp, id: lotId, itemId, code, codeKey: code, expiresOn, dueOn: expiresOn, blocked: '' })
      track.run(itemId)
    }
    const facts = { documentKind: null, documentId: null, documentNumber: '', customerId: null, note: '', userName: 'Seed', lotId }
    for (const days of [0, 30]) {
      const deltaMilli = c.int(1, 40) * 1000
      const valueMinor = extend(deltaMilli, Math.round(priceMinor * (0.55 + 0.1 * c.next())))
      const movedAt = START_AT + days * DAY_MS + i
      put.move({ ...stamp, id: idAt<'stockMove'>(KIND.move, moved++, START_AT, c), ...at, ...facts, reason: 'receipt', deltaMilli, valueMinor, movedAt })
    }
    const code = `N-${i}`
    put.offer({
      ...stamp,
      id: idAt<'offer'>(KIND.offer, i, START_AT, c),
      supplierId,
      itemId,
      code,
      codeKey: code,
      packUnit: '',
      packMilli: 1000,
      packMinor: Math.round(priceMinor * 0.6),
      preferred: true,
    })
    if (i % 3 !== 0) continue
    const priceId = idAt<'price'>(KIND.price, i, START_AT, c)
    put.price({
      ...stamp,
      id: priceId,
      itemId,
      priceGroup: '',
      minQtyMilli: 10_000,
      priceMinor: Math.round(priceMinor * 0.9),
      fromOn: null,
      untilOn: null,
    })
    put.rule({
      ...stamp,
      id: idAt<'stockRule'>(KIND.rule, i, START_AT, c),
      ...at,
      bin: `A-${i % 90}`,
      reorderAtMilli: 20_000,
      fillToMilli: 40_000,
      criticalAtMilli: 5000,
    })
  }
  const [place, there = place] = places
  const [good] = goods.filter(({ kind }) => kind === 'part')
  if (!place || !there || !good) return
  const count = { id: idAt<'stockCount'>(KIND.count, 0, START_AT, c), placeId: place.id, locationId: place.locationId }
  const words = { note: '', startedBy: 'Seed', approvedBy: '' }
  filler(raw, stockCount)({ ...stamp, ...count, ...words, number: 'SEED-C1', bin: '', isBlind: false, state: 'counting', approvedAt: null })
  filler(
    raw,
    stockCountEntry,
  )({
    ...stamp,
    id: idAt<'stockCountEntry'>(KIND.entry, 0, START_AT, c),
    countId: count.id,
    locationId: place.locationId,
    itemId: good.id,
    lotId: null,
    countedMilli: 1000,
    countedAt: START_AT,
    userName: 'Seed',
  })
  const transferId = idAt<'stockTransfer'>(KIND.transfer, 0, START_AT, c)
  const way = { fromPlaceId: place.id, fromPlaceName: 'Parts room', fromLocationId: place.locationId, toLocationId: there.locationId }
  filler(
    raw,
    stockTransfer,
  )({ ...stamp, ...way, id: transferId, number: 'SEED-T1', state: 'draft', note: '', createdBy: 'Seed', sentAt: null, receivedAt: null })
  const line = { itemId: good.id, lotId: null, qtyMilli: 1000, valueMinor: 0 }
  filler(raw, stockTransferLine)({ ...stamp, ...line, id: idAt<'stockTransferLine'>(KIND.transferLine, 0, START_AT, c), transferId, position: 1 })
}
