import { useEffect, useRef } from 'react'

const looks = new Set<() => boolean>()

/** Whether something that was typed goes with its page. */
export const hasUnsaved = (): boolean => [...looks].some((isDirty) => isDirty())

/** Has the window ask before the page is left while `isDirty`, which is looked at only then. Every form of `useCommandForm` says it of itself. */
export function useUnsaved(isDirty: () => boolean): void {
  const latest = useRef(isDirty)
  useEffect(() => {
    latest.current = isDirty
  })
  useEffect(() => {
    const look = () => latest.current()
    looks.add(look)
    return () => void looks.delete(look)
  }, [])
}
