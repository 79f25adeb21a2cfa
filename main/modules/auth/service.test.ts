import { describe, expect, it } from 'vitest'
import { LOCK_AFTER_FAILURES, LOCK_MS, SESSION_LIFE_MS } from '#shared/modules/auth/model.ts'
import { openShop, openTestCore, OWNER, temporaryFolder } from '#tests/support/core.ts'
import { PASSWORD, signedIn } from '#tests/support/people.ts'
import { join } from 'node:path'

const MINUTE = 60_000

describe('first run', () => {
  it('WS-CRUD: creates company, location and owner in one deed, once', async () => {
    const core = openTestCore()
    expect(await core.get('workspace.welcome', {})).toMatchObject({ isSetUp: false })
    const input = {
      company: { name: 'One', currency: 'EUR', language: 'en', zone: 'Europe/Berlin', country: 'DE' },
      location: { name: 'Main' },
      owner: OWNER,
    } as const
    const { token } = await core.get('auth.setUp', input)
    expect(await core.get('workspace.welcome', {})).toMatchObject({ isSetUp: true, name: 'One' })
    expect((await core.get('workspace.get', {}, token)).locations).toHaveLength(1)
    expect(await core.refused('auth.setUp', input)).toMatchObject({ code: 'auth.alreadySetUp' })
  })

  it('WS-CRUD: a refused set-up leaves nothing behind', async () => {
    const core = openTestCore()
    const company = { name: 'One', currency: 'EUR', language: 'en', zone: 'Europe/Berlin', country: 'DE' } as const
    expect(await core.refused('auth.setUp', { company, location: { name: 'Main', opensAtMinutes: 600, closesAtMinutes: 540 }, owner: OWNER })).toMatchObject({
      code: 'workspace.closesBeforeOpening',
    })
    expect(await core.refused('auth.setUp', { company, location: { name: 'Main' }, owner: { ...OWNER, password: 'password123' } })).toMatchObject({
      code: 'auth.weakPassword',
    })
    expect(await core.get('workspace.welcome', {})).toMatchObject({ isSetUp: false })
  })
})

