import { queries } from './cache.ts'
import { call, type Output, setRefusedListener } from './client.ts'
import { useQuery } from './queries.ts'
import { keepSession as keep, type LockReason, useSessionStore } from './session-store.ts'

type Me = Output<'auth.me'>

/** A sign-in succeeded. Another person starts with an empty cache; the same one goes on. */
export function openSession({ token, me }: Output<'auth.signIn'>): void {
  if (useSessionStore.getState().person?.id !== me.user.id) queries.clear()
  keep({ token, person: me.user, locked: null })
  queries.setQueryData(['auth.me', {}], { value: me, reads: [] })
  void queries.invalidateQueries()
}

/** Ends the session here and in the core. */
export function closeSession(): void {
  if (useSessionStore.getState().token !== null) void call('auth.signOut', {})
  keep({ token: null, person: null, locked: null })
  queries.clear()
}

/** Covers the screen until the same person, or another, signs in. What was typed stays where it is. */
export function lockSession(reason: LockReason): void {
  const { token, person } = useSessionStore.getState()
  if (token === null) return
  if (reason !== 'expired') void call('auth.signOut', {})
  keep(person ? { token: null, person, locked: reason } : { token: null, person: null, locked: null })
}

const SESSION_OVER = new Set(['platform.signInNeeded', 'platform.sessionExpired', 'auth.deactivated'])
setRefusedListener(({ code }, usedToken) => {
  if (SESSION_OVER.has(code) && usedToken === useSessionStore.getState().token) lockSession('expired')
})

export interface Session {
  /** Null until the core has answered, and when nobody is signed in. */
  readonly me: Me | null
  readonly isOpen: boolean
  /** The session is being asked for after a reload. */
  readonly isLoading: boolean
  /** Whether the signed-in person holds a permission (`customers.write`): for hiding what the core would refuse anyway. */
  can: (permission: string) => boolean
}

export function useSession(): Session {
  const token = useSessionStore((state) => state.token)
  const { data } = useQuery('auth.me', {})
  const me = data ?? null
  return { me, isOpen: token !== null, isLoading: token !== null && me === null, can: (permission) => me?.permissions.includes(permission) ?? false }
}

// Remembers who it is for the lock screen, also after a reload.
queries.getQueryCache().subscribe(({ query }) => {
  if (query.queryKey[0] !== 'auth.me') return
  const me = (query.state.data as { value: Me } | undefined)?.value // written by `read`
  if (me && useSessionStore.getState().token !== null && me.user !== useSessionStore.getState().person) useSessionStore.setState({ person: me.user })
})
