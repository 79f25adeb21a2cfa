import { useEffect } from 'react'
import { useSession } from './session.ts'
import { setWindow, useWindow } from './window.ts'

type Prints = Readonly<Record<string, string>>
/** Records that are remembered; the ones looked at longest ago go first. */
const MOST_RECORDS = 60

function keep(record: string, prints: Prints): void {
  const { [record]: _, ...others } = useWindow.getState().seen
  setWindow({ seen: Object.fromEntries([...Object.entries(others), [record, prints] as const].slice(-MOST_RECORDS)) })
}

/**
 * Tells which parts of a record came or changed since the signed-in person last looked: what stands there at their first look is
 * known, everything later is news until `see` is called for it. `prints`: what of each part would be news, by id.
 */
export function useSeen(recordId: string, prints: Prints): { newsOf(id: string): 'new' | 'changed' | null; see(id: string): void } {
  const { me } = useSession()
  const record = me && `${me.user.id}:${recordId}`
  const seen = useWindow((state) => (record === null ? undefined : state.seen[record]))
  useEffect(() => {
    if (record !== null && seen === undefined) keep(record, prints)
  }, [record, seen, prints])
  return {
    newsOf: (id) => (seen === undefined || seen[id] === prints[id] ? null : seen[id] === undefined ? 'new' : 'changed'),
    see: (id) => {
      if (record !== null) keep(record, { ...seen, [id]: prints[id] ?? '' })
    },
  }
}
