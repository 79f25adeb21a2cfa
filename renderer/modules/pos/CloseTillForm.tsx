import { useState } from 'react'
import type { Counted } from '#shared/modules/invoicing/model/drawer.ts'
import type { Till } from '#shared/modules/pos/model.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useT } from '../../texts/t.ts'
import { Textarea } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { Notice } from '../../ui/states.tsx'
import { CountTable } from './parts/CountTable.tsx'

interface CloseTillFormProps {
  till: Till
  /** It is the till of another device. */
  isOther?: boolean
  /** With the till's id when it was counted. */
  onClose(tillId: string | null): void
}

/** The blind count: nothing here says what should be there. */
export function CloseTillForm({ till, isOther = false, onClose }: CloseTillFormProps) {
  const t = useT()
  const [counts, setCounts] = useState<Counted[] | null>(null)
  const [isAsked, setAsked] = useState(false)
  const form = useCommandForm('pos.closeTill', {
    initial: { note: '' },
    toInput: ({ note }) => ({ tillId: till.id, counts: counts ?? [], note }),
    onDone: () => onClose(till.id),
  })
  const submit = () => (counts === null ? setAsked(true) : form.submit()) // the Z report is for good
  return (
    <FormDrawer opened size="lg" title={t('till.close')} submitLabel={t('till.close')} form={{ ...form, submit }} onClose={() => onClose(null)}>
      {isOther && <Notice tone="waiting">{t('till.closeOther', { number: till.number, device: till.deviceName })}</Notice>}
      <p style={{ margin: 0 }}>{t('till.closeText')}</p>
      <CountTable onChange={setCounts} />
      {isAsked && counts === null && <Notice tone="bad">{t('till.countFirst')}</Notice>}
      <Textarea label={t('common.note')} description={t('till.noteHint')} autosize minRows={2} maxRows={5} dir="auto" {...form.field('note')} />
    </FormDrawer>
  )
}
