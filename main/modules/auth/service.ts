import { isDiskFull } from '#main/platform/check.ts'
import { idOf } from '#main/platform/clock.ts'
import type { Authenticated } from '#main/platform/dispatch.ts'
import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import { LOCAL, SYSTEM } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Platform } from '#main/platform/platform.ts'
import { clockIn } from '#shared/contract/merge.ts'
import { platformFails } from '#shared/contract/platform.ts'
import type { Hlc } from '#shared/kernel/hlc.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ROLES, type Role } from '#shared/kernel/permission.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { authFails, type authContract } from '#shared/modules/auth/contract.ts'
import { KIOSK_SESSION_LIFE_MS, SEEN_STEP_MS, SESSION_LIFE_MS, type Session, STEP_UP_MS, type User } from '#shared/modules/auth/model.ts'
import { checkOwners, type Guard, rolesWith } from '#shared/modules/auth/rules.ts'
import { checkHours } from '#shared/modules/workspace/rules.ts'
import * as workspace from '../workspace/service.ts'
import type { NewToken } from './prepare.ts'
import * as store from './store.ts'
import { credential, loginGuard, rolePermission, session, stepUp as stepUpTable, user } from './tables.ts'

type C = typeof authContract

const toUser = ({ id, name, email, role, language, active, hasPin }: User): User => ({ id, name, email, role, language, active, hasPin })

export function setUp(ctx: WriteCtx, input: In<C, 'setUp'>, prepared: { passwordHash: string } & NewToken): Out<C, 'setUp'> {
  if (workspace.isSetUp(ctx.db)) return authFails.alreadySetUp()
  const location = checkHours({ address: '', phone: '', opensAtMinutes: 480, closesAtMinutes: 1080, openWeekdays: '12345', ...input.location })
  if (!location.ok) return location
  workspace.found(
    ctx,
    {
      taxId: '',
      phone: '',
      email: '',
      address: '',
      taxRateBp: 0,
      laborRateMinor: 0,
      invoiceDueDays: 14,
      invoiceNote: '',
      sessionIdleMinutes: 30,
      kioskIdleMinutes: 5,
      isDemo: false,
      ...input.company,
    },
    location.value,
  )
  const owner: User = {
    id: ctx.newId<'user'>(),
    name: input.owner.name,
    email: input.owner.email,
    role: 'owner',
    language: input.company.language,
    active: true,
    hasPin: false,
  }
  ctx.db.insert(user, owner)
  ctx.db.insert(credential, { id: owner.id, passwordHash: prepared.passwordHash })
  return ok(startSession(ctx, owner, 'desk', prepared))
}

export function signIn(ctx: WriteCtx, _input: In<C, 'signIn'>, prepared: { userId: Id<'user'> } & NewToken): Out<C, 'signIn'> {
  return enter(ctx, prepared.userId, 'desk', prepared)
}

export function signInWithPin(ctx: WriteCtx, input: In<C, 'signInWithPin'>, prepared: NewToken): Out<C, 'signInWithPin'> {
  return enter(ctx, input.userId, 'kiosk', prepared)
}

function enter(ctx: WriteCtx, userId: Id<'user'>, kind: Session['kind'], token: NewToken): Out<C, 'signIn'> {
  const known = store.findUser(ctx.db, userId)
  if (!known) return authFails.wrongCredentials()
  if (!known.active) return authFails.deactivated()
  clearGuard(ctx, userId)
  return ok(startSession(ctx, known, kind, token))
}

export function openWindow(ctx: WriteCtx, _input: In<C, 'openWindow'>, prepared: NewToken): Out<C, 'openWindow'> {
  const known = ctx.actor.userId && store.findUser(ctx.db, ctx.actor.userId)
  const open = ctx.actor.sessionId && store.findSession(ctx.db, ctx.actor.sessionId)
  return known && open ? ok(startSession(ctx, known, open.kind, prepared, open.endsAt)) : authFails.unknownUser()
}

