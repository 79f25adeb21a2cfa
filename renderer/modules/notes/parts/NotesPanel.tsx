import { useState } from 'react'
import { type Note, NOTE_KINDS, type NoteKind } from '#shared/modules/notes/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useList, useQuery } from '../../../data/queries.ts'
import { useSession } from '../../../data/session.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Switch } from '../../../ui/fields.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { ErrorState, FailureNotice, Loading } from '../../../ui/states.tsx'
import { Composer } from './Composer.tsx'
import { NoteList } from './NoteList.tsx'
import classes from './Notes.module.css'
import { useMarkRead } from './useMarkRead.ts'

interface NotesPanelProps {
  kind: NoteKind
  recordId: string
  title?: string
}

/** The notes of one record; nothing for those to whom it is closed. What is shown counts as read. */
export function NotesPanel({ kind, recordId, title }: NotesPanelProps) {
  const { can } = useSession()
  return can('notes.read') && can(NOTE_KINDS[kind]) ? <Shown kind={kind} recordId={recordId} title={title} /> : null
}

function Shown({ kind, recordId, title }: NotesPanelProps & { title: string | undefined }) {
  const t = useT()
  const { can, me } = useSession()
  const [showsHistory, setShowsHistory] = useState(false)
  const [edited, setEdited] = useState<Note | null>(null)
  const list = useList('notes.list', { kind, recordId, history: showsHistory })
  const people = useQuery('notes.people', {}).data ?? []
  const takeBack = useCommand('notes.write')
  useMarkRead({ kind, recordId }, list.rows)
  const names = new Map<string, string>(people.map(({ id, name }) => [id, name]))
  const label = kind === 'team' ? t('notes.say') : t('notes.write')
  return (
    <Panel
      title={title ?? t('notes.title')}
      actions={<Switch size="xs" label={t('notes.history')} checked={showsHistory} onChange={(event) => setShowsHistory(event.currentTarget.checked)} />}
    >
      {can('notes.write') && <Composer key={recordId} kind={kind} recordId={recordId} label={label} />}
      <FailureNotice failure={takeBack.failure} />
      {list.failure ? (
        <ErrorState failure={list.failure} onRetry={list.retry} />
      ) : list.isLoading ? (
        <Loading lines={3} />
      ) : list.rows.length === 0 ? (
        <p className={classes.none}>{kind === 'team' ? t('notes.noTalk') : t('notes.none')}</p>
      ) : (
        <NoteList
          notes={list.rows}
          names={names}
          head={(note) =>
            note.authorId === me?.user.id &&
            !note.isReplaced &&
            note.text !== '' && (
              <span className={classes.own}>
                <ActionButton size="xs" look="quiet" label={t('notes.edit')} onClick={() => setEdited(note)} />
                <ActionButton
                  size="xs"
                  look="quiet"
                  label={t('notes.takeBack')}
                  busy={takeBack.isRunning}
                  onClick={() => void takeBack.run({ kind, recordId, text: '', replacesId: note.id })}
                />
              </span>
            )
          }
          foot={(note) =>
            edited?.id === note.id && <Composer kind={kind} recordId={recordId} label={t('notes.edit')} replaces={note} onDone={() => setEdited(null)} />
          }
        />
      )}
      {list.hasMore && <ActionButton size="xs" look="quiet" label={t('notes.more')} busy={list.isLoadingMore} onClick={list.loadMore} />}
    </Panel>
  )
}
