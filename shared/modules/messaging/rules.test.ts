import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { atLocal, HOUR_MS, localMinutes } from '../../kernel/time.ts'
import type { Id } from '../../kernel/ids.ts'
import { MESSAGE_STATES, messageMachine, QUIET } from './model.ts'
import { addressOf, outOfQuiet, sendAt, step } from './rules.ts'

const ZONE = 'Europe/Berlin'
const at = (on: string, hours: number) => atLocal(on, hours * 60, ZONE)

describe('messages that wait', () => {
  it.each([
    ['by day at once', at('2026-03-02', 10), at('2026-03-02', 10)],
    ['in the evening the next morning', at('2026-03-02', 20), at('2026-03-03', 8)],
    ['in the night the same morning', at('2026-03-02', 3), at('2026-03-02', 8)],
    ['at eight at once', at('2026-03-02', 8), at('2026-03-02', 8)],
    ['in the night of the change of the clocks', at('2026-03-28', 23), at('2026-03-29', 8)],
  ])('CRM-SVCREMIND MSG-4: %s', (_when, now, expected) => expect(outOfQuiet(now, ZONE)).toBe(expected))

  it('CRM-SVCREMIND MSG-4: never goes out in quiet hours, whatever they are, and never later than it must', () => {
    const minutes = fc.integer({ min: 0, max: 1439 })
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2027, 0) }), minutes, minutes, (now, fromMinutes, untilMinutes) => {
        const quiet = { fromMinutes, untilMinutes }
        const then = outOfQuiet(now, ZONE, quiet)
        expect(then).toBeGreaterThanOrEqual(now)
        expect(outOfQuiet(then, ZONE, quiet)).toBe(then)
        const shown = localMinutes(then, ZONE)
        // An hour that the clocks skip may end a quiet time later than it says.
        if (then > now && !(fromMinutes < 180 || untilMinutes < 180)) expect(shown).toBe(untilMinutes)
      }),
    )
  })

  it('CRM-SVCREMIND MSG-4: goes out once its time has come, and not when it is too old by then', () => {
    const now = at('2026-03-02', 21)
    const message = { notBeforeAt: now - HOUR_MS, expiresAt: at('2026-03-03', 9), quietFromMinutes: QUIET.fromMinutes, quietUntilMinutes: QUIET.untilMinutes }
    expect(sendAt(message, now, ZONE)).toBe(at('2026-03-03', 8))
    expect(sendAt({ ...message, notBeforeAt: at('2026-03-03', 8) + 1 }, now, ZONE)).toBe(at('2026-03-03', 8) + 1)
    expect(sendAt({ ...message, expiresAt: at('2026-03-03', 8) }, now, ZONE)).toBeNull()
  })

  it('CRM-SVCREMIND MSG-3: by phone, else by mail, and not to who wants none', () => {
    const known = { phone: '+49301234567', email: 'a@example.org', wantsNoMessages: false, deleted: false }
    expect(addressOf(known)).toEqual({ channel: 'sms', recipient: '+49301234567' })
    expect(addressOf({ ...known, phone: '' })).toEqual({ channel: 'email', recipient: 'a@example.org' })
    expect(addressOf({ ...known, phone: '', email: '' })).toBeNull()
    expect(addressOf({ ...known, wantsNoMessages: true })).toBeNull()
    expect(addressOf({ ...known, deleted: true })).toBeNull()
  })

  it.each(MESSAGE_STATES)('CRM-SVCREMIND MSG-2: a message that is %s answers every event by its table', (state) => {
    for (const [event, next] of Object.entries(messageMachine[state])) {
      const done = step({ id: 'm' as Id<'outgoingMessage'>, state }, event as 'cancel')
      expect(done.ok ? done.value : 'refused').toBe(next)
    }
  })
})
