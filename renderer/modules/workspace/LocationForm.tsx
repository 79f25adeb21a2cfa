import type { CallOf } from '#shared/contract/define.ts'
import { type Location, locationFields } from '#shared/modules/workspace/model.ts'
import type { OperationOf } from '#shared/modules.ts'
import { fieldsOf, useCommandForm } from '../../data/command-form.ts'
import { useT } from '../../texts/t.ts'
import { ClockField, PhoneField, Textarea, TextInput } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Fields } from '../../ui/Page.tsx'
import { WeekdayField } from './parts/WeekdayField.tsx'

type Added = CallOf<OperationOf<'workspace.addLocation'>>
const BLANK = { name: '', address: '', phone: '', opensAtMinutes: 480 as number | null, closesAtMinutes: 1080 as number | null, openWeekdays: '12345' }

/** A new location, or the fields of a known one. Mount it when it opens. */
export const LocationForm = ({ location, onClose }: { location: Location | null; onClose: () => void }) =>
  location ? <EditForm location={location} onClose={onClose} /> : <AddForm onClose={onClose} />

function AddForm({ onClose }: { onClose: () => void }) {
  const t = useT()
  const form = useCommandForm('workspace.addLocation', {
    initial: BLANK,
    toInput: (values) => values as Added, // an emptied hour is sent as it is, so that the contract names the field
    fieldOf: { 'workspace.closesBeforeOpening': 'closesAtMinutes' },
    onDone: () => {
      notify.done(t('common.saved'))
      onClose()
    },
  })
  return (
    <FormDrawer opened title={t('settings.addLocation')} form={form} onClose={onClose}>
      <LocationFields form={form} />
    </FormDrawer>
  )
}

function EditForm({ location, onClose }: { location: Location; onClose: () => void }) {
  const t = useT()
  const form = useCommandForm('workspace.updateLocation', {
    initial: { ...BLANK, ...fieldsOf(locationFields, location) },
    toInput: (values) => ({ ...(values as Added), locationId: location.id }), // as above
    fieldOf: { 'workspace.closesBeforeOpening': 'closesAtMinutes' },
    onDone: () => {
      notify.done(t('common.saved'))
      onClose()
    },
  })
  return (
    <FormDrawer opened title={t('settings.editLocation')} form={form} onClose={onClose}>
      <LocationFields form={form} />
    </FormDrawer>
  )
}

/** Any form that has these fields. */
interface Fielded {
  field<K extends keyof typeof BLANK>(key: K): { value: (typeof BLANK)[K]; onChange: (value: unknown) => void; error?: string }
}

function LocationFields({ form }: { form: Fielded }) {
  const t = useT()
  return (
    <>
      <TextInput label={t('common.name')} required data-autofocus {...form.field('name')} />
      <Textarea label={t('common.address')} autosize minRows={2} {...form.field('address')} />
      <PhoneField label={t('common.phone')} {...form.field('phone')} />
      <Fields>
        <ClockField label={t('settings.opens')} {...form.field('opensAtMinutes')} />
        <ClockField label={t('settings.closes')} {...form.field('closesAtMinutes')} />
      </Fields>
      <WeekdayField label={t('settings.openDays')} {...form.field('openWeekdays')} />
    </>
  )
}
