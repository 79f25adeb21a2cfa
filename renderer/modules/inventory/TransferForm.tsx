import type { LotLevel } from '#shared/modules/inventory/model/lots.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useT } from '../../texts/t.ts'
import { QuantityField, Select } from '../../ui/fields.tsx'
import { FormModal } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'

interface TransferFormProps {
  item: { readonly id: string; readonly unit: string }
  from: { readonly id: string }
  /** Where it may go: the other places of the location. */
  places: readonly { readonly id: string; readonly label: string }[]
  lots: readonly LotLevel[]
  onClose(): void
}

/** Some of a part from one place to another of the same location. Mount it when it opens. */
export function TransferForm({ item, from, places, lots, onClose }: TransferFormProps) {
  const t = useT()
  const form = useCommandForm('inventory.transfer', {
    initial: { toPlaceId: (places[0]?.id ?? null) as string | null, qtyMilli: 1000 as number | null, lotId: '' as string | null },
    toInput: ({ toPlaceId, qtyMilli, lotId }) => ({ fromPlaceId: from.id, toPlaceId, lines: [{ itemId: item.id, qtyMilli, lotId: lotId || null }] }) as never, // as typed; the contract names what is wrong
    onDone: () => {
      notify.done(t('stock.transferred'))
      onClose()
    },
  })
  return (
    <FormModal opened title={t('stock.transferTitle')} submitLabel={t('stock.transfer')} form={form} onClose={onClose}>
      <QuantityField label={t('stock.quantity')} unit={item.unit} required data-autofocus {...form.field('qtyMilli')} />
      {lots.length > 0 && (
        <Select
          label={t('lots.code')}
          allowDeselect={false}
          data={[{ value: '', label: t('lots.anyLot') }, ...lots.map(({ lotId, code }) => ({ value: lotId as string, label: code }))]}
          {...form.field('lotId')}
        />
      )}
      <Select label={t('stock.transferTo')} allowDeselect={false} data={places.map(({ id, label }) => ({ value: id, label }))} {...form.field('toPlaceId')} />
    </FormModal>
  )
}
