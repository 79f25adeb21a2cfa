import { afterEach, describe, expect, it } from 'vitest'
import { modules } from '#main/index.ts'
import { openLogFile } from '#main/platform/log-file.ts'
import type { SyncRules } from '#shared/contract/sync.ts'
import { INVITATION_MS } from '#shared/modules/sync/model.ts'
import { plainInvitation } from '#shared/modules/sync/rules.ts'
import { openTestCore, type TestCore, testClock } from '#tests/support/core.ts'
import { signedIn } from '#tests/support/people.ts'
import { scriptedCentre } from '#tests/support/scripted-centre.ts'
import { monday, openWorkshop } from '#tests/support/workshop.ts'
import { createHash } from 'node:crypto'

const RULES = Object.assign({}, ...modules.map(({ sync }) => sync ?? {})) as SyncRules // as the core puts them together
const WHERE = { address: 'https://centre.example', code: 'ABCDE-FGHJK' }
const open: TestCore[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((core) => core.shutdown()))
})

const until = async (isTrue: () => boolean | Promise<boolean>, what: () => string) => {
  for (const end = Date.now() + 5000; !(await isTrue()); await new Promise((resolve) => setTimeout(resolve, 5))) if (Date.now() > end) throw new Error(what())
}
/** Everything said is answered, and everything answered has come back. */
const quiet = (core: TestCore) =>
  until(
    () => {
      const { pendingCount, state } = core.platform.link.status()
      return pendingCount === 0 && state === 'online' && core.platform.store.connection.raw.prepare('SELECT count(*) FROM sync_open').pluck().get() === 0
    },
    () => `not quiet: ${JSON.stringify(core.platform.link.status())} ${core.logged.slice(-3).join('\n')}`,
  )

/** A workshop that is the first device of a centre in memory. */
async function linkedShop() {
  const clock = testClock()
  const centre = scriptedCentre(RULES, () => clock.at)
  const workshop = await openWorkshop({ clock, link: { fetch: centre.fetch, random: () => 0.002 } })
  open.push(workshop.shop)
  centre.standing = { ...centre.standing, scopes: ['company', workshop.locationId] }
  await workshop.shop.get('sync.connect', WHERE, workshop.owner)
  await quiet(workshop.shop)
  return { ...workshop, centre, clock }
}
type Linked = Awaited<ReturnType<typeof linkedShop>>

/** A conflict as the centre writes it, seen here. */
async function conflict({ centre, shop, clock }: Linked, own: Record<string, unknown>): Promise<string> {
  const id = `01900000-0000-7000-8000-${String(centre.rows.size).padStart(12, '0')}`
  centre.put(
    'sync_conflict',
    id,
    {
      kind: 'field',
      locationId: null,
      clock: 'name',
      keptBy: 'Ada Owner',
      keptAt: clock.at,
      droppedBy: 'Tom',
      droppedAt: clock.at - 60_000,
      resolvedAt: null,
      resolvedBy: '',
      ...own,
    } as never,
    'company',
  )
  const count = shop.platform.store.connection.raw.prepare('SELECT count(*) FROM sync_conflict WHERE id = ?').pluck()
  await until(
    () => count.get(id) === 1,
    () => 'the conflict did not arrive',
  )
  return id
}

