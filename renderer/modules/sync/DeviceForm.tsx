import { MultiSelect } from '@mantine/core'
import type { DeviceView } from '#shared/modules/sync/model/view.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useCommand } from '../../data/command.ts'
import { useShop } from '../../data/shop.ts'
import { useT } from '../../texts/t.ts'
import { TextInput } from '../../ui/fields.tsx'
import { FormModal } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'

/** The name of a device and the locations that it works for. */
export function DeviceForm({ device, onClose }: { device: DeviceView; onClose: () => void }) {
  const t = useT()
  const { locations } = useShop()
  const rename = useCommand('sync.rename')
  const form = useCommandForm('sync.setLocations', {
    initial: { name: device.name, locations: (device.locations ?? []) as string[] }, // ids are texts in a form
    toInput: (values) => ({ id: device.id, locations: values.locations.length === 0 ? null : values.locations }),
    check: (values) => (values.name.trim() === '' ? { name: t('problem.required') } : {}),
    onDone: () => {
      void rename.run({ id: device.id, name: form.values.name }).then((result) => {
        if (!result.ok) return
        notify.done(t('sync.saved'))
        onClose()
      })
    },
  })
  return (
    <FormModal opened title={t('sync.edit')} form={{ ...form, failure: form.failure ?? rename.failure }} onClose={onClose} size="md">
      <TextInput label={t('sync.inviteName')} description={t('sync.inviteNameHint')} dir="auto" required data-autofocus {...form.field('name')} />
      <LocationsField locations={locations} {...form.field('locations')} />
    </FormModal>
  )
}

/** None chosen means all. */
export function LocationsField({
  locations,
  ...field
}: {
  locations: readonly { id: string; name: string }[]
  value: string[]
  onChange: (next: unknown) => void
  error?: string
}) {
  const t = useT()
  return (
    <MultiSelect
      label={t('sync.locations')}
      placeholder={field.value.length === 0 ? t('sync.allLocations') : ''}
      data={locations.map(({ id, name }) => ({ value: id, label: name }))}
      clearable
      {...field}
    />
  )
}
