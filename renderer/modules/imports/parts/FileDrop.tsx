import { IconFileSpreadsheet } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useT } from '../../../texts/t.ts'
import { KeyHint } from '../../../ui/KeyHint.tsx'
import { useShortcut } from '../../../ui/shortcuts.tsx'
import classes from './imports.module.css'

/** Takes a file by drop, by the file dialog, or by Enter on the button. */
export function FileDrop({ onFile }: { onFile(file: File): void }) {
  const t = useT()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setIsOver] = useState(false)
  const choose = () => input.current?.click()
  useShortcut({ keys: 'F2', label: t('imports.choose'), group: '', run: choose })
  return (
    <>
      <button
        type="button"
        className={classes.drop}
        data-over={isOver || undefined}
        onClick={choose}
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
        <span>{t('imports.dropHint')}</span>
        <KeyHint keys="F2" />
      </button>
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
    </>
  )
}
