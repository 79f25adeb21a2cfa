import { IconArrowBackUp, IconSend } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useCommand } from '../../data/command.ts'
import { useList, useQuery } from '../../data/queries.ts'
import { useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { Textarea } from '../../ui/fields.tsx'
import { BigButton } from '../../ui/kiosk.tsx'
import { ErrorState, FailureNotice, Loading, Notice } from '../../ui/states.tsx'
import classes from './parts/KioskNotes.module.css'
import { useDraft } from './parts/draft.ts'
import { NoteList } from './parts/NoteList.tsx'
import { useMarkRead } from './parts/useMarkRead.ts'

const QUICK = ['found', 'parts', 'wrongPart', 'testDrive', 'help', 'ready'] as const

/** The notes of a job at the bay: one touch writes what is said every day, the keyboard the rest. */
export function KioskNotesPage() {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const { workOrderId } = useParams({ strict: false }) as { workOrderId: string } // the route's own parameter
  const record = { kind: 'workOrder', recordId: workOrderId } as const
  const list = useList('notes.list', record)
  const people = useQuery('notes.people', {}).data ?? []
  const { run, isRunning, failure } = useCommand('notes.write')
  const [text, setText] = useDraft(workOrderId)
  const [written, setWritten] = useState<{ id: string; text: string } | null>(null)
  useMarkRead(record, list.rows)

  const write = async (said: string) => {
    const done = await run({ ...record, text: said })
    if (!done.ok) return
    setWritten({ id: done.value.id, text: said })
    if (said === text.trim()) setText('')
  }
  const takeBack = async (replacesId: string) => {
    const done = await run({ ...record, text: '', replacesId })
    if (done.ok) setWritten(null)
  }
  return (
    <div className={classes.screen}>
      <header className={classes.head}>
        <BigButton
          label={t('common.back')}
          icon={<IconArrowBackUp size={30} stroke={1.7} className={classes.turns} aria-hidden="true" />}
          onClick={() => go({ to: paths.kioskJob, params: { workOrderId } })}
        />
        <h1 className={classes.title}>{t('notes.title')}</h1>
      </header>
      <FailureNotice failure={failure} />
      {written && (
        <Notice tone="good" action={<BigButton label={t('notes.takeBack')} busy={isRunning} onClick={() => void takeBack(written.id)} />}>
          <strong>{t('notes.sent', { text: written.text })}</strong>
        </Notice>
      )}
      <div className={classes.body}>
        {can('notes.write') && (
          <section className={classes.write} aria-label={t('notes.write')}>
            <h2 className={classes.heading}>{t('notes.quickTitle')}</h2>
            <div className={classes.quick}>
              {QUICK.map((key) => (
                <BigButton key={key} label={t(`notes.quick.${key}`)} busy={isRunning} onClick={() => void write(t(`notes.quick.${key}`))} />
              ))}
            </div>
            <Textarea
              aria-label={t('notes.write')}
              placeholder={t('notes.write')}
              autosize
              minRows={3}
              maxRows={8}
              maxLength={4000}
              dir="auto"
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <BigButton
              look="primary"
              icon={<IconSend size={30} stroke={1.7} className={classes.turns} aria-hidden="true" />}
              label={t('notes.send')}
              disabledReason={text.trim() === '' ? t('failure.notes.emptyText') : null}
              busy={isRunning}
              onClick={() => void write(text.trim())}
            />
          </section>
        )}
        <section className={classes.read} aria-label={t('notes.title')}>
          {list.failure ? (
            <ErrorState failure={list.failure} onRetry={list.retry} />
          ) : list.isLoading ? (
            <Loading lines={3} />
          ) : list.rows.length === 0 ? (
            <p>{t('notes.none')}</p>
          ) : (
            <NoteList notes={list.rows} names={new Map<string, string>(people.map(({ id, name }) => [id, name]))} />
          )}
          {list.hasMore && <BigButton label={t('notes.more')} busy={list.isLoadingMore} onClick={list.loadMore} />}
        </section>
      </div>
    </div>
  )
}
