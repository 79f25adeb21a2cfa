import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkIn, pathOfLink } from './deeplink.ts'

describe('links', () => {
  it.each([
    ['bayline://open/customers/0198-aa', '/customers/0198-aa'],
    ['bayline://open/work-orders/', '/work-orders'],
    ['bayline://open/', undefined],
    ['bayline://open', undefined],
    ['bayline://delete/customers', undefined],
    ['bayline://open/../etc', undefined],
    ['bayline://open/a%2fb', undefined],
    ['bayline://open/a?x=1', undefined],
    ['bayline://open/a#b', undefined],
    ['bayline://user@open/a', undefined],
    ['BAYLINE://open/a', undefined],
    ['https://open/a', undefined],
    [' bayline://open/a', undefined],
    ['bayline://open/a\n', undefined],
    [`bayline://open/${'a'.repeat(600)}`, undefined],
    [7, undefined],
    [null, undefined],
  ])('SEC-INPUT: the link %j names %j', (link, path) => {
    expect(pathOfLink(link)).toBe(path)
  })

  it('SEC-INPUT: whatever a link says, it yields a plain path or nothing', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((tail) => `bayline://open/${tail}`),
          fc.webUrl(),
          fc.anything(),
        ),
        (link) => {
          const path = pathOfLink(link)
          expect(path === undefined || /^(?:\/[A-Za-z0-9-]+)+$/.test(path)).toBe(true)
        },
      ),
    )
  })

  it('SEC-INPUT: a link is found among arguments in any order', () => {
    expect(linkIn(['--flag', 'C:\\app.exe', 'bayline://open/a', 'x'])).toBe('bayline://open/a')
    expect(linkIn(['--x=bayline://open/a'])).toBeUndefined()
  })
})
