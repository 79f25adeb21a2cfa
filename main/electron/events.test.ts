import { EventEmitter } from 'node:events'
import type { App } from 'electron'
import { expect, it } from 'vitest'
import type { ShellEvent } from '#shared/contract/shell.ts'
import { createEvents } from './events.ts'

function made(argv: string[] = []) {
  const app = new EventEmitter()
  const events = createEvents(app as unknown as App, argv) // only listened to
  const heard: ShellEvent[] = []
  return { app, events, heard, listen: () => events.deliver((event) => heard.push(event)) }
}

it('SEC-INPUT: events wait for the page, then come as they happen', () => {
  const { events, heard, listen } = made(['app', 'bayline://open/customers'])
  events.tell({ kind: 'resumed' })
  expect(heard).toEqual([])
  listen()
  expect(heard).toEqual([{ kind: 'open', path: '/customers' }, { kind: 'resumed' }])
  events.tell({ kind: 'suspended' })
  expect(heard).toHaveLength(3)
})

it('SEC-INPUT: a link of a second start is taken from what it sent, else from its arguments, and checked either way', () => {
  const { app, heard, listen } = made()
  listen()
  app.emit('second-instance', {}, ['x', 'bayline://open/a'], '/', { link: 'bayline://open/b' })
  app.emit('second-instance', {}, ['--y', 'bayline://open/c'], '/', null)
  app.emit('second-instance', {}, ['bayline://evil/c'], '/', { link: { toString: () => 'bayline://open/d' } })
  let prevented = 0
  app.emit('open-url', { preventDefault: () => prevented++ }, 'bayline://open/e')
  app.emit('open-url', { preventDefault: () => prevented++ }, 'file:///e')
  expect(heard).toEqual(['/b', '/c', '/e'].map((path) => ({ kind: 'open', path })))
  expect(prevented).toBe(2)
})