describe('the standing of a device', () => {
  it('SYNC-STATUS A-SYNCCENTRE: a device alone says so to everybody, and refuses what needs a centre', async () => {
    const { shop, owner, tomAtTheKiosk } = await openWorkshop()
    open.push(shop)
    expect(await shop.get('sync.status', {}, await tomAtTheKiosk())).toMatchObject({
      state: 'off',
      pending: 0,
      oldestPendingAt: null,
      locations: null,
      refused: 0,
    })
    expect(await shop.refused('sync.invite', { name: 'Kiosk' }, owner)).toMatchObject({ code: 'sync.notLinked' })
    expect(await shop.refused('sync.leave', {}, owner)).toMatchObject({ code: 'sync.notLinked' })
    expect(await shop.refused('sync.join', WHERE)).toMatchObject({ code: 'sync.alreadySetUp' })
    expect(await shop.refused('sync.startOver', {})).toMatchObject({ code: 'sync.alreadySetUp' })
    expect(await shop.refused('sync.connect', { address: 'ftp://x', code: 'A' }, owner)).toMatchObject({ code: 'sync.badAddress' })
  })

  it('SYNC-STATUS SYNC-OFFLINE: what waits is counted with its age, and each scope tells how old its truth is', async () => {
    const { shop, owner, centre, clock, locationId, customer } = await linkedShop()
    const before = await shop.get('sync.status', {}, owner)
    expect(before).toMatchObject({ state: 'online', pending: 0, centreName: 'Test Garage', address: 'https://centre.example' })
    expect(before.scopes.map(({ scope }) => scope).sort()).toEqual(['company', locationId].sort())
    expect(before.scopes.every(({ asOf }) => asOf !== null)).toBe(true)
    centre.isOffline = true
    clock.at = monday(10)
    await shop.get('customers.update', { customerId: customer.id, note: 'calls back' }, owner)
    expect(await shop.get('sync.status', {}, owner)).toMatchObject({ pending: 1, oldestPendingAt: monday(10) })
    const { rows } = await shop.get('sync.entries', { show: 'waiting' }, owner)
    expect(rows).toMatchObject([{ command: 'customers.update', userName: 'Ada Owner', state: 'waiting', decided: null }])
  })

  it('A-SYNCCENTRE: an empty device asks, waits with its number, and is ready when people can sign in', async () => {
    const clock = testClock()
    const centre = scriptedCentre(RULES, () => clock.at)
    centre.standing = { ...centre.standing, state: 'waiting', scopes: [], check: '471 113' }
    const core = openTestCore({ clock, link: { fetch: centre.fetch, random: () => 0.002 } })
    open.push(core)
    expect(await core.get('sync.joining', {})).toMatchObject({ state: 'off', isReady: false, clockOffsetMs: 0 })
    expect(await core.get('sync.join', WHERE)).toMatchObject({ state: 'waiting', check: '471 113', centreName: 'Test Garage', isReady: false })
    expect(await core.refused('sync.join', WHERE)).toMatchObject({ code: 'sync.alreadyLinked' })
    await core.get('sync.startOver', {})
    expect(await core.get('sync.joining', {})).toMatchObject({ state: 'off' })
    expect(await core.refused('sync.startOver', {})).toMatchObject({ code: 'sync.notLinked' })
  })

  it('A-SYNCCENTRE: a centre that says no is told in its own words', async () => {
    const clock = testClock()
    const centre = scriptedCentre(RULES, () => clock.at)
    const core = openTestCore({ clock, link: { fetch: centre.fetch } })
    open.push(core)
    for (const [answer, status, code] of [
      ['badCode', 403, 'sync.badCode'],
      ['hasData', 409, 'sync.hasData'],
      ['upgrade', 426, 'sync.upgradeNeeded'],
      ['tooMany', 429, 'sync.tooMany'],
    ] as const) {
      centre.script.push({ path: 'enrol', answer, status })
      expect(await core.refused('sync.join', WHERE)).toMatchObject({ code })
    }
    centre.isOffline = true
    expect(await core.refused('sync.join', WHERE)).toMatchObject({ code: 'sync.unreachable' })
  })

  it('A-SYNCCENTRE: a device that leaves goes on alone', async () => {
    const { shop, owner } = await linkedShop()
    expect(await shop.refused('sync.connect', WHERE, owner)).toMatchObject({ code: 'sync.alreadyLinked' })
    await shop.get('sync.leave', {}, owner)
    expect(await shop.get('sync.status', {}, owner)).toMatchObject({ state: 'off', pending: 0 })
  })
})

