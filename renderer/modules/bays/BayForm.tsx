import type { WeekHours } from '#shared/kernel/hours.ts'
import type { Bay } from '#shared/modules/bays/model.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useQuery } from '../../data/queries.ts'
import { useT } from '../../texts/t.ts'
import { IntegerField, MultiSelect, TextInput } from '../../ui/fields.tsx'
import { Fields } from '../../ui/Page.tsx'
import { FormModal } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { WeekHoursField } from '../staff/parts/WeekHoursField.tsx'

/** A new bay, or what is told of a known one. Mount it when it opens. */
export function BayForm({ bay, locationId, onClose }: { bay: Bay | null; locationId: string; onClose: () => void }) {
  const t = useT()
  const equipment = useQuery('bays.equipment', {}).data ?? []
  const options = {
    initial: {
      name: bay?.name ?? '',
      equipmentIds: (bay?.equipmentIds ?? []) as string[],
      weekHours: (bay?.weekHours ?? null) as WeekHours | null,
      dailyMaxJobs: (bay?.dailyMaxJobs ?? null) as number | null,
      dailyMaxMinutes: (bay?.dailyMaxMinutes ?? null) as number | null,
    },
    fieldOf: { 'bays.nameTaken': 'name' } as const,
    onDone: (saved: Bay) => {
      notify.done(bay ? t('common.saved') : t('bays.created', { name: saved.name }))
      onClose()
    },
  }
  const create = useCommandForm('bays.create', { ...options, toInput: (values) => ({ locationId, ...values }) })
  const update = useCommandForm('bays.update', { ...options, toInput: (values) => ({ bayId: bay?.id ?? '', ...values }) })
  const form = bay ? update : create
  return (
    <FormModal opened title={bay ? bay.name : t('bays.create')} {...(!bay && { submitLabel: t('common.create') })} form={form} size="md" onClose={onClose}>
      <TextInput label={t('bays.name')} description={t('bays.nameHint')} required data-autofocus maxLength={40} {...form.field('name')} />
      {equipment.length > 0 && (
        <MultiSelect
          label={t('bays.equipment')}
          data={equipment.map(({ id, name }) => ({ value: id, label: name }))}
          clearable
          searchable
          {...form.field('equipmentIds')}
          value={form.values.equipmentIds.filter((id) => equipment.some((known) => known.id === id))}
        />
      )}
      <Fields>
        <IntegerField label={t('bays.dailyMaxJobs')} description={t('bays.dailyMaxHint')} {...form.field('dailyMaxJobs')} />
        <IntegerField
          label={t('bays.dailyMaxHours')}
          description={t('bays.dailyMaxHint')}
          {...form.field('dailyMaxMinutes')}
          value={form.values.dailyMaxMinutes === null ? null : Math.round(form.values.dailyMaxMinutes / 60)}
          onChange={(hours) => form.set('dailyMaxMinutes', hours === null ? null : hours * 60)}
        />
      </Fields>
      <WeekHoursField label={t('bays.hours')} value={form.values.weekHours} onChange={(weekHours) => form.set('weekHours', weekHours)} />
    </FormModal>
  )
}
