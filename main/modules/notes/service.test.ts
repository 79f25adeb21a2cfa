import { describe, expect, it } from 'vitest'
import { signedIn } from '#tests/support/people.ts'
import { openWorkshop } from '#tests/support/workshop.ts'

async function openNotes() {
  const workshop = await openWorkshop()
  const { shop, owner, customer, open, locationId } = workshop
  const { order } = await open()
  const [cashier, technician, warehouse] = [await signedIn(shop, 'cashier'), await signedIn(shop, 'technician'), await signedIn(shop, 'warehouse')]
  const onOrder = { kind: 'workOrder' as const, recordId: order.id }
  const texts = async (of: { kind: 'workOrder' | 'customer' | 'team'; recordId: string } = onOrder, history = false) =>
    (await shop.get('notes.list', { ...of, history }, owner)).rows.map(({ text }) => text)
  return {
    ...workshop,
    order,
    cashier,
    technician,
    warehouse,
    onOrder,
    onCustomer: { kind: 'customer' as const, recordId: customer.id },
    talk: { kind: 'team' as const, recordId: locationId },
    texts,
  }
}

describe('COM-NOTES COM-CHAT: notes', () => {
  it('NOTE-1 COM-NOTES: a note stands on its record; its author replaces it or takes it back, and the history keeps each', async () => {
    const { shop, owner, cashier, technician, onOrder, texts } = await openNotes()
    const first = await shop.get('notes.write', { ...onOrder, text: 'Bring the winter tyres' }, cashier.token)
    expect(first).toMatchObject({ text: 'Bring the winter tyres', authorName: 'cashier person', isReplaced: false })
    shop.clock.at += 1000
    expect(await shop.refused('notes.write', { ...onOrder, text: 'x', replacesId: first.id }, technician.token)).toMatchObject({ code: 'notes.notTheAuthor' })
    const second = await shop.get('notes.write', { ...onOrder, text: 'Bring the summer tyres', replacesId: first.id }, cashier.token)
    expect(await texts()).toEqual(['Bring the summer tyres'])
    expect(await shop.refused('notes.write', { ...onOrder, text: 'again', replacesId: first.id }, cashier.token)).toMatchObject({
      code: 'notes.alreadyReplaced',
    })
    shop.clock.at += 1000
    await shop.get('notes.write', { ...onOrder, text: '', replacesId: second.id }, cashier.token)
    expect(await texts()).toEqual([])
    expect(await texts(onOrder, true)).toEqual(['', 'Bring the summer tyres', 'Bring the winter tyres'])
    expect(await shop.refused('notes.write', { ...onOrder, text: ' ' }, owner)).toMatchObject({ code: 'notes.emptyText' })
    expect(() => shop.platform.store.connection.raw.prepare("UPDATE note SET text = 'x'").run()).toThrow('notes.sealed')
  })

  it('NOTE-2 COM-NOTES: notes are as open as their record', async () => {
    const { shop, cashier, warehouse, onOrder, onCustomer, talk, texts } = await openNotes()
    await shop.get('notes.write', { ...onCustomer, text: 'Pays late' }, cashier.token)
    expect(await shop.refused('notes.list', onCustomer, warehouse.token)).toMatchObject({ code: 'notes.notYours', kind: 'forbidden' })
    expect(await shop.refused('notes.write', { ...onCustomer, text: 'x' }, warehouse.token)).toMatchObject({ code: 'notes.notYours' })
    expect((await shop.get('notes.list', onOrder, warehouse.token)).total).toBe(0)
    expect(await shop.refused('notes.list', { kind: 'workOrder', recordId: 'nothing' }, cashier.token)).toMatchObject({ code: 'notes.unknownRecord' })
    await shop.get('notes.write', { ...talk, text: 'Tyres are here' }, warehouse.token)
    expect(await texts(talk)).toEqual(['Tyres are here'])
  })

  it('COM-CHAT: who is named finds the note in their inbox, unread until they open the record; the team’s talk counts for everybody else', async () => {
    const { shop, cashier, technician, warehouse, onOrder, onCustomer, talk, locationId } = await openNotes()
    const unread = (token: string) => shop.get('notes.unread', { locationId }, token)
    await shop.get(
      'notes.write',
      { ...onOrder, text: 'Ask him about the noise', mentions: [technician.userId as never, technician.userId as never] },
      cashier.token,
    )
    shop.clock.at += 1000
    await shop.get('notes.write', { ...onCustomer, text: 'Owes a bottle', mentions: [warehouse.userId as never, technician.userId as never] }, cashier.token)
    await shop.get('notes.write', { ...talk, text: 'Lunch at noon' }, cashier.token)
    expect([await unread(cashier.token), await unread(technician.token), await unread(warehouse.token)]).toEqual([
      { mentions: 0, team: 0 },
      { mentions: 2, team: 1 },
      { mentions: 0, team: 1 },
    ])
    const inbox = async (token: string) => (await shop.get('notes.inbox', {}, token)).rows.map(({ text, isRead }) => [text, isRead])
    expect(await inbox(technician.token)).toEqual([
      ['Owes a bottle', false],
      ['Ask him about the noise', false],
    ])
    expect(await inbox(warehouse.token)).toEqual([])
    await shop.get('notes.markRead', onOrder, technician.token)
    await shop.get('notes.markRead', talk, technician.token)
    expect(await unread(technician.token)).toEqual({ mentions: 1, team: 0 })
    expect(await inbox(technician.token)).toEqual([
      ['Owes a bottle', false],
      ['Ask him about the noise', true],
    ])
    shop.clock.at += 1000
    await shop.get('notes.markRead', onOrder, technician.token)
    expect(shop.platform.store.connection.raw.prepare('SELECT count(*) FROM note_seen').pluck().get()).toBe(2)
    expect(await shop.refused('notes.write', { ...talk, text: 'x', mentions: [onOrder.recordId as never] }, cashier.token)).toMatchObject({
      code: 'notes.unknownPerson',
    })
    expect((await shop.get('notes.people', {}, cashier.token)).map(({ name }) => name)).toContain('technician person')
  })

  it('COM-CHAT: a long talk pages from its newest line', async () => {
    const { shop, cashier, talk } = await openNotes()
    for (let i = 0; i < 7; i++) {
      shop.clock.at += 1000
      await shop.get('notes.write', { ...talk, text: `line ${i}` }, cashier.token)
    }
    const first = await shop.get('notes.list', { ...talk, limit: 4 }, cashier.token)
    const second = await shop.get('notes.list', { ...talk, limit: 4, after: first.next ?? '' }, cashier.token)
    expect([...first.rows, ...second.rows].map(({ text }) => text)).toEqual([6, 5, 4, 3, 2, 1, 0].map((i) => `line ${i}`))
    expect([first.total, second.next]).toEqual([7, null])
  })
})