function startSession(
  ctx: WriteCtx,
  of: User,
  kind: Session['kind'],
  { token, tokenHash }: NewToken,
  endsAt = ctx.now + (kind === 'kiosk' ? KIOSK_SESSION_LIFE_MS : SESSION_LIFE_MS),
) {
  ctx.signAs({ userId: of.id, name: of.name })
  ctx.db.insert(session, {
    id: ctx.newId<'session'>(),
    userId: of.id,
    tokenHash,
    kind,
    lastSeenAt: ctx.now,
    endsAt,
    revokedAt: null,
    ip: ctx.client.ip,
    userAgent: ctx.client.userAgent,
  })
  return {
    token,
    me: { user: toUser(of), permissions: [...permissionsOf(ctx.platform, ctx.db, of.role)], kind, idleMinutes: idleMinutes(ctx.db, kind), endsAt },
  }
}

/** Keeps the count of failures; called by `prepare` before the secret is looked at. */
export function saveGuard(ctx: WriteCtx, userId: Id<'user'>, guard: Guard): void {
  if (store.findGuard(ctx.db, userId)) ctx.db.update(loginGuard, userId, guard)
  else ctx.db.insert(loginGuard, { id: userId, ...guard })
}

/** The secret was right. */
export const clearGuard = (ctx: WriteCtx, userId: Id<'user'>): void => saveGuard(ctx, userId, { failures: 0, lockedUntil: 0 })

/** A person who may act now, and what he may do; for deeds that somebody else's session carries out. */
export function findPerson(ctx: ReadCtx, userId: Id<'user'>): (Pick<User, 'id' | 'name' | 'role'> & { permissions: ReadonlySet<string> }) | undefined {
  const known = store.findUser(ctx.db, userId)
  return known?.active ? { id: known.id, name: known.name, role: known.role, permissions: permissionsOf(ctx.platform, ctx.db, known.role) } : undefined
}

/** The secret was right: `prepare` has looked. Holds AUTH-5. */
export function stepUp(ctx: WriteCtx, { permission, subjectId, userId }: In<C, 'stepUp'>): Out<C, 'stepUp'> {
  const person = findPerson(ctx, userId)
  if (!person) return authFails.deactivated()
  if (!person.permissions.has(permission)) return authFails.mayNot({ name: person.name })
  clearGuard(ctx, userId)
  ctx.db.insert(stepUpTable, { id: ctx.newId<'stepUp'>(), userId, permission, subjectId, shownAt: ctx.now })
  return ok({ name: person.name })
}

export function holders(ctx: ReadCtx, { permission }: In<C, 'holders'>): Out<C, 'holders'> {
  const may = store.activeUsers(ctx.db).filter(({ role }) => permissionsOf(ctx.platform, ctx.db, role).has(permission))
  return ok(may.map(({ id, name, hasPin }) => ({ id, name, hasPin })))
}

/** Uses up what somebody showed for this deed, and tells who it was; the program itself needs nobody. Holds AUTH-5. */
export function takeStepUp(ctx: WriteCtx, permission: string, subjectId: string): Result<{ name: string }, Failure<'auth.stepUpNeeded'>> {
  if (ctx.actor.role === 'system') return ok({ name: ctx.actor.name })
  const shown = store.shownStepUp(ctx.db, permission, subjectId, ctx.now - STEP_UP_MS)
  const person = shown && findPerson(ctx, shown.userId)
  if (!shown || !person?.permissions.has(permission)) return authFails.stepUpNeeded({ permission, subjectId })
  ctx.db.update(stepUpTable, shown.id, { deleted: true })
  return ok({ name: person.name })
}

const idleMinutes = (db: ReadDb, kind: Session['kind']): number => {
  const { sessionIdleMinutes, kioskIdleMinutes } = workspace.theCompany(db)
  return kind === 'kiosk' ? kioskIdleMinutes : sessionIdleMinutes
}

