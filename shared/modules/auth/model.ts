import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { ROLES } from '../../kernel/permission.ts'
import { filled } from '../../kernel/text.ts'
import { LANGUAGES } from '../workspace/model.ts'

/*
 * AUTH-1: an active owner always remains.
 * AUTH-2: an owner holds every permission, whatever the matrix says.
 * AUTH-3: failures are counted before the secret is looked at, and survive a restart.
 * AUTH-4: a deactivated user, an ended or a revoked session is refused at the next call.
 * AUTH-5: a PIN or password that was shown for a deed serves that permission on that record, once, for minutes (service).
 */

export const email = z
  .string()
  .max(254)
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.email('email'))
/** Length is the only rule that helps; common words are refused in the rules. */
export const password = z.string().min(8, 'passwordLength').max(200)
/** Digits only: gloves and keypads. */
export const pin = z.string().regex(/^\d{4,8}$/, 'pin')

export const userFields = z.object({ name: filled(80), email, role: z.enum(ROLES), language: z.enum(LANGUAGES) })
export const user = z.object({
  id: id('user'),
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  language: z.enum(LANGUAGES),
  active: z.boolean(),
  hasPin: z.boolean(),
})
export type User = z.infer<typeof user>

export const SESSION_KINDS = ['desk', 'kiosk'] as const
export const session = z.object({
  id: id('session'),
  userId: id('user'),
  userName: z.string(),
  kind: z.enum(SESSION_KINDS),
  startedAt: z.number(),
  lastSeenAt: z.number(),
  endsAt: z.number(),
  ip: z.string(),
  userAgent: z.string(),
  isMine: z.boolean(),
})
export type Session = z.infer<typeof session>

/** Failures in a row until an account is locked, and for how long. An owner or manager can unlock it at once. */
export const LOCK_AFTER_FAILURES = 5
export const LOCK_MS = 15 * 60_000
/** A session ends for good after this, however busy. */
export const SESSION_LIFE_MS = 7 * 86_400_000
export const KIOSK_SESSION_LIFE_MS = 12 * 3_600_000
/** `lastSeenAt` is written at most this often. */
export const SEEN_STEP_MS = 60_000
/** A PIN that was shown for a deed serves so long. */
export const STEP_UP_MS = 5 * 60_000
