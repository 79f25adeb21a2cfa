import { useEffect } from 'react'
import type { Note, NoteKind } from '#shared/modules/notes/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useSession } from '../../../data/session.ts'

/** What is shown counts as read: told whenever somebody else's newest note changes. */
export function useMarkRead({ kind, recordId }: { readonly kind: NoteKind; readonly recordId: string }, shown: readonly Note[]): void {
  const { me } = useSession()
  const { run } = useCommand('notes.markRead')
  const newest = shown.find(({ authorId }) => authorId !== me?.user.id)?.id
  useEffect(() => {
    if (newest !== undefined) void run({ kind, recordId })
  }, [newest, kind, recordId, run])
}
