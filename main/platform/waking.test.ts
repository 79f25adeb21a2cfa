import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { watchWaking } from './waking.ts'

describe('waking up', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('A-OFFLINE: is noticed after sleep and when a network comes, once each; a network that goes is no waking', () => {
    let [now, woken] = [0, 0]
    let addresses = ['192.168.1.5']
    const end = watchWaking(() => woken++, { now: () => now, addresses: () => addresses })
    const look = (ms = 5_000) => {
      now += ms
      vi.advanceTimersByTime(5_000)
      return woken
    }
    expect([look(), look()]).toEqual([0, 0])
    expect(look(3_600_000)).toBe(1)
    expect(look()).toBe(1)
    addresses = []
    expect(look()).toBe(1)
    addresses = ['10.0.0.7', '192.168.1.5']
    expect([look(), look()]).toEqual([2, 2])
    // A clock that was set back tells of no sleep.
    expect(look(-3_600_000)).toBe(2)
    end()
    expect(look(3_600_000)).toBe(2)
  })
})
