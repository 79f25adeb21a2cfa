import { useEffect, useMemo, useState } from 'react'
import type { Err, Ok } from '#shared/kernel/result.ts'
import { LANGUAGES, type Language } from '#shared/modules/workspace/model.ts'
import { type AnyFailure, transport } from '../../../data/client.ts'
import { failureText } from '../../../texts/failure.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Modal } from '../../../ui/dialogs.tsx'
import { Select } from '../../../ui/fields.tsx'
import { notify } from '../../../ui/notify.ts'
import classes from './PdfActions.module.css'

interface Pdf {
  fileName: string
  base64: string
}

interface PdfActionsProps {
  /** Makes the sheet, in a language or in its reader's own. */
  make: (language: Language | null) => Promise<Ok<Pdf> | Err<AnyFailure>>
  /** Whose language the first choice is; the customer's unless said. */
  ownLabel?: string
  /** False for one sheet among others: the key prints that of the page. */
  hasKey?: boolean
  /** It was printed or saved. */
  onOut?: () => void
}

/** A printable sheet: shown, printed, or kept as a file, in the customer's language or another. */
export function PdfActions({ make, ownLabel, hasKey = true, onOut }: PdfActionsProps) {
  const t = useT()
  const [language, setLanguage] = useState<Language | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const [shown, setShown] = useState<Pdf | null>(null)
  const withPdf = async (then: (pdf: Pdf) => Promise<void> | void) => {
    setIsBusy(true)
    const made = await make(language)
    if (made.ok) await then(made.value)
    else notify.failed(failureText(made.error))
    setIsBusy(false)
  }
  const print = () =>
    withPdf(async ({ fileName, base64 }) => {
      if (await transport.printPdf(fileName, base64)) onOut?.()
      else notify.failed(t('invoice.pdfNoPrinter'))
    })
  const save = () =>
    withPdf(async ({ fileName, base64 }) => {
      const isSaved = await transport.saveFile(fileName, base64).catch(() => null)
      if (isSaved === null) notify.failed(t('invoice.pdfFailed'))
      else if (isSaved) {
        notify.done(t('invoice.pdfSaved', { name: fileName }))
        onOut?.()
      }
    })
  const names = { en: t('common.english'), ar: t('common.arabic') }
  return (
    <>
      <Select
        aria-label={t('invoice.pdfLanguage')}
        w={150}
        allowDeselect={false}
        value={language ?? ''}
        data={[{ value: '', label: ownLabel ?? t('invoice.pdfOwn') }, ...LANGUAGES.map((each) => ({ value: each, label: names[each] }))]}
        onChange={(next) => setLanguage(LANGUAGES.find((each) => each === next) ?? null)}
      />
      {/* Electron's window has no viewer for files; there the system's own program shows them. */}
      {transport.kind === 'browser' && <ActionButton label={t('invoice.preview')} busy={isBusy} onClick={() => void withPdf(setShown)} />}
      <ActionButton label={t('invoice.save')} busy={isBusy} onClick={() => void save()} />
      <ActionButton label={t('invoice.print')} {...(hasKey && { shortcut: 'F9' })} busy={isBusy} onClick={() => void print()} />
      {shown && (
        <Modal opened onClose={() => setShown(null)} title={shown.fileName} size="90%">
          <PdfFrame pdf={shown} />
        </Modal>
      )}
    </>
  )
}

/** The browser's own viewer on a file that exists in this page only. */
function PdfFrame({ pdf }: { pdf: Pdf }) {
  const url = useMemo(
    () => URL.createObjectURL(new Blob([Uint8Array.from(atob(pdf.base64), (char) => char.charCodeAt(0))], { type: 'application/pdf' })),
    [pdf],
  )
  useEffect(() => () => URL.revokeObjectURL(url), [url])
  return <iframe className={classes.frame} src={url} title={pdf.fileName} />
}