describe('devices', () => {
  it('SYNC-3 SYNC-4 AUTH-RBAC: a manager invites; the code is told once, and only its hash is kept and sent', async () => {
    const { shop, owner, centre, clock, locationId } = await linkedShop()
    const manager = (await signedIn(shop, 'manager')).token
    const { code, device } = await shop.get('sync.invite', { name: ' Kiosk 3 ', locations: [locationId] }, manager)
    expect(device).toMatchObject({ name: 'Kiosk 3', state: 'invited', locations: [locationId], codeEndsAt: clock.at + INVITATION_MS, isThis: false })
    await quiet(shop)
    const { doc } = centre.row('sync_device', device.id) ?? {}
    expect(doc).toMatchObject({ codeHash: createHash('sha256').update(plainInvitation(code)).digest('hex'), state: 'invited' })
    const { raw } = shop.platform.store.connection
    const everything = JSON.stringify([raw.prepare('SELECT * FROM journal').all(), raw.prepare('SELECT * FROM journal_change').all(), shop.logged])
    for (const text of [code, plainInvitation(code)]) expect(everything).not.toContain(text)
    expect(await shop.get('sync.invitations', {}, manager)).toMatchObject([{ id: device.id }])
    expect(await shop.get('sync.devices', {}, manager)).toEqual([])
    clock.at += INVITATION_MS
    expect(await shop.get('sync.invitations', {}, manager)).toEqual([])
    const cashier = (await signedIn(shop, 'cashier')).token
    expect(await shop.refused('sync.invite', { name: 'x' }, cashier)).toMatchObject({ code: 'platform.notAllowed' })
    expect(await shop.refused('sync.invite', { name: 'x', locations: [device.id as never] }, owner)).toMatchObject({ code: 'sync.unknownLocation' })
  })

  it('SYNC-3: a device that asks is approved once, renamed, given locations, and cut off for good', async () => {
    const linked = await linkedShop()
    const { shop, owner, centre, locationId } = linked
    const { device } = await shop.get('sync.invite', { name: 'Kiosk' }, owner)
    const { id } = device
    expect(await shop.refused('sync.approve', { id }, owner)).toMatchObject({ code: 'sync.wrongDeviceState', state: 'invited' })
    await quiet(shop)
    centre.put('sync_device', id, { state: 'waiting', deviceId: '00000000000000ab', tag: 'ABCD', checkText: '123456', codeEndsAt: 0 })
    await until(
      async () => (await shop.get('sync.devices', {}, owner)).some(({ state }) => state === 'waiting'),
      () => 'it does not ask',
    )
    expect(await shop.get('sync.approve', { id }, owner)).toMatchObject({ state: 'active', checkText: '123456' })
    expect(await shop.refused('sync.approve', { id }, owner)).toMatchObject({ code: 'sync.wrongDeviceState' })
    expect(await shop.get('sync.rename', { id, name: 'Kiosk at bay 2' }, owner)).toMatchObject({ name: 'Kiosk at bay 2' })
    expect(await shop.get('sync.setLocations', { id, locations: [locationId] }, owner)).toMatchObject({ locations: [locationId] })
    expect(await shop.get('sync.revoke', { id }, owner)).toMatchObject({ state: 'revoked' })
    expect(await shop.refused('sync.revoke', { id }, owner)).toMatchObject({ code: 'sync.wrongDeviceState' })
    expect(await shop.refused('sync.setLocations', { id, locations: null }, owner)).toMatchObject({ code: 'sync.wrongDeviceState' })
    expect(await shop.refused('sync.rename', { id: '01900000-0000-7000-8000-000000000000' as never, name: 'x' }, owner)).toMatchObject({
      code: 'sync.unknownDevice',
    })
    await quiet(shop)
    expect(centre.row('sync_device', id)?.doc).toMatchObject({ state: 'revoked', name: 'Kiosk at bay 2' })
  })

  it('A-SYNCCENTRE: nobody cuts off the device that they work on', async () => {
    const { shop, owner, centre } = await linkedShop()
    const id = '01900000-0000-7000-8000-0000000000aa' as never
    centre.put('sync_device', id, {
      name: 'Counter',
      state: 'active',
      locations: null,
      codeHash: '',
      codeEndsAt: 0,
      deviceId: shop.platform.store.device.id,
      tag: '',
      checkText: '',
      appVersion: '',
      lastSeenAt: 0,
      clockOffsetMs: 0,
      alarm: null,
    })
    await until(
      async () => (await shop.get('sync.devices', {}, owner)).length === 1,
      () => 'the device did not arrive',
    )
    expect(await shop.get('sync.devices', {}, owner)).toMatchObject([{ isThis: true }])
    expect(await shop.refused('sync.revoke', { id }, owner)).toMatchObject({ code: 'sync.thisDevice' })
  })
})

