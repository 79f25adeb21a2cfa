import { atLocal } from '#shared/kernel/time.ts'
import type { Bay } from '#shared/modules/bays/model.ts'
import { useCommandForm } from '../../../data/command-form.ts'
import { useShop } from '../../../data/shop.ts'
import { useT } from '../../../texts/t.ts'
import { ClockField, DateField } from '../../../ui/fields.tsx'
import { FormModal } from '../../../ui/forms.tsx'
import { notify } from '../../../ui/notify.ts'
import { Fields } from '../../../ui/Page.tsx'

/** Takes a bay out of service, and asks until when. Mount it when it opens. */
export function SetDownForm({ bay, onClose }: { bay: Bay; onClose: () => void }) {
  const t = useT()
  const { company, location } = useShop()
  const form = useCommandForm('bays.setDown', {
    initial: { on: null as string | null, minutes: null as number | null },
    toInput: ({ on, minutes }) => ({
      bayId: bay.id,
      ...(on !== null && { untilAt: atLocal(on, minutes ?? location?.opensAtMinutes ?? 0, company?.zone ?? 'UTC') }),
    }),
    onDone: () => {
      notify.done(t('bays.downTitle', { name: bay.name }))
      onClose()
    },
  })
  return (
    <FormModal opened title={t('bays.downTitle', { name: bay.name })} submitLabel={t('bays.setDown')} form={form} onClose={onClose}>
      <Fields>
        <DateField label={t('bays.downUntilDay')} clearable {...form.field('on')} />
        <ClockField label={t('bays.downUntilTime')} {...form.field('minutes')} disabled={form.values.on === null} />
      </Fields>
      <p style={{ color: 'var(--dim)', margin: 0 }}>{t('bays.downUntilHint')}</p>
    </FormModal>
  )
}
