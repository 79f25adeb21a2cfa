import { IconFileSpreadsheet } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import classes from './imports.module.css'

/** Takes a file by drop, by the file dialog, or by Enter on the button. */
export function FileDrop({ onFile }: { onFile(file: File): void }) {
  const t = useT()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setIsOver] = useState(false)
  return (
    <section
      aria-label={t('imports.drop')}
      className={classes.drop}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setIsOver(false)
        const [file] = event.dataTransfer.files
        if (file) onFile(file)
      }}
    >
      <IconFileSpreadsheet size={44} stroke={1.2} aria-hidden="true" />
      <strong>{t('imports.drop')}</strong>
      <p>{t('imports.dropHint')}</p>
      <ActionButton look="primary" label={t('imports.choose')} shortcut="F2" onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        aria-label={t('imports.choose')}
        className="visually-hidden"
        tabIndex={-1}
        accept=".csv,.tsv,.txt,.xlsx,.xls,.ods,.psv,.ssv,text/*"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          event.currentTarget.value = ''
          if (file) onFile(file)
        }}
      />
    </section>
  )
}
