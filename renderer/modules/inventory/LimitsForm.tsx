import type { RuleFields } from '#shared/modules/inventory/model.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useT } from '../../texts/t.ts'
import { CodeField, QuantityField } from '../../ui/fields.tsx'
import { FormModal } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Fields } from '../../ui/Page.tsx'

interface LimitsFormProps {
  item: { readonly id: string; readonly unit: string }
  place: { readonly id: string; readonly name: string }
  level: RuleFields | null
  onClose(): void
}

/** Where a part lies in a place, and when to order more. Mount it when it opens. */
export function LimitsForm({ item, place, level, onClose }: LimitsFormProps) {
  const t = useT()
  const form = useCommandForm('inventory.setRule', {
    initial: {
      bin: level?.bin ?? '',
      reorderAtMilli: level?.reorderAtMilli ?? null,
      fillToMilli: level?.fillToMilli ?? null,
      criticalAtMilli: level?.criticalAtMilli ?? null,
    },
    toInput: (values) => ({ ...values, itemId: item.id, placeId: place.id }),
    fieldOf: { 'inventory.fillBelowReorder': 'fillToMilli' },
    onDone: () => {
      notify.done(t('stock.limitsSaved'))
      onClose()
    },
  })
  return (
    <FormModal opened size="md" title={`${t('stock.limits')}: ${place.name}`} form={form} onClose={onClose}>
      <CodeField label={t('stock.bin')} data-autofocus maxLength={40} {...form.field('bin')} />
      <Fields>
        <QuantityField label={t('stock.criticalAt')} unit={item.unit} {...form.field('criticalAtMilli')} />
        <QuantityField label={t('stock.reorderAt')} unit={item.unit} {...form.field('reorderAtMilli')} />
        <QuantityField label={t('stock.fillTo')} unit={item.unit} {...form.field('fillToMilli')} />
      </Fields>
      <p style={{ margin: 0, color: 'var(--dim)' }}>{t('stock.limitsHint')}</p>
    </FormModal>
  )
}
