import type { StockPlace } from '#shared/modules/inventory/model.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useT } from '../../texts/t.ts'
import { TextInput } from '../../ui/fields.tsx'
import { FormModal } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'

/** A new place, or another name for a known one. Mount it when it opens. */
export function PlaceForm({ place, locationId, onClose }: { place: StockPlace | null; locationId: string; onClose(): void }) {
  const t = useT()
  const options = {
    initial: { name: place?.name ?? '' },
    fieldOf: { 'inventory.nameTaken': 'name' } as const,
    onDone: ({ name }: StockPlace) => {
      notify.done(place ? t('common.saved') : t('stock.placeCreated', { name }))
      onClose()
    },
  }
  const create = useCommandForm('inventory.createPlace', { ...options, toInput: ({ name }) => ({ locationId, name }) })
  const rename = useCommandForm('inventory.renamePlace', { ...options, toInput: ({ name }) => ({ placeId: place?.id ?? '', name }) })
  const form = place ? rename : create
  return (
    <FormModal opened title={place ? t('stock.renamePlace') : t('stock.newPlace')} form={form} onClose={onClose}>
      <TextInput label={t('stock.placeName')} description={t('stock.placeHint')} required data-autofocus maxLength={60} {...form.field('name')} />
    </FormModal>
  )
}
