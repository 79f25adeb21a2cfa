import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { credential, loginGuard, rolePermission, session, stepUp, user } from './tables.ts'

const value = sql.placeholder

const byId = query((q) =>
  q
    .select()
    .from(user)
    .where(and(eq(user.id, value('id')), eq(user.deleted, false))),
)
/** Two devices may have entered one address: who is active comes first, so that closing the one account opens the way to the other. */
const byEmail = query((q) =>
  q
    .select()
    .from(user)
    .where(and(eq(user.email, value('email')), eq(user.deleted, false)))
    .orderBy(desc(user.active), asc(user.id))
    .limit(1),
)
const owners = query((q) =>
  q
    .select({ count: sql<number>`count(*)` })
    .from(user)
    .where(and(eq(user.role, 'owner'), eq(user.active, true), eq(user.deleted, false))),
)
const withPin = query((q) =>
  q
    .select({ id: user.id, name: user.name })
    .from(user)
    .where(and(eq(user.active, true), eq(user.hasPin, true), eq(user.deleted, false)))
    .orderBy(asc(user.name), asc(user.id)),
)
const active = query((q) =>
  q
    .select({ id: user.id, name: user.name, role: user.role, hasPin: user.hasPin })
    .from(user)
    .where(and(eq(user.active, true), eq(user.deleted, false)))
    .orderBy(asc(user.name), asc(user.id)),
)
const shownFor = query((q) =>
  q
    .select({ id: stepUp.id, userId: stepUp.userId })
    .from(stepUp)
    .where(
      and(
        sql`${stepUp.deleted} = 0`,
        eq(stepUp.subjectId, value('subjectId')),
        eq(stepUp.permission, value('permission')),
        sql`${stepUp.shownAt} > ${value('after')}`,
      ),
    )
    .orderBy(desc(stepUp.shownAt), desc(stepUp.id))
    .limit(1),
)
const credentialOf = query((q) =>
  q
    .select()
    .from(credential)
    .where(eq(credential.id, value('id'))),
)
const guardOf = query((q) =>
  q
    .select()
    .from(loginGuard)
    .where(eq(loginGuard.id, value('id'))),
)
const sessionByToken = query((q) =>
  q
    .select({ session, user, secretsClk: credential.clk })
    .from(session)
    .innerJoin(user, eq(user.id, session.userId))
    .leftJoin(credential, eq(credential.id, session.userId))
    .where(eq(session.tokenHash, value('tokenHash'))),
)
const sessionById = query((q) =>
  q
    .select()
    .from(session)
    .where(eq(session.id, value('id'))),
)
const openOf = query((q) =>
  q
    .select({ id: session.id, kind: session.kind })
    .from(session)
    .where(and(eq(session.userId, value('userId')), isNull(session.revokedAt))),
)
const open = query((q) =>
  q
    .select({ session, userName: user.name })
    .from(session)
    .innerJoin(user, eq(user.id, session.userId))
    .where(and(isNull(session.revokedAt), sql`${session.endsAt} > ${value('now')}`))
    .orderBy(desc(session.lastSeenAt))
    .limit(500),
)
const overridesAll = query((q) => q.select().from(rolePermission).where(eq(rolePermission.deleted, false)))

const userList = list({
  select: (q) =>
    q
      .select({
        id: user.id,
        name: user.name,
        email: user.email,
        role: user.role,
        language: user.language,
        active: user.active,
        hasPin: user.hasPin,
        lockedUntil: loginGuard.lockedUntil,
      })
      .from(user)
      .leftJoin(loginGuard, eq(loginGuard.id, user.id))
      .$dynamic(),
  where: sql`${user.deleted} = 0`,
  filters: { active: (v) => sql`${user.active} = ${v}`, role: (v) => sql`${user.role} = ${v}` },
  sorts: { name: { by: [user.name, user.id], direction: 'asc' } },
})

export const users = (db: ReadDb, call: Parameters<typeof userList>[1]) => userList(db, call)
export const findUser = (db: ReadDb, id: Id<'user'>) => byId.get(db, { id })
export const findByEmail = (db: ReadDb, email: string) => byEmail.get(db, { email })
export const activeOwners = (db: ReadDb) => owners.get(db)?.count ?? 0
export const kioskUsers = (db: ReadDb) => withPin.all(db)
export const findCredential = (db: ReadDb, id: Id<'user'>) => credentialOf.get(db, { id })
export const findGuard = (db: ReadDb, id: Id<'user'>) => guardOf.get(db, { id })
export const findSessionByToken = (db: ReadDb, tokenHash: string) => sessionByToken.get(db, { tokenHash })
export const findSession = (db: ReadDb, id: Id<'session'>) => sessionById.get(db, { id })
export const openSessionsOf = (db: ReadDb, userId: Id<'user'>) => openOf.all(db, { userId })
export const openSessions = (db: ReadDb, now: number) => open.all(db, { now })
export const overrides = (db: ReadDb) => overridesAll.all(db)
export const activeUsers = (db: ReadDb) => active.all(db)
export const shownStepUp = (db: ReadDb, permission: string, subjectId: string, after: number) => shownFor.get(db, { permission, subjectId, after })