/** The actor behind a token. Holds AUTH-4. */
export function authenticate(platform: Platform, db: ReadDb, tokenHash: string, now: number): Result<Authenticated, Failure> {
  const found = store.findSessionByToken(db, tokenHash)
  if (!found) return platformFails.signInNeeded()
  const { session: open, user: of, secretsClk } = found
  if (!of.active || of.deleted) return authFails.deactivated()
  const idleUntil = open.lastSeenAt + idleMinutes(db, open.kind) * 60_000 + SEEN_STEP_MS
  const isOver = open.revokedAt !== null || now >= open.endsAt || now >= idleUntil
  if (isOver || isOutdated(open, of.clk, secretsClk, platform.store.device.clockTag)) return platformFails.sessionExpired()
  const isStale = now - open.lastSeenAt >= SEEN_STEP_MS
  if (isStale) noteSeen(platform, open.id, now)
  const actor = { userId: of.id, name: of.name, role: of.role, permissions: permissionsOf(platform, db, of.role), sessionId: open.id }
  return ok({ actor, recheckAt: Math.min(open.endsAt, (isStale ? now : open.lastSeenAt) + SEEN_STEP_MS) })
}

/**
 * Since the session was opened, another device set a new secret or closed the account for a while: what ends sessions there ends those
 * here. Compared by clocks of the shop, as this device's own may be wrong; what this one does itself ends them by `endSessions`.
 */
function isOutdated({ kind, clk }: { kind: Session['kind']; clk: string }, userClk: string, secretsClk: string | null, ownTag: string): boolean {
  const clocks = (text: string | null) => JSON.parse(text ?? '{}') as Record<string, Hlc> // as the platform writes it
  const [secrets, openedAt] = [clocks(secretsClk), clockIn(clocks(clk), '*')]
  const changes = [clockIn(clocks(userClk), 'active'), clockIn(secrets, 'passwordHash'), ...(kind === 'kiosk' ? [clockIn(secrets, 'pinHash')] : [])]
  return changes.some((hlc) => hlc > openedAt && !hlc.endsWith(`-${ownTag}`))
}

/** On a full disk people go on reading: the note is left out. */
function noteSeen(platform: Platform, sessionId: Id<'session'>, now: number): void {
  try {
    platform.store.write({ command: 'auth.seen', callId: '', actor: SYSTEM, client: LOCAL, arrivedAt: 0, keepAnswer: false }, (tx) => {
      tx.db.touch(session, sessionId, { lastSeenAt: now })
      return ok(null)
    })
  } catch (error) {
    if (!isDiskFull(error)) throw error
    platform.log.warn('session not noted as seen', { sessionId })
  }
}

/** Effective permissions of a role: the contracts' defaults, changed by the shop's matrix. */
function permissionsOf(platform: Platform, db: ReadDb, role: Role): ReadonlySet<string> {
  const overrides = store.overrides(db)
  return new Set(platform.permissions.filter((permission) => rolesWith(permission, overrides, [role]).length > 0).map(({ name }) => name))
}

export function kioskUsers(ctx: ReadCtx): Out<C, 'kioskUsers'> {
  return ok(store.kioskUsers(ctx.db))
}

export function signOut(ctx: WriteCtx): Out<C, 'signOut'> {
  if (ctx.actor.sessionId) ctx.db.update(session, ctx.actor.sessionId, { revokedAt: ctx.now })
  return ok(null)
}

export function me(ctx: ReadCtx): Out<C, 'me'> {
  const known = ctx.actor.userId && store.findUser(ctx.db, ctx.actor.userId)
  const open = ctx.actor.sessionId && store.findSession(ctx.db, ctx.actor.sessionId)
  if (!known || !open) return authFails.unknownUser()
  return ok({ user: toUser(known), permissions: [...ctx.actor.permissions], kind: open.kind, idleMinutes: idleMinutes(ctx.db, open.kind), endsAt: open.endsAt })
}

