import { Navigate, useLocation } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'
import { transport } from '../data/client.ts'
import { useIdle } from '../data/idle.ts'
import { useQuery } from '../data/queries.ts'
import { lockSession, useSession } from '../data/session.ts'
import { useSessionStore } from '../data/session-store.ts'
import { SetUpPage } from '../modules/auth/SetUpPage.tsx'
import { SignInPage } from '../modules/auth/SignInPage.tsx'
import { JoinPage } from '../modules/sync/JoinPage.tsx'
import { paths } from '../paths.ts'
import { hasChosenLanguage, setLanguage } from '../texts/t.ts'
import { ErrorState } from '../ui/states.tsx'
import { LockScreen } from './LockScreen.tsx'
import { Shell } from './Shell.tsx'
import { Splash } from './Splash.tsx'
import { WallFrame } from './WallFrame.tsx'

/** Decides what the counter shows: first-run set-up, joining a shop, sign-in, or the shell. */
export function Gate() {
  const welcomed = useQuery('workspace.welcome', {})
  const welcome = welcomed.data
  const joining = useQuery('sync.joining', {})
  const [joins, setJoins] = useState(false)
  const { me, isOpen } = useSession()
  const locked = useSessionStore((state) => state.locked)
  const person = useQuery('auth.me', {})
  const shop = useQuery('workspace.get', {}, { enabled: isOpen })
  // By its answer alone: seeing every change of address would send a kiosk on its way again and again.
  const isWall = useLocation({ select: ({ pathname }) => pathname === paths.wall })
  useLanguageOf(me?.user.language ?? null, welcome?.language ?? null)
  useIdle(
    isOpen && me && !isWall ? me.idleMinutes : 0,
    useCallback(() => lockSession('idle'), []),
  )

  if (transport.kiosk || me?.kind === 'kiosk') return <Navigate to={paths.kiosk} replace />
  // Without these no page can show anything. One that fails later leaves on the screen what it answered before.
  const failed = [welcomed, joining, ...(isOpen ? [person, shop] : [])].find(({ data, failure }) => data === undefined && failure)
  if (failed?.failure)
    return (
      <Splash>
        <ErrorState failure={failed.failure} onRetry={failed.retry} />
      </Splash>
    )
  if (!welcome) return <Splash />
  if (!joining.data) return <Splash />
  const isJoining = joining.data.state !== 'off' && !joining.data.isReady
  if (isJoining || (joins && !welcome.isSetUp)) return <JoinPage joining={joining.data} onBack={() => setJoins(false)} />
  if (!welcome.isSetUp) return <SetUpPage onJoin={() => setJoins(true)} />
  if (!isOpen && !locked) return <SignInPage />
  if (!me && !locked) return <Splash />
  return (
    <>
      <div inert={locked !== null} style={{ height: '100%', visibility: locked ? 'hidden' : undefined }}>
        {isWall ? <WallFrame idleMinutes={me?.idleMinutes ?? 0} /> : <Shell />}
      </div>
      {locked && <LockScreen reason={locked} />}
    </>
  )
}

/** Each person's own language; before sign-in the device's choice, else the shop's. */
export function useLanguageOf(person: 'en' | 'ar' | null, shop: 'en' | 'ar' | null): void {
  useEffect(() => {
    if (person) setLanguage(person)
    else if (shop && !hasChosenLanguage()) setLanguage(shop)
  }, [person, shop])
}