describe('sign-in', () => {
  it('AUTH-LOGIN: opens a session for right credentials and never for wrong ones', async () => {
    const shop = await openShop()
    const { token, me } = await shop.get('auth.signIn', { email: ' ADA@example.org ', password: OWNER.password })
    expect(me.user.name).toBe(OWNER.name)
    expect((await shop.get('auth.me', {}, token)).user.email).toBe(OWNER.email)
    expect(await shop.refused('auth.signIn', { email: OWNER.email, password: 'wrong' })).toMatchObject({ code: 'auth.wrongCredentials' })
    expect(await shop.refused('auth.signIn', { email: 'nobody@example.org', password: 'wrong' })).toMatchObject({ code: 'auth.wrongCredentials' })
  })

  it('KIOSK-MODE AUTH-LOGIN: a technician signs in with a tapped name and a PIN', async () => {
    const shop = await openShop()
    const { userId } = await signedIn(shop, 'technician', 'Tom Tech')
    await shop.get('auth.setPin', { userId: userId as never, pin: '4711' }, shop.owner)
    const [tile] = await shop.get('auth.kioskUsers', {})
    expect(tile?.name).toBe('Tom Tech')
    const { me, token } = await shop.get('auth.signInWithPin', { userId: userId as never, pin: '4711' })
    expect(me.kind).toBe('kiosk')
    expect(await shop.refused('auth.signInWithPin', { userId: userId as never, pin: '0000' })).toMatchObject({ code: 'auth.wrongCredentials' })
    // Another PIN ends what was opened with the one before.
    await shop.get('auth.setPin', { userId: userId as never, pin: '1234' }, shop.owner)
    expect(await shop.refused('auth.me', {}, token)).toMatchObject({ code: 'platform.sessionExpired' })
  })

  it('AUTH-LOCKOUT AUTH-3: locks after failures in a row, also for the right password, until time or an admin opens it', async () => {
    const shop = await openShop()
    const { userId } = await signedIn(shop, 'cashier', 'Cora Cash')
    const email = 'cora.cash@example.org'
    for (let i = 0; i < LOCK_AFTER_FAILURES; i++) await shop.refused('auth.signIn', { email, password: `wrong ${i}` })
    expect(await shop.refused('auth.signIn', { email, password: PASSWORD })).toMatchObject({ code: 'auth.locked' })
    shop.clock.at += LOCK_MS + 1
    await shop.get('auth.signIn', { email, password: PASSWORD })
    for (let i = 0; i < LOCK_AFTER_FAILURES; i++) await shop.refused('auth.signIn', { email, password: `wrong ${i}` })
    await shop.get('auth.unlock', { userId: userId as never }, (await shop.get('auth.signIn', { email: OWNER.email, password: OWNER.password })).token)
    await shop.get('auth.signIn', { email, password: PASSWORD })
  })

  it('AUTH-LOCKOUT: the count of failures survives a restart', async () => {
    const file = join(temporaryFolder(), 'shop.db')
    const first = await openShop({ file })
    for (let i = 0; i < LOCK_AFTER_FAILURES; i++) await first.refused('auth.signIn', { email: OWNER.email, password: `wrong ${i}` })
    await first.shutdown()
    const again = openTestCore({ file })
    expect(await again.refused('auth.signIn', { email: OWNER.email, password: OWNER.password })).toMatchObject({ code: 'auth.locked' })
    await again.shutdown()
  })

  it('AUTH-LOCKOUT: parallel guesses all count', async () => {
    const shop = await openShop()
    const guesses = await Promise.all(Array.from({ length: 20 }, (_, i) => shop.refused('auth.signIn', { email: OWNER.email, password: `guess ${i}` })))
    expect(guesses.filter(({ code }) => code === 'auth.wrongCredentials').length).toBe(LOCK_AFTER_FAILURES)
    expect(guesses.filter(({ code }) => code === 'auth.locked').length).toBe(20 - LOCK_AFTER_FAILURES)
  })

  it('AUTH-HASH: passwords and PINs are stored as argon2id hashes only, and journal answers hold no token', async () => {
    const shop = await openShop()
    const { userId } = await signedIn(shop, 'technician')
    await shop.get('auth.setPin', { userId: userId as never, pin: '90210' }, shop.owner)
    const { raw } = shop.platform.store.connection
    const stored = raw.prepare('SELECT password_hash, pin_hash FROM credential WHERE id = ?').get(userId) as Record<string, string>
    expect(stored['password_hash']).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(stored['pin_hash']).toMatch(/^\$argon2id\$/)
    expect(raw.prepare("SELECT count(*) FROM journal WHERE command IN ('auth.signIn', 'auth.setUp', 'auth.setPin') AND answer IS NOT NULL").pluck().get()).toBe(
      0,
    )
    expect(raw.prepare('SELECT count(*) FROM journal_change WHERE change LIKE ?').pluck().get(`%${PASSWORD}%`)).toBe(0)
  })
})

