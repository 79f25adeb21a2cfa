import { FileButton } from '@mantine/core'
import { useEffect } from 'react'
import { type Letterhead, letterhead, MAX_LOGO_CHARS } from '#shared/modules/workspace/model.ts'
import { fieldsOf, useCommandForm } from '../../../data/command-form.ts'
import { useQuery } from '../../../data/queries.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Textarea } from '../../../ui/fields.tsx'
import { type FormState, SubmitButton } from '../../../ui/forms.tsx'
import { notify } from '../../../ui/notify.ts'
import { Panel } from '../../../ui/Page.tsx'
import { drawPicture, readPicture } from '../../../ui/picture.ts'
import { ErrorState, FailureNotice, Loading } from '../../../ui/states.tsx'
import classes from './SettingsPage.module.css'

/** A logo is printed some 4 cm wide: at 300 dots an inch. */
const LOGO_PX = 480

interface LetterheadPanelProps {
  mayChange: boolean
  /** The page saves this form with its own. */
  onForm: (form: FormState | null) => void
}

/** What the shop's sheets look like. */
export function LetterheadPanel({ mayChange, onForm }: LetterheadPanelProps) {
  const t = useT()
  const { data, failure, retry } = useQuery('workspace.letterhead', {})
  return (
    <Panel title={t('letterhead.title')} hint={t('letterhead.hint')}>
      {failure ? (
        <ErrorState failure={failure} onRetry={retry} />
      ) : data ? (
        <Fields known={data} mayChange={mayChange} onForm={onForm} />
      ) : (
        <Loading lines={5} />
      )}
    </Panel>
  )
}

function Fields({ known, mayChange, onForm }: LetterheadPanelProps & { known: Letterhead }) {
  const t = useT()
  const form = useCommandForm('workspace.setLetterhead', {
    initial: fieldsOf(letterhead, known),
    toInput: (values) => values,
    onDone: () => notify.done(t('common.saved')),
  })
  useEffect(() => {
    onForm(form)
    return () => onForm(null)
  })
  const { logoBase64 } = form.values
  const take = async (file: File | null) => {
    const logo = file && (await logoOf(file))
    if (file && logo === null) notify.failed(t('letterhead.notAPicture'))
    if (logo) form.set('logoBase64', logo)
  }
  return (
    <fieldset disabled={!mayChange} className={classes.stack}>
      <div className={classes.logo}>
        {logoBase64 !== '' && (
          <img
            src={`data:image/${logoBase64.startsWith('iVBOR') ? 'png' : 'jpeg'};base64,${logoBase64}`}
            alt={t('letterhead.logo')}
            className={classes.picture}
          />
        )}
        <FileButton accept="image/*" onChange={(file) => void take(file)}>
          {(props) => <ActionButton {...props} size="xs" label={t('letterhead.choose')} />}
        </FileButton>
        {logoBase64 !== '' && <ActionButton size="xs" label={t('letterhead.remove')} onClick={() => form.set('logoBase64', '')} />}
      </div>
      <Textarea label={t('letterhead.footer')} description={t('letterhead.footerHint')} autosize minRows={2} dir="auto" {...form.field('footer')} />
      <Textarea label={t('letterhead.estimateTerms')} autosize minRows={2} dir="auto" {...form.field('estimateTerms')} />
      <Textarea label={t('letterhead.orderTerms')} autosize minRows={2} dir="auto" {...form.field('orderTerms')} />
      <FailureNotice failure={form.failure} />
      {mayChange && (
        <div>
          <SubmitButton form={form} label={t('common.save')} />
        </div>
      )}
    </fieldset>
  )
}

/** A PNG keeps what is clear; a picture too large for that becomes a JPEG. Null for what is no picture. */
async function logoOf(file: File): Promise<string | null> {
  const bitmap = await readPicture(file)
  if (!bitmap) return null
  const tries = [
    () => drawPicture(bitmap, LOGO_PX, { type: 'image/png' }),
    () => drawPicture(bitmap, LOGO_PX, { type: 'image/jpeg', quality: 0.85 }),
    () => drawPicture(bitmap, LOGO_PX / 2, { type: 'image/jpeg', quality: 0.7 }),
  ]
  const found = tries.map((draw) => draw().base64).find((base64) => base64.length <= MAX_LOGO_CHARS)
  bitmap.close()
  return found ?? null
}
