import { afterAll, describe, expect, it } from 'vitest'
import type { AnswerEnvelope } from '#shared/contract/envelope.ts'
import { OWNER } from '#tests/support/core.ts'
import { inProcess, inWorker, overWebSocket, type Transport } from '#tests/support/transports.ts'

const SET_UP = {
  company: { name: 'Werkstatt ÄÖÜ مرآب 🚗', currency: 'EUR', language: 'en', zone: 'Europe/Berlin', country: 'DE' },
  location: { name: 'Main' },
  owner: OWNER,
}

describe.each([
  ['in process', inProcess],
  ['worker thread', inWorker],
  ['WebSocket', overWebSocket],
] as [string, () => Promise<Transport>][])('the contract over: %s', async (_name, open) => {
  const transport = await open()
  afterAll(() => transport.close())
  let n = 0
  const send = async (name: string, input: unknown, more: object = {}) =>
    JSON.parse(await transport.call(JSON.stringify({ v: 1, id: `call-${n++}-padding`, name, input, ...more }))) as AnswerEnvelope
  const notices: string[] = []
  transport.onNotice((text) => notices.push(text))

  it('PLAT-RESP: answers a query with its value and the tables it read', async () => {
    expect(await send('workspace.welcome', {})).toMatchObject({ v: 1, ok: true, value: { isSetUp: false }, reads: expect.arrayContaining(['company']) })
  })

  it('PLAT-RESP: commits a command, answers in the same letters, and tells of the tables that changed', async () => {
    const answer = await send('auth.setUp', SET_UP)
    expect(answer).toMatchObject({ ok: true, value: { me: { user: { email: OWNER.email } } } })
    expect(await send('workspace.welcome', {})).toMatchObject({ value: { name: SET_UP.company.name } })
    await expect
      .poll(() => notices.map((text) => (JSON.parse(text) as { changed: string[] }).changed).flat())
      .toEqual(expect.arrayContaining(['company', 'user', 'session', 'journal']))
  })

  it('PLAT-ERR: failures keep code, kind and facts', async () => {
    expect(await send('auth.setUp', SET_UP)).toMatchObject({ ok: false, error: { code: 'auth.alreadySetUp', kind: 'conflict' } })
    expect(await send('no.such', {})).toMatchObject({ ok: false, error: { code: 'platform.unknownOperation', kind: 'notFound' } })
    expect(await send('auth.me', {})).toMatchObject({ ok: false, error: { code: 'platform.signInNeeded', kind: 'forbidden' } })
    expect(await send('workspace.welcome', { extra: 1 })).toMatchObject({
      ok: false,
      error: { code: 'platform.badInput', issues: [{ path: '', problem: expect.any(String) }] },
    })
    expect(await send('workspace.welcome', {}, { v: 2 })).toMatchObject({ ok: false, error: { code: 'platform.version' } })
    expect(await send('workspace.welcome', { pad: 'x'.repeat(300_000) })).toMatchObject({ ok: false, error: { code: 'platform.tooLarge' } })
  })

  it('PLAT-RESP: two hundred calls at once each get their own answer', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => send(i % 2 === 0 ? 'workspace.welcome' : 'auth.me', {})))
    expect(answers.every((answer, i) => answer.ok === (i % 2 === 0))).toBe(true)
    expect(new Set(answers.map(({ id }) => id)).size).toBe(200)
  })

  it('PLAT-ERR: text that is no call gets a typed answer', async () => {
    expect(JSON.parse(await transport.call('{"broken'))).toMatchObject({ ok: false, error: { code: 'platform.badCall' } })
  })
})
