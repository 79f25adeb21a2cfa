import type { LotLevel } from '#shared/modules/inventory/model/lots.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useT } from '../../texts/t.ts'
import { typedText } from '../../ui/decimal.ts'
import { QuantityField, Select, TextInput } from '../../ui/fields.tsx'
import { FormModal } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'

interface CorrectFormProps {
  item: { readonly id: string; readonly name: string; readonly unit: string }
  place: { readonly id: string; readonly name: string }
  /** Of a tracked part: which one there is more or less of. */
  lots: readonly LotLevel[]
  /** What lies there of a tracked part of no lot. */
  noLotMilli: number
  onClose(): void
}

/** More or less of a part in one place, with the reason. Mount it when it opens. */
export function CorrectForm({ item, place, lots, noLotMilli, onClose }: CorrectFormProps) {
  const t = useT()
  const form = useCommandForm('inventory.adjust', {
    initial: { deltaMilli: null as number | null, note: '', lotId: lots[0]?.lotId ?? '' },
    toInput: (values) => ({ ...values, lotId: values.lotId || null, itemId: item.id, placeId: place.id }) as never, // a number that is none stays null, and the contract names the field
    onDone: ({ qtyMilli, unit }) => {
      notify.done(t('stock.corrected', { qty: typedText(qtyMilli, 3, false), unit }))
      onClose()
    },
  })
  return (
    <FormModal opened title={`${t('stock.correctTitle')}: ${place.name}`} form={form} onClose={onClose}>
      <QuantityField label={t('stock.correctBy')} description={t('stock.correctHint')} unit={item.unit} required data-autofocus {...form.field('deltaMilli')} />
      {lots.length > 0 && (
        <Select
          label={t('lots.code')}
          allowDeselect={false}
          data={[
            ...lots.map(({ lotId, code }) => ({ value: lotId as string, label: code })),
            ...(noLotMilli === 0 ? [] : [{ value: '', label: t('lots.ofNone') }]),
          ]}
          {...form.field('lotId')}
        />
      )}
      <TextInput label={t('stock.correctReason')} required dir="auto" maxLength={200} {...form.field('note')} />
    </FormModal>
  )
}