describe('entries that were not taken', () => {
  async function refused(linked: Linked) {
    const { shop, owner, centre, customer } = linked
    centre.decide = (entry) =>
      entry.command === 'customers.update' ? { outcome: 'rejected', reason: 'taken', facts: { constraint: 'work_order_in_bay' } } : undefined
    await shop.get('customers.update', { customerId: customer.id, phone: '030 999', note: 'refused' }, owner)
    await quiet(shop)
    centre.decide = undefined
    const [row] = (await shop.get('sync.entries', { show: 'undecided' }, owner)).rows
    if (!row) throw new Error('nothing was refused')
    return row
  }

  it('SYNC-2: a refused entry stays in sight with its reason until a person has let it go', async () => {
    const linked = await linkedShop()
    const { shop, owner, customer, centre } = linked
    const row = await refused(linked)
    expect(row).toMatchObject({
      command: 'customers.update',
      state: 'refused',
      reason: 'taken',
      facts: { constraint: 'work_order_in_bay' },
      userName: 'Ada Owner',
      decided: null,
    })
    expect(await shop.get('sync.status', {}, owner)).toMatchObject({ refused: 1, pending: 0 })
    expect((await shop.get('customers.get', { customerId: customer.id }, owner)).note).toBe('')
    const whole = await shop.get('sync.entry', { seq: row.seq }, owner)
    expect(whole.records).toMatchObject([{ table: 'customer', recordId: customer.id, isNew: false }])
    expect(whole.records[0]?.fields).toContainEqual({ field: 'note', before: '', after: 'refused', isSecret: false })
    const cashier = (await signedIn(shop, 'cashier', 'Cash Ier')).token
    expect(await shop.get('sync.dismiss', { seq: row.seq }, cashier)).toMatchObject({ decided: { by: 'Cash Ier' } })
    expect(await shop.refused('sync.dismiss', { seq: row.seq }, cashier)).toMatchObject({ code: 'sync.notRefused' })
    expect(await shop.get('sync.status', {}, owner)).toMatchObject({ refused: 0 })
    expect((await shop.get('sync.entries', { show: 'undecided' }, owner)).rows).toEqual([])
    expect((await shop.get('sync.entries', { show: 'answered' }, owner)).rows).toMatchObject([{ seq: row.seq, decided: { by: 'Cash Ier' } }])
    expect(centre.row('customer', customer.id)?.doc['note']).toBe('')
  })

  it('SYNC-2 A-SYNCCENTRE: its values are put in anew on the record as it stands, as a new entry', async () => {
    const linked = await linkedShop()
    const { shop, owner, customer, centre } = linked
    const row = await refused(linked)
    centre.put('customer', customer.id, { city: 'Potsdam' })
    await quiet(shop)
    const manager = (await signedIn(shop, 'manager')).token
    expect(await shop.get('sync.resend', { seq: row.seq }, manager)).toMatchObject({ decided: { by: 'manager person' } })
    expect(await shop.get('customers.get', { customerId: customer.id }, owner)).toMatchObject({ note: 'refused', phone: '+4930999', city: 'Potsdam' })
    await quiet(shop)
    expect(centre.row('customer', customer.id)?.doc).toMatchObject({ note: 'refused', city: 'Potsdam' })
    expect(await shop.refused('sync.resend', { seq: row.seq }, manager)).toMatchObject({ code: 'sync.notRefused' })
  })

  it('SYNC-2: a new record that was refused is put in anew under its own id', async () => {
    const { shop, owner, centre } = await linkedShop()
    centre.decide = (entry) => (entry.command === 'customers.create' ? { outcome: 'rejected', reason: 'invalid' } : undefined)
    const made = await shop.get('customers.create', { name: 'Grace Hopper' }, owner)
    await quiet(shop)
    centre.decide = undefined
    expect(await shop.refused('customers.get', { customerId: made.id }, owner)).toMatchObject({ code: 'customers.unknown' })
    const [row] = (await shop.get('sync.entries', { show: 'undecided' }, owner)).rows
    await shop.get('sync.resend', { seq: row?.seq ?? 0 }, owner)
    expect(await shop.get('customers.get', { customerId: made.id }, owner)).toMatchObject({ name: 'Grace Hopper' })
    await quiet(shop)
    expect(centre.row('customer', made.id)).toBeDefined()
  })

  it('SYNC-2: a step of the work is not put in by hand, and then nothing of its entry is', async () => {
    const { shop, owner, centre, bay1 } = await linkedShop()
    centre.decide = (entry) =>
      entry.command === 'bays.setDown' ? { outcome: 'rejected', reason: 'stateChanged', facts: { from: 'occupied', to: 'down' } } : undefined
    await shop.get('bays.setDown', { bayId: bay1 }, owner)
    await quiet(shop)
    const [row] = (await shop.get('sync.entries', { show: 'undecided' }, owner)).rows
    expect(await shop.refused('sync.resend', { seq: row?.seq ?? 0 }, owner)).toMatchObject({ code: 'sync.stepNeeded', table: 'bay' })
    expect(await shop.get('sync.status', {}, owner)).toMatchObject({ refused: 1 })
    expect(await shop.get('sync.settle', { seq: row?.seq ?? 0 }, owner)).toMatchObject({ decided: { by: 'Ada Owner' } })
    expect(await shop.refused('sync.settle', { seq: row?.seq ?? 0 }, owner)).toMatchObject({ code: 'sync.notRefused' })
    expect(await shop.refused('sync.entry', { seq: 999_999 }, owner)).toMatchObject({ code: 'sync.unknownEntry' })
  })

  it('LIST-PAGE: entries come in pages, newest first, without what never travels', async () => {
    const { shop, owner } = await linkedShop()
    for (let i = 0; i < 5; i++) await shop.get('customers.create', { name: `Customer ${i}` }, owner)
    await quiet(shop)
    const first = await shop.get('sync.entries', { limit: 3 }, owner)
    expect(first.rows).toHaveLength(3)
    const second = await shop.get('sync.entries', { limit: 3, after: first.next ?? '' }, owner)
    const seqs = [...first.rows, ...second.rows].map(({ seq }) => seq)
    expect(seqs).toEqual(seqs.toSorted((a, b) => b - a))
    expect(new Set(seqs).size).toBe(6)
    expect(first.rows.every(({ state }) => state === 'sent')).toBe(true)
    const all = await shop.get('sync.entries', { limit: 200 }, owner)
    expect(all.rows.map(({ command }) => command)).not.toContain('auth.attempt')
    expect(all.total).toBe(all.rows.length)
  })
})

