import { useState } from 'react'
import type { Counted } from '#shared/modules/invoicing/model/drawer.ts'
import type { Till } from '#shared/modules/pos/model.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useT } from '../../texts/t.ts'
import { Textarea } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { CountTable } from './parts/CountTable.tsx'

/** The blind count: nothing here says what should be there. Closes with the till's id when it was counted. */
export function CloseTillForm({ till, onClose }: { till: Till; onClose(tillId: string | null): void }) {
  const t = useT()
  const [counts, setCounts] = useState<Counted[]>([])
  const form = useCommandForm('pos.closeTill', {
    initial: { note: '' },
    toInput: ({ note }) => ({ tillId: till.id, counts, note }),
    onDone: () => onClose(till.id),
  })
  return (
    <FormDrawer opened size="lg" title={t('till.close')} submitLabel={t('till.close')} form={form} onClose={() => onClose(null)}>
      <p style={{ margin: 0 }}>{t('till.closeText')}</p>
      <CountTable onChange={setCounts} />
      <Textarea label={t('common.note')} description={t('till.noteHint')} autosize minRows={2} maxRows={5} dir="auto" {...form.field('note')} />
    </FormDrawer>
  )
}
