import { useCommandForm } from '../../data/command-form.ts'
import { useT } from '../../texts/t.ts'
import { QuantityField, Select } from '../../ui/fields.tsx'
import { FormModal } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'

interface TransferFormProps {
  item: { readonly id: string; readonly unit: string }
  place: { readonly id: string; readonly name: string }
  places: readonly { readonly id: string; readonly name: string }[]
  onClose(): void
}

/** Some of a part from one place to another. Mount it when it opens. */
export function TransferForm({ item, place, places, onClose }: TransferFormProps) {
  const t = useT()
  const others = places.filter(({ id }) => id !== place.id)
  const form = useCommandForm('inventory.transfer', {
    initial: { toPlaceId: (others[0]?.id ?? null) as string | null, qtyMilli: 1000 as number | null },
    toInput: ({ toPlaceId, qtyMilli }) => ({ fromPlaceId: place.id, toPlaceId, lines: [{ itemId: item.id, qtyMilli }] }) as never, // as typed; the contract names what is wrong
    onDone: () => {
      notify.done(t('stock.transferred'))
      onClose()
    },
  })
  return (
    <FormModal opened title={t('stock.transferTitle')} submitLabel={t('stock.transfer')} form={form} onClose={onClose}>
      <QuantityField label={t('stock.quantity')} unit={item.unit} required data-autofocus {...form.field('qtyMilli')} />
      <Select
        label={t('stock.transferTo')}
        allowDeselect={false}
        data={others.map(({ id, name }) => ({ value: id, label: name }))}
        {...form.field('toPlaceId')}
      />
    </FormModal>
  )
}
