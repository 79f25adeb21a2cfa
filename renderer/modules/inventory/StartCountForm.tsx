import { useCommandForm } from '../../data/command-form.ts'
import { useQuery } from '../../data/queries.ts'
import { useGo } from '../../data/route.tsx'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { Select, Switch, TextInput } from '../../ui/fields.tsx'
import { FormModal } from '../../ui/forms.tsx'
import type { NamedPlace } from './parts/named-places.ts'

/** What is to be counted: a place or one of its bins. Mount it when it opens. */
export function StartCountForm({ places, onClose }: { places: readonly NamedPlace[]; onClose(): void }) {
  const t = useT()
  const go = useGo()
  const form = useCommandForm('inventory.startCount', {
    initial: { placeId: (places[0]?.id ?? null) as string | null, bin: '' as string | null, isBlind: false, note: '' },
    toInput: ({ bin, ...values }) => ({ ...values, bin: bin ?? '' }) as never, // without a place the contract names the field
    onDone: ({ id }) => go({ to: paths.stockCount, params: { countId: id } }),
  })
  const bins = useQuery('inventory.bins', { placeId: form.values.placeId ?? '' }, { enabled: form.values.placeId !== null })
  return (
    <FormModal opened size="md" title={t('counts.startTitle')} submitLabel={t('counts.start')} form={form} onClose={onClose}>
      <Select
        label={t('stock.place')}
        data-autofocus
        allowDeselect={false}
        data={places.map(({ id, label }) => ({ value: id as string, label }))}
        {...form.field('placeId')}
      />
      <Select
        label={t('counts.bin')}
        searchable
        allowDeselect={false}
        data={[{ value: '', label: t('counts.wholePlace') }, ...(bins.data ?? []).map((bin) => ({ value: bin, label: bin }))]}
        {...form.field('bin')}
      />
      <Switch
        label={t('counts.blind')}
        description={t('counts.blindHint')}
        checked={form.values.isBlind}
        onChange={(event) => form.set('isBlind', event.currentTarget.checked)}
      />
      <TextInput label={t('counts.note')} dir="auto" maxLength={200} {...form.field('note')} />
    </FormModal>
  )
}
