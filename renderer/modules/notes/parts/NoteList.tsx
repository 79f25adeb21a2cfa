import type { ReactNode } from 'react'
import type { Note } from '#shared/modules/notes/model.ts'
import { useNow } from '../../../data/now.ts'
import { useT } from '../../../texts/t.ts'
import { Ago } from '../../../ui/display.tsx'
import { pieces } from './mentions.ts'
import classes from './Notes.module.css'

interface NoteListProps<N extends Note> {
  notes: readonly N[]
  /** Names that may be marked in a text, by user. */
  names: ReadonlyMap<string, string>
  head?: (note: N) => ReactNode
  foot?: (note: N) => ReactNode
  isNew?: (note: N) => boolean
}

/** Notes with their authors, newest first. What was replaced is struck through. */
export function NoteList<N extends Note>({ notes, names, head, foot, isNew }: NoteListProps<N>) {
  const t = useT()
  const now = useNow(30_000)
  return (
    <ol className={classes.notes}>
      {notes.map((note) => (
        <li key={note.id} className={classes.note} data-new={isNew?.(note) || undefined} data-gone={note.isReplaced || undefined}>
          <div className={classes.noteHead}>
            <strong>
              <bdi>{note.authorName}</bdi>
            </strong>
            <Ago at={note.createdAt} now={now} />
            {note.replacesId !== null && <span>{t('notes.changed')}</span>}
            {isNew?.(note) && <span className={classes.fresh}>{t('notes.unread')}</span>}
            {head?.(note)}
          </div>
          <p dir="auto" className={classes.text}>
            {note.text === ''
              ? t('notes.takenBack')
              : pieces(
                  note.text,
                  note.mentions.flatMap((id) => names.get(id) ?? []),
                ).map((piece, index) => (piece.isName ? <mark key={`${index}:${piece.text}`}>{piece.text}</mark> : piece.text))}
          </p>
          {foot?.(note)}
        </li>
      ))}
    </ol>
  )
}