export function refresh(ctx: ReadCtx): Out<C, 'refresh'> {
  const open = ctx.actor.sessionId && store.findSession(ctx.db, ctx.actor.sessionId)
  return open ? ok({ endsAt: open.endsAt }) : authFails.unknownSession()
}

export function changeMyPassword(ctx: WriteCtx, _input: In<C, 'changeMyPassword'>, prepared: { passwordHash: string }): Out<C, 'changeMyPassword'> {
  const userId = ctx.actor.userId
  if (!userId) return authFails.wrongCredentials()
  clearGuard(ctx, userId)
  ctx.db.update(credential, userId, { passwordHash: prepared.passwordHash })
  endSessions(ctx, userId, ctx.actor.sessionId)
  return ok(null)
}

export function setMyLanguage(ctx: WriteCtx, input: In<C, 'setMyLanguage'>): Out<C, 'setMyLanguage'> {
  const known = ctx.actor.userId && store.findUser(ctx.db, ctx.actor.userId)
  if (!known) return authFails.unknownUser()
  ctx.db.update(user, known.id, input)
  return ok(toUser({ ...known, ...input }))
}

export function users(ctx: ReadCtx, { active, role, after, limit }: In<C, 'users'>): Out<C, 'users'> {
  const found = store.users(ctx.db, { filters: { active, role }, sort: 'name', after, limit })
  return ok({ ...found, rows: found.rows.map((row) => ({ ...row, lockedUntil: row.lockedUntil && row.lockedUntil > ctx.now ? row.lockedUntil : null })) })
}

export function createUser(ctx: WriteCtx, { password: _hashed, ...fields }: In<C, 'createUser'>, prepared: { passwordHash: string }): Out<C, 'createUser'> {
  if (store.findByEmail(ctx.db, fields.email)) return authFails.emailTaken({ email: fields.email })
  const allowed = checkOwners(ctx.actor.role, null, { role: fields.role, active: true }, store.activeOwners(ctx.db))
  if (!allowed.ok) return authFails.ownerOnly()
  const created: User = { id: ctx.newId<'user'>(), ...fields, active: true, hasPin: false }
  ctx.db.insert(user, created)
  ctx.db.insert(credential, { id: created.id, passwordHash: prepared.passwordHash })
  return ok(created)
}

export function updateUser(ctx: WriteCtx, { userId, ...patch }: In<C, 'updateUser'>): Out<C, 'updateUser'> {
  const known = store.findUser(ctx.db, userId)
  if (!known) return authFails.unknownUser({ userId })
  const after = { ...known, ...patch }
  if (after.email !== known.email && store.findByEmail(ctx.db, after.email)) return authFails.emailTaken({ email: after.email })
  const allowed = checkOwners(ctx.actor.role, known, after, store.activeOwners(ctx.db))
  if (!allowed.ok) return allowed
  ctx.db.update(user, userId, patch)
  return ok(toUser(after))
}

export function setActive(ctx: WriteCtx, { userId, active }: In<C, 'setActive'>): Out<C, 'setActive'> {
  const known = store.findUser(ctx.db, userId)
  if (!known) return authFails.unknownUser({ userId })
  const allowed = checkOwners(ctx.actor.role, known, { role: known.role, active }, store.activeOwners(ctx.db))
  if (!allowed.ok) return allowed
  ctx.db.update(user, userId, { active })
  if (!active) endSessions(ctx, userId, null)
  return ok(toUser({ ...known, active }))
}

export function setPassword(ctx: WriteCtx, { userId }: In<C, 'setPassword'>, prepared: { passwordHash: string }): Out<C, 'setPassword'> {
  const allowed = mayManage(ctx, userId)
  if (!allowed.ok) return allowed
  ctx.db.update(credential, userId, { passwordHash: prepared.passwordHash })
  endSessions(ctx, userId, ctx.actor.sessionId)
  return ok(null)
}

