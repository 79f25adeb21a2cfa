import { createHash, randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import type { In, PrepareCtx } from '#main/platform/context.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { authFails, type authContract } from '#shared/modules/auth/contract.ts'
import { checkPassword, countAttempt } from '#shared/modules/auth/rules.ts'
import * as service from './service.ts'
import * as store from './store.ts'

type C = typeof authContract

/** argon2id, 19 MiB, 2 passes, 1 lane: the floor of OWASP's password storage sheet; some 20 to 80 ms here. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** Checked when the user is unknown, so that the answer takes as long as for a known one. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$3p9Sls1QJ+WtxsCrxGKQGJ7NmUyoVKHmVUzxb2RtHhE'

export const hashSecret = (secret: string): Promise<string> => hash(secret, COST)
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

export interface NewToken {
  token: string
  tokenHash: string
}
export function newToken(): NewToken {
  const token = randomBytes(32).toString('base64url')
  return { token, tokenHash: hashToken(token) }
}

/** Counts the attempt durably, then looks at the secret. Holds AUTH-3. */
async function checkSecret(
  ctx: PrepareCtx,
  userId: Id<'user'> | undefined,
  secret: string,
  kind: 'passwordHash' | 'pinHash',
): Promise<Result<null, Failure<'auth.wrongCredentials' | 'auth.locked'>>> {
  if (userId === undefined) {
    await verify(NOBODY, secret)
    return authFails.wrongCredentials()
  }
  const counted = ctx.write('auth.attempt', (write) => {
    const guard = countAttempt(store.findGuard(write.db, userId) ?? { failures: 0, lockedUntil: 0 }, write.now)
    if (guard.ok) service.saveGuard(write, userId, guard.value)
    return guard
  })
  if (!counted.ok) return authFails.locked(counted.error)
  const stored = store.findCredential(ctx.db, userId)?.[kind]
  return (await verify(stored ?? NOBODY, secret)) && stored ? ok(null) : authFails.wrongCredentials()
}

/** A PIN that somebody shows where another is signed in; counted and guarded like a sign-in. The deed clears the guard by `clearGuard`. */
export const checkPin = (ctx: PrepareCtx, userId: Id<'user'>, pin: string) => checkSecret(ctx, store.findUser(ctx.db, userId)?.id, pin, 'pinHash')

export async function stepUp(ctx: PrepareCtx, { userId, kind, secret }: In<C, 'stepUp'>) {
  return checkSecret(ctx, store.findUser(ctx.db, userId)?.id, secret, kind === 'pin' ? 'pinHash' : 'passwordHash')
}

export async function signIn(ctx: PrepareCtx, input: In<C, 'signIn'>) {
  const found = store.findByEmail(ctx.db, input.email)
  const checked = await checkSecret(ctx, found?.id, input.password, 'passwordHash')
  return checked.ok && found ? ok({ userId: found.id, ...newToken() }) : checked.ok ? authFails.wrongCredentials() : checked
}

export async function signInWithPin(ctx: PrepareCtx, input: In<C, 'signInWithPin'>) {
  const checked = await checkSecret(ctx, store.findUser(ctx.db, input.userId)?.id, input.pin, 'pinHash')
  return checked.ok ? ok(newToken()) : checked
}

export async function openWindow() {
  return ok(newToken())
}

export async function setUp(_ctx: PrepareCtx, input: In<C, 'setUp'>) {
  const checked = checkPassword(input.owner.password, [input.owner.name, input.owner.email, input.company.name])
  return checked.ok ? ok({ passwordHash: await hashSecret(input.owner.password), ...newToken() }) : checked
}

export async function createUser(_ctx: PrepareCtx, input: In<C, 'createUser'>) {
  const checked = checkPassword(input.password, [input.name, input.email])
  return checked.ok ? ok({ passwordHash: await hashSecret(input.password) }) : checked
}

export async function setPassword(ctx: PrepareCtx, input: In<C, 'setPassword'>) {
  const found = store.findUser(ctx.db, input.userId)
  const checked = checkPassword(input.password, found ? [found.name, found.email] : [])
  return checked.ok ? ok({ passwordHash: await hashSecret(input.password) }) : checked
}

export async function setPin(_ctx: PrepareCtx, input: In<C, 'setPin'>) {
  return ok({ pinHash: await hashSecret(input.pin) })
}

export async function changeMyPassword(ctx: PrepareCtx, input: In<C, 'changeMyPassword'>) {
  const strong = checkPassword(input.next, [ctx.actor.name])
  if (!strong.ok) return strong
  const checked = await checkSecret(ctx, ctx.actor.userId ?? undefined, input.current, 'passwordHash')
  return checked.ok ? ok({ passwordHash: await hashSecret(input.next) }) : checked
}
