import { useEffect } from 'react'
import { call } from './client.ts'

const LOOK_EVERY_MS = 5_000
const REFRESH_EVERY_MS = 60_000
const SIGNS_OF_LIFE = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

/**
 * Calls `onIdle` after so many minutes without a touch or key; 0 never does. While someone types a long text without saving,
 * the session in the core is kept alive. A machine that slept is idle as soon as it wakes.
 */
export function useIdle(minutes: number, onIdle: () => void): void {
  useEffect(() => {
    if (minutes <= 0) return
    let lastAt = Date.now()
    let refreshedAt = Date.now()
    const onSign = () => {
      const now = Date.now()
      if (now - lastAt > minutes * 60_000) return
      lastAt = now
      if (now - refreshedAt < REFRESH_EVERY_MS) return
      refreshedAt = now
      void call('auth.refresh', {})
    }
    const look = setInterval(() => {
      if (Date.now() - lastAt <= minutes * 60_000) return
      clearInterval(look)
      onIdle()
    }, LOOK_EVERY_MS)
    for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, onSign, { passive: true })
    return () => {
      clearInterval(look)
      for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, onSign)
    }
  }, [minutes, onIdle])
}
