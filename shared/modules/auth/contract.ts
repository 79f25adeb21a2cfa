import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission, ROLES } from '../../kernel/permission.ts'
import { companySettings, locationFields } from '../workspace/model.ts'
import { email, password, pin, SESSION_KINDS, session, user, userFields } from './model.ts'

const readUsers = permission('users.read', 'manager')
const manageUsers = permission('users.manage', 'manager')
const managePermissions = permission('permissions.manage')
const leaveKioskRight = permission('kiosk.leave', 'manager')

export const authFails = failures('auth', {
  alreadySetUp: 'conflict',
  wrongCredentials: 'forbidden',
  locked: 'forbidden',
  deactivated: 'forbidden',
  unknownUser: 'notFound',
  unknownSession: 'notFound',
  unknownPermission: 'notFound',
  emailTaken: 'conflict',
  lastOwner: 'conflict',
  ownerOnly: 'forbidden',
  ownerHasAll: 'conflict',
  weakPassword: 'invalid',
  pinNotSet: 'conflict',
  /** Somebody who may has to show PIN or password for this deed: `permission`, `subjectId`. */
  stepUpNeeded: 'forbidden',
  /** The person `name` may not do that. */
  mayNot: 'forbidden',
})

const me = z.object({ user, permissions: z.array(z.string()), kind: z.enum(SESSION_KINDS), idleMinutes: z.number().int(), endsAt: z.number() })
const signedIn = z.object({ token: z.string(), me })
const ofUser = z.strictObject({ userId: id('user') })

export const authContract = contract('auth', {
  /** First run: company, first location and owner in one deed. */
  setUp: command({
    input: z.strictObject({
      company: companySettings.partial().required({ name: true, currency: true, language: true, zone: true, country: true }).strict(),
      location: locationFields.partial().required({ name: true }).strict(),
      owner: z.strictObject({ name: userFields.shape.name, email, password }),
    }),
    output: signedIn,
    needs: 'anyone',
    fails: ['auth.alreadySetUp', 'auth.weakPassword', 'workspace.closesBeforeOpening'],
    secret: true,
  }),
  signIn: command({
    input: z.strictObject({ email, password: z.string().max(200) }),
    output: signedIn,
    needs: 'anyone',
    fails: ['auth.wrongCredentials', 'auth.locked', 'auth.deactivated'],
    secret: true,
  }),
  /** Kiosk: a name is tapped, a PIN typed. */
  signInWithPin: command({
    input: z.strictObject({ userId: id('user'), pin: z.string().max(20) }),
    output: signedIn,
    needs: 'anyone',
    fails: ['auth.wrongCredentials', 'auth.locked', 'auth.deactivated'],
    secret: true,
  }),
  /** Names on the kiosk's sign-in screen: active users who have set a PIN. */
  kioskUsers: query({ input: z.strictObject({}), output: z.array(z.object({ id: id('user'), name: z.string() })), needs: 'anyone' }),
  /**
   * Somebody who holds a permission shows PIN or password for one deed of whoever is signed in, on one record: the deed follows within
   * minutes and uses it up. It may be the same person.
   */
  stepUp: command({
    input: z.strictObject({
      permission: z.string().max(100),
      subjectId: z.string().min(1).max(100),
      userId: id('user'),
      kind: z.enum(['pin', 'password']),
      secret: z.string().max(200),
    }),
    output: z.object({ name: z.string() }),
    needs: 'session',
    fails: ['auth.wrongCredentials', 'auth.locked', 'auth.deactivated', 'auth.mayNot'],
    secret: true,
  }),
  /** Who could: names of active users who hold a permission. */
  holders: query({
    input: z.strictObject({ permission: z.string().max(100) }),
    output: z.array(z.object({ id: id('user'), name: z.string(), hasPin: z.boolean() })),
    needs: 'session',
  }),
  /** One more session of the same person, for a window opened from theirs: locking the one leaves the other open. It ends no later. */
  openWindow: command({ input: z.strictObject({}), output: signedIn, needs: 'session', fails: ['auth.unknownUser'], secret: true }),
  signOut: command({ input: z.strictObject({}), output: z.null(), needs: 'session' }),
  me: query({ input: z.strictObject({}), output: me, needs: 'session', fails: ['auth.unknownUser'] }),
  /** Keeps a session alive while its person types a long text without calling anything. */
  refresh: query({ input: z.strictObject({}), output: z.object({ endsAt: z.number() }), needs: 'session', fails: ['auth.unknownSession'] }),
  changeMyPassword: command({
    input: z.strictObject({ current: z.string().max(200), next: password }),
    output: z.null(),
    needs: 'session',
    fails: ['auth.wrongCredentials', 'auth.locked', 'auth.weakPassword'],
    secret: true,
  }),
  setMyLanguage: command({ input: z.strictObject({ language: userFields.shape.language }), output: user, needs: 'session', fails: ['auth.unknownUser'] }),

  users: query({
    input: z.strictObject({ ...pageInput, active: z.boolean().optional(), role: z.enum(ROLES).optional() }),
    output: page(user.extend({ lockedUntil: z.number().nullable() })),
    needs: readUsers,
  }),
  createUser: command({
    input: userFields.extend({ password }).strict(),
    output: user,
    needs: manageUsers,
    fails: ['auth.emailTaken', 'auth.ownerOnly', 'auth.weakPassword'],
    secret: true,
  }),
  updateUser: command({
    input: userFields
      .partial()
      .extend({ userId: id('user') })
      .strict(),
    output: user,
    needs: manageUsers,
    fails: ['auth.unknownUser', 'auth.emailTaken', 'auth.ownerOnly', 'auth.lastOwner'],
  }),
  setActive: command({
    input: z.strictObject({ userId: id('user'), active: z.boolean() }),
    output: user,
    needs: manageUsers,
    fails: ['auth.unknownUser', 'auth.ownerOnly', 'auth.lastOwner'],
  }),
  setPassword: command({
    input: ofUser.extend({ password }),
    output: z.null(),
    needs: manageUsers,
    fails: ['auth.unknownUser', 'auth.ownerOnly', 'auth.weakPassword'],
    secret: true,
  }),
  setPin: command({ input: ofUser.extend({ pin }), output: user, needs: manageUsers, fails: ['auth.unknownUser', 'auth.ownerOnly'], secret: true }),
  unlock: command({ input: ofUser, output: z.null(), needs: manageUsers, fails: ['auth.unknownUser'] }),

  sessions: query({ input: z.strictObject({ userId: id('user').optional() }), output: z.array(session), needs: readUsers }),
  revokeSession: command({ input: z.strictObject({ sessionId: id('session') }), output: z.null(), needs: manageUsers, fails: ['auth.unknownSession'] }),
  revokeAllSessions: command({ input: ofUser, output: z.object({ revoked: z.number().int() }), needs: manageUsers, fails: ['auth.unknownUser'] }),

  permissions: query({
    input: z.strictObject({}),
    output: z.array(z.object({ permission: z.string(), roles: z.array(z.enum(ROLES)), defaults: z.array(z.enum(ROLES)) })),
    needs: readUsers,
  }),
  setPermission: command({
    input: z.strictObject({ role: z.enum(ROLES), permission: z.string().max(100), granted: z.boolean() }),
    output: z.null(),
    needs: managePermissions,
    fails: ['auth.unknownPermission', 'auth.ownerHasAll'],
  }),

  /** Asked by a shell before it lets a kiosk's window close; the permission is the whole answer. */
  leaveKiosk: query({ input: z.strictObject({}), output: z.null(), needs: leaveKioskRight }),
})
