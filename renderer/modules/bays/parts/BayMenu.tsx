import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { type Bay, bayMachine } from '#shared/modules/bays/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useSession } from '../../../data/session.ts'
import { failureText } from '../../../texts/failure.ts'
import { useT } from '../../../texts/t.ts'
import { whyNot } from '../../../texts/why.ts'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { notify } from '../../../ui/notify.ts'
import { BayForm } from '../BayForm.tsx'
import { SetDownForm } from './SetDownForm.tsx'
import classes from './BayMenu.module.css'

type Event = keyof (typeof bayMachine)['free']

/** Edit, in and out of service, remove: for those who manage bays. */
export function BayMenu({ bay }: { bay: Bay }) {
  const t = useT()
  const { can } = useSession()
  const [dialog, setDialog] = useState<'edit' | 'down' | 'remove' | null>(null)
  const setUp = useCommand('bays.setUp')
  const reason = (event?: Event) =>
    can('bays.manage') ? (event ? whyNot(bayMachine, bay.state, event, (state) => t(`bayState.${state}`)) : null) : t('failure.platform.notAllowed')
  const putBack = async () => {
    const done = await setUp.run({ bayId: bay.id })
    if (!done.ok) notify.failed(failureText(done.error))
  }
  const items = [
    { label: t('bays.edit'), why: reason(), run: () => setDialog('edit') },
    bay.state === 'down'
      ? { label: t('bays.setUp'), why: reason('setUp'), run: () => void putBack() }
      : { label: t('bays.setDown'), why: reason('setDown'), run: () => setDialog('down') },
    { label: t('bays.remove'), why: reason('remove'), run: () => setDialog('remove') },
  ]
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <ActionIcon variant="subtle" size="lg" aria-label={t('bays.more', { name: bay.name })}>
            <IconDots size={20} stroke={1.7} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {items.map(({ label, why, run }) => (
            <Menu.Item key={label} disabled={why !== null} onClick={run}>
              {label}
              {why !== null && <span className={classes.why}>{why}</span>}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {dialog === 'down' && <SetDownForm bay={bay} onClose={() => setDialog(null)} />}
      {dialog === 'edit' && <BayForm bay={bay} locationId={bay.locationId} onClose={() => setDialog(null)} />}
      {dialog === 'remove' && <RemoveBay bay={bay} onClose={() => setDialog(null)} />}
    </>
  )
}

function RemoveBay({ bay, onClose }: { bay: Bay; onClose: () => void }) {
  const t = useT()
  const { run, isRunning, failure } = useCommand('bays.remove')
  const confirm = async () => {
    const done = await run({ bayId: bay.id })
    if (!done.ok) return
    notify.done(t('bays.removed', { name: bay.name }))
    onClose()
  }
  return (
    <ConfirmDialog
      opened
      danger
      title={`${t('bays.remove')}: ${bay.name}`}
      text={t('bays.removeText', { name: bay.name })}
      confirmLabel={t('bays.remove')}
      busy={isRunning}
      failure={failure}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    />
  )
}
