import { type KeyboardEvent, useRef, useState } from 'react'
import type { Id } from '#shared/kernel/ids.ts'
import type { NoteKind } from '#shared/modules/notes/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useQuery } from '../../../data/queries.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Textarea } from '../../../ui/fields.tsx'
import { FailureNotice } from '../../../ui/states.tsx'
import { useDraft } from './draft.ts'
import { askedName, namedIn, suggested, withName } from './mentions.ts'
import classes from './Notes.module.css'

interface ComposerProps {
  kind: NoteKind
  recordId: string
  label: string
  /** A note of one's own that this text will stand in for. */
  replaces?: { readonly id: Id<'note'>; readonly text: string }
  onDone?: () => void
}

/** Where a note is written. `@` offers colleagues; the arrows and Enter choose one; Ctrl+Enter sends. */
export function Composer({ kind, recordId, label, replaces, onDone }: ComposerProps) {
  const t = useT()
  const area = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useDraft(replaces ? null : recordId, replaces?.text)
  const [asked, setAsked] = useState<string | null>(null)
  const [chosen, setChosen] = useState(0)
  const people = useQuery('notes.people', {}).data ?? []
  const { run, isRunning, failure } = useCommand('notes.write')
  const offered = asked === null ? [] : suggested(people, asked)

  const look = () => {
    setAsked(askedName(text.slice(0, area.current?.selectionStart ?? 0)))
    setChosen(0)
  }
  const put = (name: string) => {
    const next = withName(text, area.current?.selectionStart ?? text.length, name)
    setText(next.text)
    setAsked(null)
    requestAnimationFrame(() => {
      area.current?.focus()
      area.current?.setSelectionRange(next.caret, next.caret)
    })
  }
  const send = async () => {
    if (text.trim() === '' || isRunning) return
    const done = await run({ kind, recordId, text, mentions: namedIn(text, people).map(({ id }) => id), ...(replaces && { replacesId: replaces.id }) })
    if (!done.ok) return
    setText('')
    onDone?.()
  }
  const onKey = (event: KeyboardEvent) => {
    const name = offered[chosen]?.name
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send()
    else if (name !== undefined && (event.key === 'Enter' || event.key === 'Tab')) put(name)
    else if (name !== undefined && (event.key === 'ArrowDown' || event.key === 'ArrowUp'))
      setChosen((chosen + (event.key === 'ArrowDown' ? 1 : offered.length - 1)) % offered.length)
    else if (event.key === 'Escape' && (asked !== null || replaces)) {
      if (asked === null) onDone?.()
      setAsked(null)
    } else return
    event.preventDefault()
  }
  return (
    <div className={classes.composer}>
      <Textarea
        ref={area}
        aria-label={label}
        placeholder={label}
        description={t('notes.hint')}
        inputWrapperOrder={['input', 'description']}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={4000}
        dir="auto"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKey}
        onSelect={look}
        onKeyUp={(event) => {
          if (event.key.length === 1 || event.key === 'Backspace') look()
        }}
      />
      {offered.length > 0 && (
        <ul className={classes.offers} aria-label={t('notes.suggestions')}>
          {offered.map(({ id, name }, index) => (
            <li key={id}>
              <button type="button" className={classes.offer} data-chosen={index === chosen || undefined} tabIndex={-1} onClick={() => put(name)}>
                <bdi>{name}</bdi>
              </button>
            </li>
          ))}
        </ul>
      )}
      <FailureNotice failure={failure} />
      <div className={classes.send}>
        <ActionButton
          size="xs"
          look="primary"
          label={t('notes.send')}
          busy={isRunning}
          disabledReason={text.trim() === '' ? t('failure.notes.emptyText') : null}
          onClick={() => void send()}
        />
      </div>
    </div>
  )
}
