import { Navigate, Outlet, useLocation } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'
import { IconDoorExit, IconLogout } from '@tabler/icons-react'
import { call, transport } from '../data/client.ts'
import { useIdle } from '../data/idle.ts'
import { useQuery } from '../data/queries.ts'
import { useGo } from '../data/route.tsx'
import { closeSession, useSession } from '../data/session.ts'
import { useSessionStore } from '../data/session-store.ts'
import { BadgeReader } from '../modules/clock/parts/BadgeReader.tsx'
import { KioskDrift } from '../modules/clock/parts/KioskDrift.tsx'
import { KioskSignInPage } from '../modules/auth/KioskSignInPage.tsx'
import { paths } from '../paths.ts'
import { useT } from '../texts/t.ts'
import { notify } from '../ui/notify.ts'
import { ErrorState } from '../ui/states.tsx'
import { useWords } from '../ui/words.tsx'
import { ConnectionBadge } from './ConnectionBadge.tsx'
import { useLanguageOf } from './Gate.tsx'
import classes from './KioskShell.module.css'
import { Mark } from './Mark.tsx'
import { Splash } from './Splash.tsx'

/** The touch screen at the bays: a name, a PIN, then large screens; signs out by itself. */
export function KioskShell() {
  const t = useT()
  const welcomed = useQuery('workspace.welcome', {})
  const welcome = welcomed.data
  const person = useQuery('auth.me', {})
  const { pathname } = useLocation()
  const { me, isOpen, isLoading, can } = useSession()
  useLanguageOf(me?.user.language ?? null, welcome?.language ?? null)
  useIdle(
    isOpen && me ? me.idleMinutes : 0,
    useCallback(() => closeSession(), []),
  )
  useEffect(() => {
    document.documentElement.dataset['kiosk'] = 'true'
    return () => {
      delete document.documentElement.dataset['kiosk']
    }
  }, [])
  const failed = [welcomed, person].find(({ data, failure }) => data === undefined && failure)
  if (failed?.failure && (isOpen || failed === welcomed))
    return (
      <Splash>
        <ErrorState failure={failed.failure} onRetry={failed.retry} />
      </Splash>
    )
  if (isLoading || !welcome) return <Splash />
  return (
    <div className={classes.kiosk}>
      <header className={classes.head}>
        <span className={classes.mark}>
          <Mark size={30} />
        </span>
        <div className={classes.shop}>
          <span className={classes.name}>{welcome.name}</span>
          <Clock />
        </div>
        <div className={classes.state}>
          <ConnectionBadge isLarge />
          {me && <span className={classes.person}>{me.user.name}</span>}
        </div>
        {me && (
          <>
            {can('kiosk.leave') && <LeaveButton />}
            <button type="button" className={classes.out} onClick={closeSession}>
              <IconLogout size={26} stroke={1.7} aria-hidden="true" />
              {t('kiosk.signOut')}
            </button>
          </>
        )}
      </header>
      <KioskDrift />
      <main className={classes.page}>
        {me ? <Outlet /> : pathname === paths.kiosk ? <KioskSignInPage hint={<BadgeReader />} /> : <Navigate to={paths.kiosk} replace />}
      </main>
    </div>
  )
}

/** The way out of a locked kiosk. In a browser, which locks nothing, the core is asked all the same and the counter's sign-in follows. */
function LeaveButton() {
  const t = useT()
  const go = useGo()
  const token = useSessionStore((state) => state.token)
  const leave = async () => {
    const allowed = transport.leaveKiosk && token !== null ? await transport.leaveKiosk(token) : (await call('auth.leaveKiosk', {})).ok
    if (!allowed) return notify.failed(t('kiosk.leaveRefused'))
    closeSession()
    go({ to: paths.home })
  }
  return (
    <button type="button" className={classes.out} onClick={() => void leave()}>
      <IconDoorExit size={26} stroke={1.7} aria-hidden="true" />
      {t('kiosk.leave')}
    </button>
  )
}

function Clock() {
  const words = useWords()
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5_000)
    return () => clearInterval(timer)
  }, [])
  return (
    <span className={classes.clock}>
      {words.time(now)} · {words.date(now)}
    </span>
  )
}
