import { afterEach, describe, expect, it } from 'vitest'
import type { Outcome, WireResult } from '#shared/contract/wire.ts'
import { closeShops, CUSTOMER, linked, RULES, withCustomer } from '#tests/support/linked-shop.ts'
import { joinChanges } from './changes.ts'
import type { BuiltPush } from './outbox.ts'

afterEach(closeShops)

describe('what goes out and what comes back', () => {
  it('SYNC-RETRY A-JOURNAL: deeds travel in order, each once, none of what stays here', async () => {
    const shop = await linked()
    const before = shop.replica.outbox.pending().count
    expect(before).toBeGreaterThan(0)
    const push = shop.hands.build()
    if (!push) throw new Error('nothing to push')
    const entries = shop.hands.entries(push)
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map(({ seq }) => seq).toSorted((a, b) => a - b))
    expect(entries.flatMap(({ changes }) => changes.map(({ table }) => RULES[table]?.merge))).not.toContain('local')
    expect(push.json).not.toContain('secret-key')
    shop.hands.push()
    expect(shop.replica.outbox.pending()).toEqual({ count: 0, oldestAt: null })
    expect(shop.hands.build()).toBeUndefined()
    shop.hands.show()
    expect(shop.isSettled()).toBe(true)
  })

  it('A-JOURNAL: a record that a deed writes twice is one change, with what the first one saw', () => {
    const joined = joinChanges([
      { table: 'customer', id: 'a', insert: true, fields: { name: ['A'], note: ['x'] } },
      { table: 'bay', id: 'b', insert: false, fields: { state: ['free', 'occupied', 'h1'] } },
      { table: 'customer', id: 'a', insert: false, fields: { name: ['A', 'B', 'h2'], city: ['', 'C', 'h2'] } },
      { table: 'bay', id: 'b', insert: false, fields: { state: ['occupied', 'down', 'h2'], name: ['1', '2', 'h0'] } },
    ])
    expect(joined.map(({ change }) => change)).toEqual([
      { table: 'customer', id: 'a', insert: true, fields: { name: ['B'], note: ['x'], city: ['C'] } },
      { table: 'bay', id: 'b', insert: false, fields: { state: ['free', 'down', 'h1'], name: ['1', '2', 'h0'] } },
    ])
  })

  it('SYNC-RETRY: a long deed travels in parts, and goes on after the last answered one', async () => {
    const shop = await linked()
    shop.hands.push()
    shop.platform.store.write(
      {
        command: 'test.many',
        callId: 'many',
        actor: { userId: null, name: '', role: 'system', permissions: new Set(), sessionId: null },
        client: { ip: '', userAgent: '' },
        arrivedAt: 0,
        keepAnswer: false,
      }, // prettier-ignore
      (tx) => {
        for (let n = 0; n < 1200; n++)
          tx.changes.push({ table: 'customer', id: `many-${n}`, kept: JSON.stringify({ insert: true, fields: { name: ['x'.repeat(100)] } }) })
        return { ok: true, value: null }
      },
    )
    const first = shop.hands.build(1)
    expect(first?.entries[0]).toMatchObject({ part: 1, parts: 3 })
    expect(first?.entries[0]?.changes).toHaveLength(500)
    if (!first) throw new Error('nothing to push')
    shop.replica.outbox.record(first, shop.hands.results(first))
    expect(shop.replica.outbox.pending().count).toBe(1)
    const rest = shop.hands.build()
    expect(rest?.entries.map(({ part }) => part)).toEqual([2, 3])
    expect(rest && shop.hands.entries(rest).every(({ parts }) => parts === 3)).toBe(true)
    if (rest) shop.replica.outbox.record(rest, shop.hands.results(rest))
    expect(shop.replica.outbox.pending().count).toBe(0)
  })

  it('SYNC-RETRY: a push holds no more than the centre takes', async () => {
    const shop = await linked()
    shop.hands.push()
    for (let n = 0; n < 30; n++) await shop.get('customers.create', { ...CUSTOMER, name: `N${n}`, note: 'é'.repeat(1900) } as never, shop.owner)
    const big = shop.hands.build()
    expect(big?.entries).toHaveLength(30)
    expect(shop.hands.build(7)?.entries).toHaveLength(7)
    expect(Buffer.byteLength(big?.json ?? '')).toBeLessThan(1024 * 1024)
  })

  it('SYNC-OFFLINE: what is read ahead of a push is sent after it, and read anew where it does not follow', async () => {
    const shop = await linked()
    shop.hands.push()
    for (const name of ['A', 'B', 'C', 'D', 'E', 'F']) await shop.get('customers.create', { ...CUSTOMER, name } as never, shop.owner)
    const { outbox } = shop.replica
    const built = (most: number) => shop.hands.build(most) ?? { entries: [], json: '', isFull: false }
    const ahead = (of: BuiltPush, most: number) => {
      for (const steps = outbox.prepare(of, most); !steps.next().done; );
    }
    const seqs = ({ entries }: BuiltPush) => entries.map(({ seq }) => seq)
    const first = built(2)
    const [from = 0] = seqs(first)
    ahead(first, 2)
    expect([seqs(built(2)), seqs(built(2))]).toEqual([
      [from, from + 1], // nothing was answered
      [from, from + 1],
    ])
    ahead(first, 2)
    outbox.record(first, shop.hands.results(first))
    shop.clock.at += 1000
    const second = built(2)
    expect(seqs(second)).toEqual([from + 2, from + 3])
    expect(JSON.parse(second.json)).toMatchObject({ sentAt: shop.clock.at, ackedThrough: from + 1 })
    expect(shop.hands.entries(second).map(({ changes }) => changes[0]?.fields['name'])).toEqual([['C'], ['D']])
    ahead(second, 2)
    outbox.record(second, shop.hands.results(second).slice(0, 1)) // one met trouble
    expect(seqs(built(2))).toEqual([from + 3, from + 4])
    const third = built(1)
    ahead(third, 1)
    // Sent before the answers to the third are kept, and only where it is a whole request that follows it.
    const fourth = outbox.next(third)
    expect([third.isFull, fourth && seqs(fourth), outbox.next(third)]).toEqual([true, [from + 4], undefined])
    expect(JSON.parse(fourth?.json ?? '')).toMatchObject({ ackedThrough: from + 2 })
    ahead(third, 3)
    expect(outbox.next(third)).toBeUndefined()
    ahead(third, 3)
    await shop.get('customers.create', { ...CUSTOMER, name: 'G' } as never, shop.owner)
    outbox.record(third, shop.hands.results(third))
    expect(seqs(built(3))).toEqual([from + 4, from + 5, from + 6]) // what was made meanwhile goes along
    shop.hands.push()
    shop.hands.show()
    expect(shop.isSettled()).toBe(true)
  })

  const OUTCOMES: readonly [Outcome, WireResult['reason'], boolean][] = [
    ['applied', undefined, false],
    ['merged', undefined, true],
    ['conflict', undefined, true],
    ['parked', 'unknownField', true],
    ['rejected', 'stateChanged', true],
    ['rejected', 'notAllowed', true],
    ['rejected', 'outOfScope', true],
  ]
  it.each(OUTCOMES)('SYNC-2 SYNC-STATUS: %s (%s) is kept, and told where there is something to tell', async (outcome, reason, isTold) => {
    const { shop, id, rename } = await withCustomer()
    await rename('Admiral')
    const push = shop.hands.build()
    const [entry] = push?.entries ?? []
    if (!push || !entry) throw new Error('nothing to push')
    const isRefused = outcome === 'parked' || outcome === 'rejected'
    const stands = shop.centre.get(`customer/${id}`)
    const results = isRefused
      ? [{ seq: entry.seq, part: 1, outcome, reason, facts: { from: 'a' }, rows: stands ? [stands] : [] }]
      : shop.hands.results(push).map((result) => ({ ...result, outcome })) // prettier-ignore
    shop.replica.outbox.record(push, results)
    expect(shop.replica.outbox.pending().count).toBe(0)
    expect(shop.name(id)).toBe(isRefused ? 'Grace Hopper' : 'Admiral')
    expect(shop.all('SELECT outcome, reason FROM sync_entry')).toEqual(isTold ? [{ outcome, reason: reason ?? null }] : [])
    expect(shop.replica.outbox.undecided()).toBe(isRefused ? 1 : 0)
    expect(shop.one<{ n: number }>('SELECT count(*) AS n FROM journal_change WHERE seq = ?', entry.seq).n).toBe(1)
    shop.hands.show()
    expect(shop.isSettled()).toBe(true)
    expect(shop.name(id)).toBe(isRefused ? 'Grace Hopper' : 'Admiral')
  })

  it('SYNC-2: a refused new record leaves, with what was done on it since; the journal keeps both', async () => {
    const { shop } = await withCustomer()
    const { id } = (await shop.get('customers.create', { ...CUSTOMER, name: 'Unwanted' } as never, shop.owner)) as { id: string }
    await shop.get('customers.update', { customerId: id, ...CUSTOMER, name: 'Still unwanted' } as never, shop.owner)
    const push = shop.hands.build(1)
    if (!push) throw new Error('nothing to push')
    shop.replica.outbox.record(push, [{ seq: push.entries[0]?.seq ?? 0, part: 1, outcome: 'rejected', reason: 'notAllowed', rows: [] }])
    expect(shop.name(id)).toBeUndefined()
    const second = shop.hands.build()
    expect(second?.entries).toHaveLength(1)
    if (second) shop.replica.outbox.record(second, [{ seq: second.entries[0]?.seq ?? 0, part: 1, outcome: 'rejected', reason: 'unknownRecord' }])
    expect(shop.isSettled()).toBe(true)
    expect(shop.replica.outbox.undecided()).toBe(2)
    expect(shop.one<{ n: number }>('SELECT count(*) AS n FROM journal_change WHERE record_id = ?', id).n).toBe(2)
    shop.platform.store.derive()
    expect(shop.one<{ n: number }>("SELECT count(*) AS n FROM search_customer_word WHERE words MATCH 'unwanted'").n).toBe(0)
  })

  it('SYNC-RETRY: answers that are not of this push change nothing', async () => {
    const { shop, rename } = await withCustomer()
    await rename('Admiral')
    const push = shop.hands.build()
    if (!push) throw new Error('nothing to push')
    expect(() => shop.replica.outbox.record(push, [{ seq: 1, part: 1, outcome: 'applied' }])).toThrow('not of this push')
    expect(shop.replica.outbox.pending().count).toBe(1)
  })

  it('SYNC-RETRY: fewer answers than entries: the rest is sent again', async () => {
    const { shop, rename } = await withCustomer()
    await rename('A')
    await rename('B')
    const push = shop.hands.build()
    if (!push) throw new Error('nothing to push')
    const [first] = shop.hands.results(push)
    if (first) shop.replica.outbox.record(push, [first])
    expect(shop.hands.build()?.entries.map(({ seq }) => seq)).toEqual([push.entries[1]?.seq])
  })

  it('SYNC-RETRY: an entry that the centre cannot read is set aside, and its rows stay as they are', async () => {
    const { shop, id, rename } = await withCustomer()
    await rename('Admiral')
    const push = shop.hands.build(1)
    if (push) shop.replica.outbox.setAside(push, 'invalid')
    expect(shop.hands.build()).toBeUndefined()
    expect(shop.name(id)).toBe('Admiral')
    expect(shop.replica.outbox.undecided()).toBe(1)
  })

  it('SYNC-RETRY: a centre that was put back gets the sent entries again, and its lower revisions count', async () => {
    const { shop, id, rename } = await withCustomer()
    const old = shop.centre.get(`customer/${id}`)
    await rename('Admiral')
    shop.hands.push()
    shop.hands.show()
    const sent = shop.replica.link.get()?.ackedSeq ?? 0
    shop.replica.outbox.reoffer(sent - 1)
    shop.replica.apply.refetch('company', true)
    if (old) shop.centre.set(`customer/${id}`, { ...old, rev: 1 })
    shop.hands.show()
    expect(shop.name(id)).toBe('Admiral')
    expect(shop.hands.build()?.entries.map(({ seq }) => seq)).toEqual([sent])
    shop.hands.push()
    shop.hands.show()
    expect(shop.isSettled()).toBe(true)
    expect(shop.name(id)).toBe('Admiral')
  })

  /** The centre lost a customer and two changes of him when it was put back, and refused the changes, as nobody had offered him again yet. */
  async function refusedForWantOfTheRow() {
    const { shop, id, rename } = await withCustomer()
    const row = shop.centre.get(`customer/${id}`)
    if (!row) throw new Error('not there')
    await rename('A')
    await rename('B')
    shop.hands.push()
    shop.hands.show()
    const { outbox, apply, link } = shop.replica
    const readAnew = (isNewCentre: boolean) => {
      apply.refetch('company', isNewCentre)
      shop.hands.show()
      while (!apply.sweep('company')) continue
    }
    outbox.reoffer((link.get()?.ackedSeq ?? 0) - 2)
    shop.centre.delete(`customer/${id}`)
    readAnew(true)
    expect(shop.name(id)).toBe('B')
    const push = shop.hands.build()
    if (!push) throw new Error('nothing to push')
    const results: WireResult[] = push.entries.map(({ seq, part }) => ({ seq, part, outcome: 'rejected', reason: 'unknownRecord', rows: [] }))
    expect(results).toHaveLength(2)
    /** Another device offered him: the centre has him from his beginning. */
    const offered = () => {
      shop.centre.set(`customer/${id}`, { ...row, rev: 1 })
      shop.hands.feed([shop.hands.feedRow({ ...row, rev: 1 })])
    }
    return { shop, id, readAnew, offered, answer: () => outbox.record(push, results) }
  }

  it('SYNC-RETRY F10: a refusal that speaks of a time before the record was offered again takes nothing away', async () => {
    const { shop, id, offered, answer } = await refusedForWantOfTheRow()
    offered()
    expect(shop.name(id)).toBe('B')
    answer()
    expect(shop.name(id)).toBe('Grace Hopper')
    expect(shop.one('SELECT rev FROM sync_row_local WHERE id = ?', id)).toEqual({ rev: 1 })
    expect([shop.isSettled(), shop.replica.outbox.undecided()]).toEqual([true, 2])
  })

  it('SYNC-RETRY F10: refused, a record goes that the feed has not shown, and comes with it', async () => {
    const { shop, id, offered, answer } = await refusedForWantOfTheRow()
    answer()
    expect([shop.name(id), shop.isSettled()]).toEqual([undefined, true])
    offered()
    expect([shop.name(id), shop.isSettled()]).toEqual(['Grace Hopper', true])
  })

  it('SYNC-RETRY F10 F11: refused, a record goes that only an earlier reading of the feed showed', async () => {
    const { shop, id, readAnew, offered, answer } = await refusedForWantOfTheRow()
    offered()
    shop.centre.delete(`customer/${id}`)
    readAnew(false)
    expect(shop.name(id)).toBe('B')
    answer()
    expect([shop.name(id), shop.isSettled()]).toEqual([undefined, true])
  })
})
