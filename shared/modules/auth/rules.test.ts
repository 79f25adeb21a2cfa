import { describe, expect, it } from 'vitest'
import { ROLES } from '../../kernel/permission.ts'
import { LOCK_AFTER_FAILURES, LOCK_MS } from './model.ts'
import { checkOwners, checkPassword, countAttempt, rolesWith } from './rules.ts'

describe('auth rules', () => {
  it.each([
    ['password123', false],
    ['Changeme', false],
    ['aaaaaaaaaa', false],
    ['anna1234', false],
    ['correct horse', true],
    ['пароль-длинный', true],
  ])('AUTH-HASH: judges the password %s', (password, good) => {
    expect(checkPassword(password, ['Anna', 'anna@example.org']).ok).toBe(good)
  })

  it('AUTH-3: locks at the limit and starts anew after the lock ran out', () => {
    let guard = { failures: 0, lockedUntil: 0 }
    for (let i = 1; i <= LOCK_AFTER_FAILURES; i++) {
      const counted = countAttempt(guard, 1000)
      expect(counted).toEqual({ ok: true, value: { failures: i, lockedUntil: i === LOCK_AFTER_FAILURES ? 1000 + LOCK_MS : 0 } })
      if (counted.ok) guard = counted.value
    }
    expect(countAttempt(guard, 1000 + LOCK_MS - 1).ok).toBe(false)
    expect(countAttempt(guard, 1000 + LOCK_MS)).toEqual({ ok: true, value: { failures: 1, lockedUntil: 0 } })
  })

  it('AUTH-2: an owner holds every permission whatever the matrix says', () => {
    const everything = [...ROLES].map((role) => ({ role, permission: 'x.y', granted: false }))
    expect(rolesWith({ name: 'x.y', defaults: [...ROLES] }, everything, ROLES)).toEqual(['owner'])
  })

  it('AUTH-1: an owner may step down only while another one is active', () => {
    const owner = { id: '' as never, name: '', email: '', role: 'owner', language: 'en', active: true, hasPin: false } as const
    expect(checkOwners('owner', owner, { role: 'viewer', active: true }, 2).ok).toBe(true)
    expect(checkOwners('owner', owner, { role: 'viewer', active: true }, 1).ok).toBe(false)
    expect(checkOwners('owner', owner, { role: 'owner', active: false }, 1).ok).toBe(false)
    expect(checkOwners('manager', owner, { role: 'owner', active: true }, 5).ok).toBe(false)
  })
})
