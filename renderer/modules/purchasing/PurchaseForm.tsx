import { useCommandForm } from '../../data/command-form.ts'
import { useList, useQuery } from '../../data/queries.ts'
import { useGo } from '../../data/route.tsx'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { DateField, Select, Switch } from '../../ui/fields.tsx'
import { FormModal } from '../../ui/forms.tsx'
import { Loading } from '../../ui/states.tsx'
import type { NamedPlace } from '../inventory/parts/named-places.ts'
import { usePlaces } from '../inventory/parts/places.tsx'

const MOST_SUPPLIERS = 200

/** A new draft. Mount it when it opens. */
export function PurchaseForm({ onClose }: { onClose(): void }) {
  const suppliers = useList('purchasing.suppliers', { limit: MOST_SUPPLIERS })
  const places = usePlaces()
  return suppliers.isLoading || !places.data ? <Loading /> : <Begin suppliers={suppliers.rows} places={places.data} onClose={onClose} />
}

interface Named {
  readonly id: string
  readonly name: string
}

function Begin({ suppliers, places, onClose }: { suppliers: readonly Named[]; places: readonly NamedPlace[]; onClose(): void }) {
  const t = useT()
  const go = useGo()
  const form = useCommandForm('purchasing.createOrder', {
    initial: {
      supplierId: (suppliers.length === 1 ? (suppliers[0]?.id ?? null) : null) as string | null,
      placeId: (places[0]?.id ?? null) as string | null,
      expectedOn: null as string | null,
      fillUp: true,
    },
    toInput: (values) => values as never, // what is not chosen stays null, and the contract names the field
    fieldOf: { 'purchasing.nothingToOrder': 'placeId' },
    onDone: ({ head }) => {
      onClose()
      go({ to: paths.purchaseOrder, params: { orderId: head.id } })
    },
  })
  const { placeId, supplierId } = form.values
  const wanted = useQuery(
    'purchasing.suggestions',
    { placeId: placeId ?? '', ...(supplierId !== null && { supplierId }) },
    { enabled: placeId !== null, keepLast: true },
  )
  const count = wanted.data?.length ?? 0
  return (
    <FormModal opened size="md" title={t('purchasing.create')} submitLabel={t('common.create')} form={form} onClose={onClose}>
      <Select
        label={t('purchasing.supplier')}
        placeholder={suppliers.length === 0 ? t('purchasing.noSupplierTitle') : ''}
        required
        searchable
        data-autofocus
        data={suppliers.map(({ id, name }) => ({ value: id, label: name }))}
        {...form.field('supplierId')}
      />
      <Select label={t('stock.place')} required allowDeselect={false} data={places.map(({ id, label }) => ({ value: id, label }))} {...form.field('placeId')} />
      <DateField label={t('purchasing.expectedOn')} clearable {...form.field('expectedOn')} />
      <Switch
        label={t('purchasing.fillUp')}
        description={count === 0 ? t('purchasing.fillUpNone') : t('purchasing.fillUpHint', { count })}
        checked={form.values.fillUp}
        onChange={(event) => form.set('fillUp', event.currentTarget.checked)}
      />
    </FormModal>
  )
}