describe('sessions', () => {
  it('AUTH-SESSION: sign-in, protected call, refresh and sign-out pass end to end', async () => {
    const shop = await openShop()
    const { token } = await shop.get('auth.signIn', { email: OWNER.email, password: OWNER.password })
    expect((await shop.get('auth.me', {}, token)).user.email).toBe(OWNER.email)
    expect((await shop.get('auth.refresh', {}, token)).endsAt).toBe(shop.clock.at + SESSION_LIFE_MS)
    await shop.get('auth.signOut', {}, token)
    expect(await shop.refused('auth.me', {}, token)).toMatchObject({ code: 'platform.sessionExpired' })
  })

  it('AUTH-SESSION: a window opened from another has its own session, which outlives a sign-out of the first but not its life', async () => {
    const shop = await openShop()
    const { token, me } = await shop.get('auth.signIn', { email: OWNER.email, password: OWNER.password })
    shop.clock.at += 5 * MINUTE
    const wall = await shop.get('auth.openWindow', {}, token)
    expect(wall.me).toEqual(me)
    await shop.get('auth.signOut', {}, token)
    expect((await shop.get('auth.me', {}, wall.token)).endsAt).toBe(me.endsAt)
    expect(await shop.refused('auth.openWindow', {}, token)).toMatchObject({ code: 'platform.sessionExpired' })
  })

  it('AUTH-SESSION AUTH-4: ends when idle, lives on while used, and ends for good after its life', async () => {
    const shop = await openShop()
    shop.clock.at += 29 * MINUTE
    await shop.get('auth.refresh', {}, shop.owner)
    shop.clock.at += 29 * MINUTE
    await shop.get('auth.me', {}, shop.owner)
    shop.clock.at += 32 * MINUTE
    expect(await shop.refused('auth.me', {}, shop.owner)).toMatchObject({ code: 'platform.sessionExpired' })

    const { token } = await shop.get('auth.signIn', { email: OWNER.email, password: OWNER.password })
    const end = shop.clock.at + SESSION_LIFE_MS
    while (shop.clock.at + 25 * MINUTE < end) {
      shop.clock.at += 25 * MINUTE
      await shop.get('auth.refresh', {}, token)
    }
    shop.clock.at = end
    expect(await shop.refused('auth.me', {}, token)).toMatchObject({ code: 'platform.sessionExpired' })
  })

  it('AUTH-REVOKE: a revoked session is refused at its next call, and all of a user can be ended', async () => {
    const shop = await openShop()
    const { token, userId } = await signedIn(shop, 'manager')
    const open = await shop.get('auth.sessions', { userId: userId as never }, shop.owner)
    expect(open).toHaveLength(1)
    await shop.get('auth.revokeSession', { sessionId: open[0]?.id as never }, shop.owner)
    expect(await shop.refused('auth.me', {}, token)).toMatchObject({ code: 'platform.sessionExpired' })
    await shop.get('auth.signIn', { email: 'manager.person@example.org', password: PASSWORD })
    expect(await shop.get('auth.revokeAllSessions', { userId: userId as never }, shop.owner)).toEqual({ revoked: 1 })
  })

  it('AUTH-SESSION: tokens are kept as hashes only', async () => {
    const shop = await openShop()
    const hashes = shop.platform.store.connection.raw.prepare('SELECT token_hash FROM session').pluck().all() as string[]
    expect(hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash) && hash !== shop.owner)).toBe(true)
  })
})

