import { useState } from 'react'
import type { Output } from '../../data/client.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useNow } from '../../data/now.ts'
import { useQuery } from '../../data/queries.ts'
import { useShop } from '../../data/shop.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Modal } from '../../ui/dialogs.tsx'
import { TextInput } from '../../ui/fields.tsx'
import { FormModal } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Notice } from '../../ui/states.tsx'
import { LocationsField } from './DeviceForm.tsx'
import classes from './parts/sync.module.css'

/** Makes a code that lets one device ask, then shows it with the time that is left. */
export function InviteForm({ address, onClose }: { address: string; onClose: () => void }) {
  const t = useT()
  const { locations } = useShop()
  const [made, setMade] = useState<Output<'sync.invite'> | null>(null)
  const form = useCommandForm('sync.invite', {
    initial: { name: '', locations: [] as string[] },
    toInput: (values) => ({ name: values.name, locations: values.locations.length === 0 ? null : values.locations }),
    onDone: setMade,
  })
  if (made) return <CodeDialog made={made} address={address} onClose={onClose} />
  return (
    <FormModal opened title={t('sync.invite')} submitLabel={t('sync.inviteCreate')} form={form} onClose={onClose} size="md">
      <TextInput label={t('sync.inviteName')} description={t('sync.inviteNameHint')} dir="auto" required data-autofocus {...form.field('name')} />
      {locations.length > 1 && <LocationsField locations={locations} {...form.field('locations')} />}
    </FormModal>
  )
}

/** The code in large figures; told once. */
function CodeDialog({ made, address, onClose }: { made: Output<'sync.invite'>; address: string; onClose: () => void }) {
  const t = useT()
  const now = useNow(1000)
  const hub = useQuery('sync.hub', {}).data
  const devices = useQuery('sync.devices', {}).data ?? []
  const wasUsed = devices.some(({ id, state }) => id === made.device.id && state !== 'invited')
  const leftS = Math.max(0, Math.ceil((made.device.codeEndsAt - now) / 1000))
  // A hub knows itself by another address than the others do.
  const told = hub?.state === 'running' ? hub.address : address
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text)
    notify.done(t('sync.copied'))
  }
  return (
    <Modal opened onClose={onClose} title={t('sync.codeTitle', { name: made.device.name })} size={480}>
      <div className={classes.stack}>
        <p>{t('sync.codeText')}</p>
        <output className={classes.code} dir="ltr" data-ended={leftS === 0 || undefined} aria-label={t('join.code')}>
          {made.code}
        </output>
        {wasUsed ? (
          <Notice tone="good">{t('sync.codeUsed')}</Notice>
        ) : leftS === 0 ? (
          <Notice tone="bad">{t('sync.codeEnded')}</Notice>
        ) : (
          <p role="timer">{t('sync.codeEnds', { time: `${Math.floor(leftS / 60)}:${String(leftS % 60).padStart(2, '0')}` })}</p>
        )}
        <div>
          <div className={classes.dim}>{t('sync.address')}</div>
          <bdi dir="ltr" className="mono" style={{ overflowWrap: 'anywhere' }}>
            {told}
          </bdi>
        </div>
        <div className={classes.row}>
          <ActionButton size="xs" label={`${t('sync.copy')}: ${t('sync.address')}`} onClick={() => void copy(told)} />
          <ActionButton size="xs" label={`${t('sync.copy')}: ${t('join.code')}`} onClick={() => void copy(made.code)} />
          <ActionButton look="primary" label={t('common.done')} onClick={onClose} />
        </div>
      </div>
    </Modal>
  )
}
