import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconTools } from '@tabler/icons-react'
import { useState } from 'react'
import type { OrderView } from '#shared/modules/work-orders/model.ts'
import { useCommand } from '../../../data/command.ts'
import { failureText } from '../../../texts/failure.ts'
import { useT } from '../../../texts/t.ts'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { Money } from '../../../ui/display.tsx'
import { notify } from '../../../ui/notify.ts'
import classes from './LinesTable.module.css'
import { ServiceForm } from './ServiceForm.tsx'
import { rateText } from './TotalsBar.tsx'

interface ServiceHeadProps {
  service: OrderView['services'][number]
  lineCount: number
  isLocked: boolean
  /** What is added next goes here. */
  isTarget: boolean
}

/** The line above the lines of a service: what it is called, who does it, what it costs. */
export function ServiceHead({ service, lineCount, isLocked, isTarget }: ServiceHeadProps) {
  const t = useT()
  const [dialog, setDialog] = useState<'edit' | 'remove' | null>(null)
  const save = useCommand('workOrders.saveCannedJob')
  const { title, technicianName, discountBp, discountMinor } = service
  const keep = async () => {
    const done = await save.run({ serviceId: service.id })
    if (done.ok) notify.done(t('service.saved', { name: done.value.name }))
    else notify.failed(failureText(done.error))
  }
  return (
    <div className={classes.service} data-target={isTarget || undefined}>
      <IconTools size={16} stroke={1.7} aria-hidden="true" />
      <h3 className={classes.serviceTitle} dir="auto">
        {title}
      </h3>
      <span className={classes.serviceFacts}>
        {technicianName !== null && <bdi>{technicianName}</bdi>}
        {discountBp > 0 && <span>{t('service.lessShare', { share: rateText(discountBp) })}</span>}
        {discountMinor > 0 && <span>{t('service.lessAmount', { amount: discountMinor })}</span>}
      </span>
      <span className={classes.serviceSum}>
        <Money minor={service.amountMinor} strong />
      </span>
      {isLocked ? (
        <span />
      ) : (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" size="md" aria-label={t('service.more', { title })}>
              <IconDots size={17} stroke={1.7} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setDialog('edit')}>{t('service.edit')}</Menu.Item>
            <Menu.Item disabled={lineCount === 0} onClick={() => void keep()}>
              {t('service.save')}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item color="red" onClick={() => setDialog('remove')}>
              {t('service.remove')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {dialog === 'edit' && <ServiceForm service={service} onClose={() => setDialog(null)} />}
      {dialog === 'remove' && <RemoveService service={service} lineCount={lineCount} onClose={() => setDialog(null)} />}
    </div>
  )
}

function RemoveService({ service, lineCount, onClose }: Pick<ServiceHeadProps, 'service' | 'lineCount'> & { onClose: () => void }) {
  const t = useT()
  const { run, isRunning, failure } = useCommand('workOrders.removeService')
  const confirm = async () => {
    const done = await run({ serviceId: service.id })
    if (!done.ok) return
    notify.done(t('service.removed'))
    onClose()
  }
  return (
    <ConfirmDialog
      opened
      danger
      title={t('service.remove')}
      text={t('service.removeText', { title: service.title, count: lineCount })}
      confirmLabel={t('common.remove')}
      busy={isRunning}
      failure={failure}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    />
  )
}