describe('people', () => {
  it('USR-MGMT: users are created, listed, edited and found by role', async () => {
    const shop = await openShop()
    const { userId } = await signedIn(shop, 'cashier', 'Cora Cash')
    expect(await shop.get('auth.updateUser', { userId: userId as never, name: 'Cora New', role: 'staff' }, shop.owner)).toMatchObject({
      name: 'Cora New',
      role: 'staff',
    })
    expect((await shop.get('auth.users', { role: 'staff' }, shop.owner)).rows.map((row) => row.name)).toEqual(['Cora New'])
    expect(
      await shop.refused('auth.createUser', { name: 'X', email: OWNER.email, role: 'staff', language: 'en', password: PASSWORD }, shop.owner),
    ).toMatchObject({ code: 'auth.emailTaken' })
  })

  it('LIST-PAGE: the list of users pages by keyset with total and in a stable order', async () => {
    const shop = await openShop()
    for (let i = 0; i < 7; i++)
      await shop.get('auth.createUser', { name: `User ${i}`, email: `u${i}@example.org`, role: 'staff', language: 'en', password: PASSWORD }, shop.owner)
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await shop.get('auth.users', { limit: 3, ...(after !== undefined && { after }) }, shop.owner)
      expect(page.total).toBe(8)
      seen.push(...page.rows.map((row) => row.name))
      after = page.next ?? undefined
    } while (after !== undefined)
    expect(seen).toEqual([OWNER.name, ...Array.from({ length: 7 }, (_, i) => `User ${i}`)])
  })

  it('AUTH-INACTIVE AUTH-4: a deactivated user is refused at the next call and at the next sign-in', async () => {
    const shop = await openShop()
    const { token, userId } = await signedIn(shop, 'cashier', 'Cora Cash')
    await shop.get('auth.setActive', { userId: userId as never, active: false }, shop.owner)
    expect(await shop.refused('auth.me', {}, token)).toMatchObject({ code: 'auth.deactivated' })
    expect(await shop.refused('auth.signIn', { email: 'cora.cash@example.org', password: PASSWORD })).toMatchObject({ code: 'auth.deactivated' })
  })

  it('AUTH-1: the last active owner can be neither deactivated nor given another role', async () => {
    const shop = await openShop()
    const { user } = await shop.get('auth.me', {}, shop.owner)
    expect(await shop.refused('auth.setActive', { userId: user.id, active: false }, shop.owner)).toMatchObject({ code: 'auth.lastOwner' })
    expect(await shop.refused('auth.updateUser', { userId: user.id, role: 'viewer' }, shop.owner)).toMatchObject({ code: 'auth.lastOwner' })
  })

  it('AUTH-RBAC: only an owner makes or changes an owner', async () => {
    const shop = await openShop()
    const manager = await signedIn(shop, 'manager')
    const { user } = await shop.get('auth.me', {}, shop.owner)
    expect(
      await shop.refused('auth.createUser', { name: 'X', email: 'x@example.org', role: 'owner', language: 'en', password: PASSWORD }, manager.token),
    ).toMatchObject({ code: 'auth.ownerOnly' })
    expect(await shop.refused('auth.setPassword', { userId: user.id, password: PASSWORD }, manager.token)).toMatchObject({ code: 'auth.ownerOnly' })
  })

  it('AUTH-2 AUTH-PERM: nothing can be taken from an owner, and unknown rights are refused', async () => {
    const shop = await openShop()
    expect(await shop.refused('auth.setPermission', { role: 'owner', permission: 'users.manage', granted: false }, shop.owner)).toMatchObject({
      code: 'auth.ownerHasAll',
    })
    expect(await shop.refused('auth.setPermission', { role: 'staff', permission: 'no.such', granted: true }, shop.owner)).toMatchObject({
      code: 'auth.unknownPermission',
    })
    const users = (await shop.get('auth.permissions', {}, shop.owner)).find(({ permission }) => permission === 'users.manage')
    expect(users?.roles).toEqual(['owner', 'manager'])
  })

  it('AUTH-LOGIN: a changed password ends the other sessions; the old one opens nothing', async () => {
    const shop = await openShop()
    const { token } = await signedIn(shop, 'cashier', 'Cora Cash')
    const { token: other } = await shop.get('auth.signIn', { email: 'cora.cash@example.org', password: PASSWORD })
    expect(await shop.refused('auth.changeMyPassword', { current: 'not it', next: 'a brand new one' }, token)).toMatchObject({ code: 'auth.wrongCredentials' })
    await shop.get('auth.changeMyPassword', { current: PASSWORD, next: 'a brand new one' }, token)
    await shop.get('auth.me', {}, token)
    expect(await shop.refused('auth.me', {}, other)).toMatchObject({ code: 'platform.sessionExpired' })
    expect(await shop.refused('auth.signIn', { email: 'cora.cash@example.org', password: PASSWORD })).toMatchObject({ code: 'auth.wrongCredentials' })
  })

  it('EXT-LANG: each user keeps a language of their own', async () => {
    const shop = await openShop()
    expect(await shop.get('auth.setMyLanguage', { language: 'ar' }, shop.owner)).toMatchObject({ language: 'ar' })
    expect((await shop.get('auth.me', {}, shop.owner)).user.language).toBe('ar')
  })
})