describe('conflicts', () => {
  it('SYNC-2 A-LINEMERGE: two values stand beside each other; one press takes the other over as an ordinary change', async () => {
    const linked = await linkedShop()
    const { shop, owner, centre, customer } = linked
    const id = await conflict(linked, { recordTable: 'customer', recordId: customer.id, kept: { name: 'Erika Muster' }, dropped: { name: 'Erika Neu' } })
    const { rows } = await shop.get('sync.conflicts', {}, owner)
    expect(rows).toMatchObject([
      { id, label: 'Erika Muster', hindrance: null, kept: { name: 'Erika Muster' }, dropped: { name: 'Erika Neu' }, droppedBy: 'Tom' },
    ])
    expect(await shop.get('sync.status', {}, owner)).toMatchObject({ conflicts: 1 })
    await shop.get('sync.resolveConflict', { conflictId: id as never, choice: 'take' }, owner)
    expect(await shop.get('customers.get', { customerId: customer.id }, owner)).toMatchObject({ name: 'Erika Neu' })
    await quiet(shop)
    expect(centre.row('customer', customer.id)?.doc['name']).toBe('Erika Neu')
    expect(centre.row('sync_conflict', id)?.doc).toMatchObject({ resolvedBy: 'Ada Owner' })
    expect(await shop.refused('sync.resolveConflict', { conflictId: id as never, choice: 'keep' }, owner)).toMatchObject({ code: 'sync.alreadyResolved' })
    expect((await shop.get('sync.conflicts', { resolved: true }, owner)).rows).toMatchObject([{ id, resolvedBy: 'Ada Owner' }])
    expect(await shop.get('sync.status', {}, owner)).toMatchObject({ conflicts: 0 })
  })

  it('SYNC-2: keeping what stands changes nothing but that it is decided, and ids are shown by their names', async () => {
    const linked = await linkedShop()
    const { shop, owner, customer, tom, una, book } = linked
    const booked = await book(monday(14), monday(15))
    await quiet(shop)
    const id = await conflict(linked, {
      recordTable: 'appointment',
      recordId: booked.id,
      clock: 'slot',
      kept: { technicianId: tom },
      dropped: { technicianId: una },
    })
    const [row] = (await shop.get('sync.conflicts', {}, owner)).rows
    expect(row?.names).toEqual({ [tom]: 'Tom', [una]: 'Una' })
    await shop.get('sync.resolveConflict', { conflictId: id as never, choice: 'keep' }, owner)
    expect(await shop.get('appointments.get', { appointmentId: booked.id }, owner)).toMatchObject({ technicianId: tom, customerId: customer.id })
  })

  it('SYNC-2: what cannot be taken over with one press says why', async () => {
    const linked = await linkedShop()
    const { shop, owner, bay1, locationId } = linked
    const step = await conflict(linked, { recordTable: 'bay', recordId: bay1, clock: 'lock', kept: { state: 'free' }, dropped: { state: 'down' } })
    const gone = await conflict(linked, { recordTable: 'customer', recordId: locationId, kept: { name: 'a' }, dropped: { name: 'b' } })
    const rights = await conflict(linked, {
      recordTable: 'user',
      recordId: linked.tomUser,
      clock: 'role',
      kept: { role: 'technician' },
      dropped: { role: 'owner' },
    })
    const manager = (await signedIn(shop, 'manager')).token
    for (const [conflictId, code] of [
      [step, 'sync.stepNeeded'],
      [gone, 'sync.recordGone'],
      [rights, 'sync.ownerOnly'],
    ] as const)
      expect(await shop.refused('sync.resolveConflict', { conflictId: conflictId as never, choice: 'take' }, manager)).toMatchObject({ code })
    await shop.get('sync.resolveConflict', { conflictId: rights as never, choice: 'take' }, owner)
    expect((await shop.get('auth.users', { role: 'owner' }, owner)).rows.map(({ name }) => name)).toContain('Tom')
  })

  it('SYNC-2: values that the database refuses are an answer', async () => {
    const linked = await linkedShop()
    const { shop, owner, locationId } = linked
    const id = await conflict(linked, {
      recordTable: 'location',
      recordId: locationId,
      clock: 'hours',
      kept: { opensAtMinutes: 480 },
      dropped: { opensAtMinutes: null },
    })
    const answer = await shop.refused('sync.resolveConflict', { conflictId: id as never, choice: 'take' }, owner)
    expect(answer).toMatchObject({ code: 'sync.valuesRefused' })
    expect(answer['constraint']).toMatch(/opens_at_minutes/)
    expect(await shop.refused('sync.resolveConflict', { conflictId: '01900000-0000-7000-8000-00000000dead' as never, choice: 'keep' }, owner)).toMatchObject({
      code: 'sync.unknownConflict',
    })
  })

  it('A-LINEMERGE SYNC-2 WO-6: a price that is taken over after all counts in the sums of its order', async () => {
    const linked = await linkedShop()
    const { shop, owner, centre, vehicle, customer, locationId } = linked
    const { order } = await shop.get('workOrders.open', { locationId, customerId: customer.id, vehicleId: vehicle.id }, owner)
    const { lineId } = await shop.get(
      'workOrders.addLine',
      { workOrderId: order.id, kind: 'fee', description: 'Disposal', qtyMilli: 1000, unitPriceMinor: 1000 },
      owner,
    )
    await quiet(shop)
    const price = { qtyMilli: 1000, unitPriceMinor: 2500, discountBp: 0, isFlat: false }
    const id = await conflict(linked, {
      recordTable: 'work_order_line',
      recordId: lineId,
      clock: 'price',
      kept: { unitPriceMinor: 1000 },
      dropped: price,
    })
    await shop.get('sync.resolveConflict', { conflictId: id as never, choice: 'take' }, owner)
    await shop.jobs.runDue()
    expect((await shop.get('workOrders.list', {}, owner)).rows).toMatchObject([{ id: order.id, totalMinor: 2975 }])
    await quiet(shop)
    expect(centre.row('work_order', order.id)?.doc).not.toHaveProperty('netMinor') // it stands nowhere
  })

  it('A-SLOTS SYNC-2: a booking that lost its slot is offered three others, and moving it decides the clash everywhere', async () => {
    const linked = await linkedShop()
    const { shop, owner, centre, book } = linked
    const booked = await book(monday(14), monday(15))
    await quiet(shop)
    centre.put('appointment', booked.id, { state: 'clash' })
    const id = await conflict(linked, { kind: 'clash', recordTable: 'appointment', recordId: booked.id, clock: 'slot', kept: {}, dropped: {} })
    await until(
      async () => (await shop.get('appointments.get', { appointmentId: booked.id }, owner)).state === 'clash',
      () => 'no clash',
    )
    await book(monday(14), monday(16))
    expect((await shop.get('sync.conflicts', { kind: 'clash' }, owner)).rows).toMatchObject([{ id, hindrance: 'clash' }])
    expect(await shop.refused('sync.resolveConflict', { conflictId: id as never, choice: 'keep' }, owner)).toMatchObject({ code: 'sync.moveNeeded' })
    const ways = await shop.get('appointments.waysOut', { appointmentId: booked.id }, owner)
    expect(ways).toHaveLength(3)
    expect(new Set(ways.map((way) => `${way.startAt} ${way.bayId} ${way.technicianId}`)).size).toBe(3)
    expect(ways.map(({ startAt }) => startAt)).toEqual(ways.map(({ startAt }) => startAt).toSorted((a, b) => a - b))
    const [way] = ways
    if (!way) return
    const { startAt, endAt, bayId, technicianId } = way
    await shop.get('appointments.update', { appointmentId: booked.id, startAt, endAt, bayId, technicianId }, owner)
    expect((await shop.get('sync.conflicts', {}, owner)).rows).toEqual([])
    await quiet(shop)
    expect(centre.row('sync_conflict', id)?.doc).toMatchObject({ resolvedBy: 'Ada Owner' })
    expect(centre.row('appointment', booked.id)?.doc).toMatchObject({ state: 'pending', startAt })
  })

  it('A-SLOTS: every proposed slot can really be booked', async () => {
    const { shop, owner, book } = await openWorkshop()
    open.push(shop)
    const booked = await book(monday(14), monday(16))
    for (let i = 0; i < 3; i++) {
      for (const { startAt, endAt, bayId, technicianId } of await shop.get('appointments.waysOut', { appointmentId: booked.id }, owner))
        await shop.get('appointments.update', { appointmentId: booked.id, startAt, endAt, bayId, technicianId }, owner)
    }
    expect(await shop.refused('appointments.waysOut', { appointmentId: '01900000-0000-7000-8000-00000000dead' as never }, owner)).toMatchObject({
      code: 'appointments.unknownAppointment',
    })
  })
})

describe('diagnostics', () => {
  it('A-SYNCCENTRE SEC-SECRETS: they hold states and figures, and neither a customer nor a key', async () => {
    const { shop, owner, centre } = await linkedShop()
    await shop.get('customers.create', { name: 'Canary Customer', phone: '030 7654321' }, owner)
    await quiet(shop)
    const file = openLogFile(shop.platform.config.dataDir)
    file.sink('{"event":"a line of the log"}')
    file.close()
    const { fileName, text } = await shop.get('sync.exportDiagnostics', {}, owner)
    expect(fileName).toMatch(/^bayline-sync-2026-03-02-.*\.log$/)
    for (const part of ['"status"', '"metrics"', '"schemaVersion"', 'a line of the log']) expect(text).toContain(part)
    for (const secret of ['Canary', '7654321', ...centre.validKeys]) expect(text).not.toContain(secret)
  })
})
