import { useEffect, useEffectEvent } from 'react'

/** A scanner that acts as a keyboard types faster than any hand, and ends with Enter. */
const KEY_GAP_MS = 60
const SHORTEST = 4

/** Hears a code that a keyboard-wedge scanner types anywhere on the screen, unless it types into a field. */
export function useScanner(onCode: (code: string) => void): void {
  const found = useEffectEvent(onCode)
  useEffect(() => {
    let typed = ''
    let lastAt = 0
    const onKey = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLElement && event.target.matches('input, textarea')) return
      const isPart = event.timeStamp - lastAt < KEY_GAP_MS
      lastAt = event.timeStamp
      if (event.key === 'Enter' && isPart && typed.length >= SHORTEST) {
        event.preventDefault()
        event.stopPropagation()
        found(typed)
        typed = ''
      } else if (event.key.length === 1) typed = (isPart ? typed : '') + event.key
    }
    // Before the page's own keys, which would take the figures for a PIN.
    window.addEventListener('keydown', onKey, true)
    return () => window.removeEventListener('keydown', onKey, true)
  }, [])
}
