import { IconTrash } from '@tabler/icons-react'
import { ActionIcon } from '@mantine/core'
import { useState } from 'react'
import { failureText } from '../../../texts/failure.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { TextInput } from '../../../ui/fields.tsx'
import { notify } from '../../../ui/notify.ts'
import { Panel } from '../../../ui/Page.tsx'
import { Dim } from '../../../ui/display.tsx'
import type { Failure } from '#shared/kernel/result.ts'
import classes from './NameList.module.css'

interface Named {
  readonly id: string
  readonly name: string
}
type Done = Promise<{ ok: true } | { ok: false; error: Failure }>
interface NameListProps {
  title: string
  hint: string
  /** Undefined while loading. */
  rows: readonly Named[] | undefined
  mayChange: boolean
  add: (name: string) => Done
  rename: (row: Named, name: string) => Done
  remove: (row: Named) => Done
}

/** A short list of names that a shop keeps: added below, renamed in place, removed. */
export function NameList({ title, hint, rows, mayChange, add, rename, remove }: NameListProps) {
  const t = useT()
  const [name, setName] = useState('')
  const run = async (deed: Done, done?: () => void) => {
    const answer = await deed
    if (answer.ok) done?.()
    else notify.failed(failureText(answer.error))
  }
  return (
    <Panel title={title} hint={hint}>
      <div className={classes.list}>
        {rows?.length === 0 && <Dim>{t('names.none')}</Dim>}
        {rows?.map((row) => (
          <Row
            key={row.id}
            row={row}
            mayChange={mayChange}
            onRename={(next) => void run(rename(row, next))}
            onRemove={() => void run(remove(row), () => notify.done(t('names.removedDone', { name: row.name })))}
          />
        ))}
        {mayChange && (
          <form
            className={classes.row}
            onSubmit={(event) => {
              event.preventDefault()
              if (name.trim() !== '') void run(add(name), () => setName(''))
            }}
          >
            <TextInput
              aria-label={`${title}: ${t('names.newName')}`}
              placeholder={t('names.newName')}
              dir="auto"
              maxLength={60}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <ActionButton
              label={t('names.add')}
              disabledReason={name.trim() === '' ? t('problem.required') : null}
              onClick={() => void run(add(name), () => setName(''))}
            />
          </form>
        )}
      </div>
    </Panel>
  )
}

function Row({ row, mayChange, onRename, onRemove }: { row: Named; mayChange: boolean; onRename: (name: string) => void; onRemove: () => void }) {
  const t = useT()
  const [typed, setTyped] = useState<string | null>(null)
  if (!mayChange) return <bdi>{row.name}</bdi>
  const leave = () => {
    if (typed !== null && typed.trim() !== '' && typed.trim() !== row.name) onRename(typed)
    setTyped(null)
  }
  return (
    <div className={classes.row}>
      <TextInput
        aria-label={`${t('names.rename')}: ${row.name}`}
        dir="auto"
        maxLength={60}
        value={typed ?? row.name}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key === 'Enter') leave()
          if (event.key === 'Escape') setTyped(null)
        }}
      />
      <ActionIcon variant="subtle" size="lg" aria-label={t('names.remove', { name: row.name })} onClick={onRemove}>
        <IconTrash size={18} stroke={1.6} />
      </ActionIcon>
    </div>
  )
}