export function setPin(ctx: WriteCtx, { userId }: In<C, 'setPin'>, prepared: { pinHash: string }): Out<C, 'setPin'> {
  const allowed = mayManage(ctx, userId)
  if (!allowed.ok) return allowed
  ctx.db.update(credential, userId, { pinHash: prepared.pinHash })
  ctx.db.update(user, userId, { hasPin: true })
  endSessions(ctx, userId, ctx.actor.sessionId, 'kiosk') // opened with the PIN before
  return ok(toUser({ ...allowed.value, hasPin: true }))
}

function mayManage(ctx: WriteCtx, userId: Id<'user'>): Result<User, Failure<'auth.unknownUser' | 'auth.ownerOnly'>> {
  const known = store.findUser(ctx.db, userId)
  if (!known) return authFails.unknownUser({ userId })
  const allowed = checkOwners(ctx.actor.role, known, known, 2)
  return allowed.ok ? ok(known) : authFails.ownerOnly()
}

export function unlock(ctx: WriteCtx, { userId }: In<C, 'unlock'>): Out<C, 'unlock'> {
  if (!store.findUser(ctx.db, userId)) return authFails.unknownUser({ userId })
  clearGuard(ctx, userId)
  return ok(null)
}

export function sessions(ctx: ReadCtx, { userId }: In<C, 'sessions'>): Out<C, 'sessions'> {
  const open = store.openSessions(ctx.db, ctx.now).filter((row) => userId === undefined || row.session.userId === userId)
  return ok(
    open.map(({ session: s, userName }) => ({
      id: s.id,
      userId: s.userId,
      userName,
      kind: s.kind,
      startedAt: s.createdAt,
      lastSeenAt: s.lastSeenAt,
      endsAt: s.endsAt,
      ip: s.ip,
      userAgent: s.userAgent,
      isMine: s.id === ctx.actor.sessionId,
    })),
  )
}

export function revokeSession(ctx: WriteCtx, { sessionId }: In<C, 'revokeSession'>): Out<C, 'revokeSession'> {
  const open = store.findSession(ctx.db, sessionId)
  if (!open) return authFails.unknownSession({ sessionId })
  if (open.revokedAt === null) ctx.db.update(session, sessionId, { revokedAt: ctx.now })
  return ok(null)
}

export function revokeAllSessions(ctx: WriteCtx, { userId }: In<C, 'revokeAllSessions'>): Out<C, 'revokeAllSessions'> {
  if (!store.findUser(ctx.db, userId)) return authFails.unknownUser({ userId })
  return ok({ revoked: endSessions(ctx, userId, ctx.actor.sessionId) })
}

function endSessions(ctx: WriteCtx, userId: Id<'user'>, except: Id<'session'> | null, only?: 'kiosk'): number {
  const open = store.openSessionsOf(ctx.db, userId).filter(({ id, kind }) => id !== except && (only === undefined || kind === only))
  for (const { id } of open) ctx.db.update(session, id, { revokedAt: ctx.now })
  return open.length
}

export function permissions(ctx: ReadCtx): Out<C, 'permissions'> {
  const overrides = store.overrides(ctx.db)
  return ok(
    ctx.platform.permissions.map((permission) => ({
      permission: permission.name,
      roles: rolesWith(permission, overrides, ROLES),
      defaults: [...permission.defaults],
    })),
  )
}

export function setPermission(ctx: WriteCtx, { role, permission, granted }: In<C, 'setPermission'>): Out<C, 'setPermission'> {
  if (!ctx.platform.permissions.some(({ name }) => name === permission)) return authFails.unknownPermission({ permission })
  if (role === 'owner') return authFails.ownerHasAll()
  const known = store.overrides(ctx.db).find((o) => o.role === role && o.permission === permission)
  if (known) ctx.db.update(rolePermission, known.id, { granted })
  else ctx.db.insert(rolePermission, { id: idOf<'rolePermission'>(0, 'rolePermission', role, permission), role, permission, granted })
  return ok(null)
}

/** Nothing to look up: whoever gets here holds the permission. */
export function leaveKiosk(_ctx: ReadCtx): Out<C, 'leaveKiosk'> {
  return ok(null)
}
