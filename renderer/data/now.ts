import { useEffect, useState } from 'react'

/** The time, told anew by the clock, for what ages on the screen without a write: late jobs, minutes running. */
export function useNow(everyMs = 30_000): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
