import { useState } from 'react'
import { useSession } from '../../../data/session.ts'

/** What somebody began to write of a record, until it is sent or the window is closed: whoever looks something up goes on writing. */
const drafts = new Map<string, string>()

/** A text that is kept with the record; without one, such as while a note is changed, it goes with its field. */
export function useDraft(recordId: string | null, begun = ''): [text: string, setText: (text: string) => void] {
  const { me } = useSession()
  const key = `${me?.user.id}:${recordId}`
  const [text, setText] = useState(() => (recordId === null ? begun : (drafts.get(key) ?? begun)))
  return [
    text,
    (next) => {
      if (next === '') drafts.delete(key)
      else if (recordId !== null) drafts.set(key, next)
      setText(next)
    },
  ]
}
