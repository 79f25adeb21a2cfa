import { describe, expect, it } from 'vitest'
import { createWatch, isTouched } from './overlap.ts'

describe('what a change makes stale', () => {
  const kept = { value: [], reads: ['customer', 'vehicle'] }

  it('SYNC-STATUS: an answer is stale as soon as one of the tables behind it changes, and only then', () => {
    expect(isTouched(kept, ['vehicle'])).toBe(true)
    expect(isTouched(kept, ['bay', 'customer'])).toBe(true)
    expect(isTouched(kept, ['bay'])).toBe(false)
    expect(isTouched(kept, [])).toBe(false)
  })

  it('SYNC-STATUS: a list is stale when a table behind any of its pages changes', () => {
    const list = {
      pages: [
        { value: 1, reads: ['customer'] },
        { value: 2, reads: ['location'] },
      ],
      pageParams: [null, 'x'],
    }
    expect(isTouched(list, ['location'])).toBe(true)
    expect(isTouched(list, ['vehicle'])).toBe(false)
  })

  it.each([undefined, null, 7, 'text', {}])('SYNC-STATUS: %j in the cache is nobody’s answer', (other) => {
    expect(isTouched(other, ['customer'])).toBe(false)
  })

  it('SYNC-STATUS: a change while a question is under way overtakes its answer, one before or after does not', () => {
    const watch = createWatch()
    watch.changed(['customer'])
    const question = watch.begin()
    expect(question.overtaken(['customer'])).toBe(false)
    watch.changed(['vehicle'])
    expect(question.overtaken(['customer'])).toBe(false)
    expect(question.overtaken(['customer', 'vehicle'])).toBe(true)
    question.end()
    const next = watch.begin()
    watch.changed(['bay'])
    expect([question.overtaken(['bay']), next.overtaken(['bay'])]).toEqual([false, true])
  })
})
