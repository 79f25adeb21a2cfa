import type { WeekHours } from '#shared/kernel/hours.ts'
import type { BookingType } from '#shared/modules/appointments/model.ts'
import { useCommand } from '../../data/command.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useQuery } from '../../data/queries.ts'
import { failureText } from '../../texts/failure.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { IntegerField, MultiSelect, TextInput } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { WeekHoursField } from '../staff/parts/WeekHoursField.tsx'

/** A new kind of booking, or a known one. Mount it when it opens. */
export function BookingTypeForm({ type, onClose }: { type: BookingType | null; onClose: () => void }) {
  const t = useT()
  const skills = useQuery('staff.skills', {}).data ?? []
  const equipment = useQuery('bays.equipment', {}).data ?? []
  const remove = useCommand('appointments.removeType')
  const options = {
    initial: {
      name: type?.name ?? '',
      minutes: (type?.minutes ?? 60) as number | null,
      skillIds: (type?.skillIds ?? []) as string[],
      equipmentIds: (type?.equipmentIds ?? []) as string[],
      weekHours: (type?.weekHours ?? null) as WeekHours | null,
      note: type?.note ?? '',
    },
    fieldOf: { 'appointments.typeTaken': 'name' } as const,
    onDone: (saved: BookingType) => {
      notify.done(type ? t('common.saved') : t('bookingTypes.created', { name: saved.name }))
      onClose()
    },
  }
  // An emptied number is sent as it is, so that the contract names the field.
  const create = useCommandForm('appointments.createType', { ...options, toInput: (values) => values as never })
  const update = useCommandForm('appointments.updateType', { ...options, toInput: (values) => ({ ...values, bookingTypeId: type?.id ?? '' }) as never })
  const form = type ? update : create
  const takeAway = async () => {
    const done = await remove.run({ bookingTypeId: type?.id ?? '' })
    if (!done.ok) return notify.failed(failureText(done.error))
    notify.done(t('bookingTypes.removedDone', { name: done.value.name }))
    onClose()
  }
  const chosen = (key: 'skillIds' | 'equipmentIds', known: readonly { id: string; name: string }[]) => ({
    data: known.map(({ id, name }) => ({ value: id, label: name })),
    clearable: true,
    searchable: true,
    ...form.field(key),
    value: form.values[key].filter((id) => known.some((one) => one.id === id)),
  })
  return (
    <FormDrawer
      opened
      title={type ? t('bookingTypes.edit') : t('bookingTypes.create')}
      form={form}
      onClose={onClose}
      extra={type && <ActionButton size="xs" look="danger" label={t('bookingTypes.remove')} busy={remove.isRunning} onClick={() => void takeAway()} />}
    >
      <TextInput label={t('bookingTypes.name')} required dir="auto" data-autofocus maxLength={60} {...form.field('name')} />
      <IntegerField label={t('bookingTypes.minutes')} required {...form.field('minutes')} />
      <MultiSelect label={t('bookingTypes.skills')} {...chosen('skillIds', skills)} />
      <MultiSelect label={t('bookingTypes.equipment')} {...chosen('equipmentIds', equipment)} />
      <WeekHoursField label={t('bookingTypes.hours')} value={form.values.weekHours} onChange={(weekHours) => form.set('weekHours', weekHours)} />
      <TextInput label={t('bookingTypes.note')} dir="auto" maxLength={200} {...form.field('note')} />
    </FormDrawer>
  )
}
