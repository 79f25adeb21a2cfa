import { expect, it } from 'vitest'
import { setAside } from './set-aside.ts'

const answering = (body: string, status = 200) => setAside(() => Promise.resolve(new Response(body, { status, headers: { 'electric-offset': '0_1' } })))

it('SYNC-OFFLINE: rows of an answer are set aside in their order, and the client reads what else it says', async () => {
  const row = (id: string, operation: string, more: Record<string, string | null> = {}) => ({
    key: `"sync_row"/${id}`,
    value: { kind: 'customer', id, scope: 'company', ...more },
    headers: { operation },
  })
  const control = { headers: { control: 'must-refetch' } }
  const upToDate = { headers: { control: 'up-to-date' } }
  const messages = [row('a', 'insert', { rev: '12', clk: '{}', doc: '{"x":1}' }), row('b', 'delete'), control, row('c', 'update', { rev: '3' }), upToDate]
  const aside = answering(JSON.stringify(messages))
  const response = await aside.fetch('http://centre')
  expect(response.headers.get('electric-offset')).toBe('0_1')
  expect(await response.json()).toEqual([
    { key: '1', value: {}, headers: { operation: 'insert' } },
    control,
    { key: '2', value: {}, headers: { operation: 'insert' } },
    upToDate,
  ])
  expect(aside.take('1')).toEqual([
    { kind: 'customer', id: 'a', rev: 12, clk: '{}', doc: '{"x":1}' },
    { kind: 'customer', id: 'b', remove: true },
  ])
  expect(aside.take('2')).toEqual([{ kind: 'customer', id: 'c', rev: 3, clk: null, doc: null }])
  expect(aside.take('2')).toBeUndefined()
})

it.each([
  ['no list', '{"rows":[]}', 200],
  ['no JSON', '<html>', 200],
  ['a refusal', '[{"key":"1","value":{},"headers":{"operation":"insert"}}]', 409],
])('SYNC-OFFLINE: %s goes to the client as it came', async (_, body, status) => {
  const response = await answering(body, status).fetch('http://centre')
  expect([response.status, await response.text()]).toEqual([status, body])
})
