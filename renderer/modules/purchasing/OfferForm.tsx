import type { Item } from '#shared/modules/catalog/model.ts'
import type { Offer } from '#shared/modules/purchasing/model/parts.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useT } from '../../texts/t.ts'
import { CodeField, MoneyField, QuantityField, Switch, TextInput } from '../../ui/fields.tsx'
import { FormModal } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Fields } from '../../ui/Page.tsx'
import { SupplierSelect } from './parts/SupplierSelect.tsx'

/** How a supplier sells an item. Mount it when it opens. */
export function OfferForm({ item, offer, onClose }: { item: Item; offer: Offer | null; onClose(): void }) {
  const t = useT()
  const form = useCommandForm('purchasing.setOffer', {
    initial: {
      supplierId: (offer?.supplierId ?? null) as string | null,
      code: offer?.code ?? '',
      packUnit: offer?.packUnit ?? '',
      packMilli: (offer?.packMilli ?? 1000) as number | null,
      packMinor: (offer?.packMinor ?? item.costMinor) as number | null,
      preferred: offer?.preferred ?? false,
    },
    toInput: (values) => ({ ...values, itemId: item.id }) as never, // what is not chosen stays null, and the contract names the field
    fieldOf: { 'purchasing.codeTaken': 'code' },
    onDone: () => {
      notify.done(t('common.saved'))
      onClose()
    },
  })
  return (
    <FormModal opened size="md" title={t('goods.offerEdit')} form={form} onClose={onClose}>
      <SupplierSelect isFirst={offer === null} disabled={offer !== null} {...form.field('supplierId')} />
      <CodeField label={t('goods.offerCode')} maxLength={60} {...(offer && { 'data-autofocus': true })} {...form.field('code')} />
      <Fields min={130}>
        <TextInput label={t('goods.offerPackUnit')} placeholder={t('goods.offerPackUnitHint')} dir="auto" {...form.field('packUnit')} />
        <QuantityField label={t('goods.offerPackMilli')} unit={item.unit} {...form.field('packMilli')} />
        <MoneyField label={t('goods.offerPackPrice')} {...form.field('packMinor')} />
      </Fields>
      <Switch label={t('goods.offerPreferred')} checked={form.values.preferred} onChange={(event) => form.set('preferred', event.currentTarget.checked)} />
    </FormModal>
  )
}
