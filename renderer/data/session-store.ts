import { create } from 'zustand'
import type { User } from '#shared/modules/auth/model.ts'
import { setToken } from './client.ts'

/** Why the lock screen is up. */
export type LockReason = 'idle' | 'asked' | 'expired'

interface SessionState {
  readonly token: string | null
  /** Who works here; stays while the screen is locked, so that the same person goes on where they stopped. */
  readonly person: User | null
  readonly locked: LockReason | null
}

const KEY = 'bayline.session'
const kept = sessionStorage.getItem(KEY)
setToken(kept)

/** The window's session. The token lives as long as the tab; what the session may do is asked from the core. */
export const useSessionStore = create<SessionState>(() => ({ token: kept, person: null, locked: null }))

export function keepSession(next: SessionState): void {
  setToken(next.token)
  if (next.token === null) sessionStorage.removeItem(KEY)
  else sessionStorage.setItem(KEY, next.token)
  useSessionStore.setState(next)
}
