import { describe, expect, it } from 'vitest'
import { openShop, OWNER } from '#tests/support/core.ts'
import { LOCK_AFTER_FAILURES, LOCK_MS } from '#shared/modules/auth/model.ts'

describe('sign-in', () => {
  it('AUTH-LOGIN: opens a session for right credentials and never for wrong ones', async () => {
    const shop = await openShop()
    const { token, me } = await shop.get('auth.signIn', { email: ' ADA@example.org ', password: OWNER.password })
    expect(me.user.name).toBe(OWNER.name)
    expect((await shop.get('auth.me', {}, token)).user.email).toBe(OWNER.email)
    expect(await shop.refused('auth.signIn', { email: OWNER.email, password: 'wrong' })).toMatchObject({ code: 'auth.wrongCredentials' })
    expect(await shop.refused('auth.signIn', { email: 'nobody@example.org', password: 'wrong' })).toMatchObject({ code: 'auth.wrongCredentials' })
  })

  it('AUTH-LOCKOUT AUTH-3: locks after failures in a row, also for the right password, and opens again by time or by unlock', async () => {
    const shop = await openShop()
    for (let i = 0; i < LOCK_AFTER_FAILURES; i++) await shop.refused('auth.signIn', { email: OWNER.email, password: `wrong ${i}` })
    expect(await shop.refused('auth.signIn', { email: OWNER.email, password: OWNER.password })).toMatchObject({ code: 'auth.locked' })
    shop.clock.at += LOCK_MS + 1
    await shop.get('auth.signIn', { email: OWNER.email, password: OWNER.password })
  })
})
