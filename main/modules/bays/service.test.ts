import { describe, expect, it } from 'vitest'
import { openShop } from '#tests/support/core.ts'
import { ok } from '#shared/kernel/result.ts'
import * as bays from './service.ts'

async function shopWithBay() {
  const shop = await openShop()
  const {
    locations: [location],
  } = await shop.get('workspace.get', {}, shop.owner)
  if (!location) throw new Error('no location')
  const bay = await shop.get('bays.create', { locationId: location.id, name: 'Bay 1' }, shop.owner)
  const raw = shop.platform.store.connection.raw
  const newOrder = () => shop.clock.newId<'workOrder'>()
  const act = <T>(work: Parameters<typeof shop.dispatch.run<T>>[2]) => shop.dispatch.run('test', shop.clock.newId(), work)
  return { shop, location, bay, raw, newOrder, act }
}

describe('bays', () => {
  it('BAY-STATUS: lists bays in board order; status changes are answered and journaled', async () => {
    const { shop, location, bay } = await shopWithBay()
    const second = await shop.get('bays.create', { locationId: location.id, name: 'Bay 2' }, shop.owner)
    const first = await shop.get('bays.create', { locationId: location.id, name: 'Pit', position: 0 }, shop.owner)
    expect((await shop.get('bays.board', { locationId: location.id }, shop.owner)).map((b) => b.name)).toEqual(['Pit', 'Bay 1', 'Bay 2'])
    const page = await shop.get('bays.list', { locationId: location.id, limit: 2 }, shop.owner)
    expect(page).toMatchObject({ total: 3, rows: [{ id: first.id }, { id: bay.id }] })
    expect((await shop.get('bays.list', { locationId: location.id, limit: 2, after: page.next ?? '' }, shop.owner)).rows.map((b) => b.id)).toEqual([second.id])

    expect((await shop.get('bays.setDown', { bayId: bay.id }, shop.owner)).state).toBe('down')
    expect(await shop.refused('bays.setDown', { bayId: bay.id }, shop.owner)).toMatchObject({ code: 'bays.down' })
    expect((await shop.get('bays.list', { state: 'down' }, shop.owner)).rows.map((b) => b.id)).toEqual([bay.id])
    expect((await shop.get('bays.setUp', { bayId: bay.id }, shop.owner)).state).toBe('free')
    expect(await shop.refused('bays.setUp', { bayId: bay.id }, shop.owner)).toMatchObject({ code: 'bays.notDown', kind: 'conflict' })
  })

  it('BAY-STATUS DB-SOFTDEL: edits, hides and restores; names stay apart; unknown ids are not found', async () => {
    const { shop, location, bay } = await shopWithBay()
    expect(await shop.refused('bays.create', { locationId: location.id, name: 'bay 1' }, shop.owner)).toMatchObject({ code: 'bays.nameTaken' })
    expect(await shop.get('bays.update', { bayId: bay.id, name: 'Lift 1', position: 7 }, shop.owner)).toMatchObject({ name: 'Lift 1', position: 7 })
    await shop.get('bays.remove', { bayId: bay.id }, shop.owner)
    expect(await shop.get('bays.board', { locationId: location.id }, shop.owner)).toEqual([])
    expect((await shop.get('bays.list', { deleted: true }, shop.owner)).rows.map((b) => b.id)).toEqual([bay.id])
    expect(await shop.refused('bays.update', { bayId: bay.id, name: 'x' }, shop.owner)).toMatchObject({ code: 'bays.unknownBay', kind: 'notFound' })
    await shop.get('bays.create', { locationId: location.id, name: 'LIFT 1' }, shop.owner)
    expect(await shop.refused('bays.restore', { bayId: bay.id }, shop.owner)).toMatchObject({ code: 'bays.nameTaken' })
    await shop.get('bays.list', {}, shop.owner)
    expect(await shop.refused('bays.create', { locationId: shop.clock.newId(), name: 'x' }, shop.owner)).toMatchObject({ code: 'bays.unknownLocation' })
  })

  it('BAY-LOCK BAY-2 BAY-4: a bay in use is not taken again, not taken down, not removed', async () => {
    const { shop, bay, newOrder, act } = await shopWithBay()
    const order = newOrder()
    expect(act((ctx) => bays.lock(ctx, { bayId: bay.id, workOrderId: order }))).toMatchObject({ ok: true, value: { state: 'occupied', workOrderId: order } })
    expect(act((ctx) => bays.lock(ctx, { bayId: bay.id, workOrderId: newOrder() }))).toMatchObject({
      ok: false,
      error: { code: 'bays.occupied', workOrderId: order },
    })
    expect(await shop.refused('bays.setDown', { bayId: bay.id }, shop.owner)).toMatchObject({ code: 'bays.occupied' })
    expect(await shop.refused('bays.remove', { bayId: bay.id }, shop.owner)).toMatchObject({ code: 'bays.occupied' })
    expect(act((ctx) => bays.release(ctx, { bayId: bay.id, workOrderId: newOrder() }))).toMatchObject({ ok: false, error: { code: 'bays.notHeld' } })
    expect(act((ctx) => bays.release(ctx, { bayId: bay.id, workOrderId: order }))).toMatchObject({ ok: true, value: { state: 'free', workOrderId: null } })
  })

  it('BAY-LOCK BAY-1 BAY-2 DB-FK: the database itself refuses what the rule refuses', async () => {
    const { shop, location, bay, raw, newOrder, act } = await shopWithBay()
    const other = await shop.get('bays.create', { locationId: location.id, name: 'Bay 2' }, shop.owner)
    const order = newOrder()
    act((ctx) => bays.lock(ctx, { bayId: bay.id, workOrderId: order }))
    expect(() => raw.prepare('UPDATE bay SET work_order_id = ? WHERE id = ?').run(newOrder(), bay.id)).toThrow('bays.occupied')
    expect(() => raw.prepare("UPDATE bay SET state = 'occupied', work_order_id = ? WHERE id = ?").run(order, other.id)).toThrow('UNIQUE')
    expect(() => raw.prepare("UPDATE bay SET state = 'free' WHERE id = ?").run(bay.id)).toThrow('CHECK')
    expect(() => raw.prepare("UPDATE bay SET location_id = 'nowhere' WHERE id = ?").run(bay.id)).toThrow('FOREIGN KEY')
  })

  it('DB-TXN: a deed that fails after the lock leaves the bay as it was', async () => {
    const { shop, location, bay, newOrder, act } = await shopWithBay()
    act((ctx) => {
      bays.lock(ctx, { bayId: bay.id, workOrderId: newOrder() })
      return bays.lock(ctx, { bayId: bay.id, workOrderId: newOrder() })
    })
    expect(await shop.get('bays.board', { locationId: location.id }, shop.owner)).toMatchObject([{ state: 'free', workOrderId: null }])
    expect(act(() => ok(null)).ok).toBe(true)
  })

  it('DB-INDEX: the board reads its index', async () => {
    const { raw } = await shopWithBay()
    const plan = raw.prepare('EXPLAIN QUERY PLAN SELECT id FROM bay WHERE location_id = ? AND deleted = 0 ORDER BY position, id').all('x') as {
      detail: string
    }[] // SQLite's own columns
    expect(plan.map((row) => row.detail)).toEqual(['SEARCH bay USING INDEX bay_location (location_id=?)'])
  })
})
