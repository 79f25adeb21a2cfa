import { Outlet } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useIdle } from '../data/idle.ts'
import { call } from '../data/client.ts'
import { lockSession, openSession } from '../data/session.ts'
import { useWindow } from '../data/window.ts'

/** Until it has a session of its own it would be locked with the counter, and nobody is there to see it. */
const AGAIN_MS = 2_000

/**
 * The frame of a screen on the wall: no menu, always dark. It is not locked for being left alone, as nobody ever touches it; whoever
 * leaves it after that time signs in first, so that it is no open door to the rest. In a window of its own it has a session of its
 * own too, so that it stays when the counter is locked. `idleMinutes` of the session.
 */
export function WallFrame({ idleMinutes }: { idleMinutes: number }) {
  const wasLeft = useRef(false)
  useEffect(() => {
    if (window.opener === null) return
    let again = 0
    const open = async () => {
      const opened = await call('auth.openWindow', {})
      if (opened.ok) openSession(opened.value)
      else if (opened.error.kind === 'unavailable') again = window.setTimeout(() => void open(), AGAIN_MS)
    }
    void open()
    return () => clearTimeout(again)
  }, [])
  const { theme } = useWindow()
  useIdle(idleMinutes, () => {
    wasLeft.current = true
  })
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme === 'contrast' ? theme : 'dark'
    return () => {
      document.documentElement.dataset['theme'] = theme
    }
  }, [theme])
  useEffect(
    () => () => {
      if (wasLeft.current) lockSession('idle')
    },
    [],
  )
  return (
    <main id="page" tabIndex={-1} style={{ height: '100%' }}>
      <Outlet />
    </main>
  )
}
