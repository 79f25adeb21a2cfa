import { type SyntheticEvent, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import type { Result } from '#shared/kernel/result.ts'
import type { QueryName } from '#shared/modules.ts'
import { LANGUAGES, type Language } from '#shared/modules/workspace/model.ts'
import { type AnyFailure, call, type Input, type Output, transport } from '../../../data/client.ts'
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

/** Questions that a sheet answers. */
type PdfQuery = { [N in QueryName]: Output<N> extends Pdf ? N : never }[QueryName]

interface PdfActionsProps<N extends PdfQuery> {
  /** The sheet, in its reader's own language where none is chosen. */
  name: N
  input: Omit<Input<N>, 'language'>
  /**
   * Made before it is asked for: when it is `shown`, where nothing else is to be done here, or when somebody is on the way to its buttons
   * (`aimed`). `never` for what takes long.
   */
  ahead?: 'shown' | 'aimed' | 'never'
  /** Whose language the first choice is; the customer's unless said. */
  ownLabel?: string
  /** False for one sheet among others: the key prints that of the page. */
  hasKey?: boolean
  /** It was printed or saved. */
  onOut?: () => void
}
/** What was made ahead is taken so long: a sheet tells how things stand when it is printed. */
const AHEAD_MS = 5_000
/** While somebody still types what is to stand on it, it is not made. */
const TYPING_MS = 200

/** A printable sheet: shown, printed, or kept as a file, in the customer's language or another. */
export function PdfActions<N extends PdfQuery>({ name, input, ahead = 'aimed', ownLabel, hasKey = true, onOut }: PdfActionsProps<N>) {
  const t = useT()
  const [language, setLanguage] = useState<Language | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const [shown, setShown] = useState<Pdf | null>(null)
  const asked = { ...input, ...(language && { language }) } as Input<N> // each of these questions has a language
  const key = JSON.stringify(asked)
  const made = useRef<{ key: string; at: number; pdf: Promise<Result<Pdf, AnyFailure>> }>(null)
  const make = (): Promise<Result<Pdf, AnyFailure>> => {
    const known = made.current
    if (known?.key === key && Date.now() - known.at < AHEAD_MS) return known.pdf
    const pdf = call(name, asked) as Promise<Result<Pdf, AnyFailure>> // by the constraint on N
    made.current = { key, at: Date.now(), pdf }
    return pdf
  }
  /** Not what opens over the page, whose events come here too: a sheet that is being read is not made anew. */
  const aim = ({ currentTarget, target }: SyntheticEvent<HTMLElement>) => {
    if (ahead !== 'never' && target instanceof Node && currentTarget.contains(target)) void make()
  }
  const makeShown = useEffectEvent(() => void make())
  useEffect(() => {
    if (ahead !== 'shown') return
    const typing = setTimeout(makeShown, TYPING_MS)
    return () => clearTimeout(typing)
  }, [ahead, key])
  const withPdf = async (then: (pdf: Pdf) => Promise<void> | void) => {
    setIsBusy(true)
    const found = await make()
    made.current = null
    if (found.ok) await then(found.value)
    else notify.failed(failureText(found.error))
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
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- what the buttons inside are aimed at with
    <span className={classes.actions} onPointerOver={aim} onFocus={aim}>
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
    </span>
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
