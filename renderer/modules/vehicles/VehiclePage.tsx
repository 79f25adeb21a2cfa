import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Id } from '#shared/kernel/ids.ts'
import { useCommand } from '../../data/command.ts'
import type { Output } from '../../data/client.ts'
import { useQuery } from '../../data/queries.ts'
import { TextLink, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import type { RecordSlot } from '../../data/slots.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { Code, DateTime, Phone, Plate } from '../../ui/display.tsx'
import { notify } from '../../ui/notify.ts'
import { Columns, Facts, Page, Panel } from '../../ui/Page.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { Inspections } from './parts/Inspections.tsx'
import { Begin } from './parts/Begin.tsx'
import { Visits } from './parts/Visits.tsx'
import { VehicleForm } from './VehicleForm.tsx'

/** One vehicle: what it is, whose it is, what was done to it. */
export function VehiclePage({ Notes }: { Notes: RecordSlot }) {
  const t = useT()
  const { vehicleId } = useParams({ strict: false }) as { vehicleId: Id<'vehicle'> } // the route's own parameter; the core checks it
  const { data, failure, isLoading, retry } = useQuery('vehicles.get', { vehicleId })
  const back = <TextLink to={paths.vehicles}>{t('vehicles.title')}</TextLink>
  if (failure)
    return (
      <Page title={t('vehicles.one')} back={back}>
        <ErrorState failure={failure} onRetry={retry} />
      </Page>
    )
  if (isLoading || !data)
    return (
      <Page title={t('vehicles.one')} back={back}>
        <Loading />
      </Page>
    )
  return <Record key={data.id} vehicle={data} back={back} Notes={Notes} />
}

function Record({ vehicle, back, Notes }: { vehicle: Output<'vehicles.get'>; back: React.ReactNode; Notes: RecordSlot }) {
  const t = useT()
  const { can } = useSession()
  const go = useGo()
  const [dialog, setDialog] = useState<'edit' | 'remove' | null>(null)
  const restore = useCommand('vehicles.restore')
  const decoded = useQuery('vehicles.decodeVin', { vin: vehicle.vin }, { enabled: vehicle.vin !== '' })
  const mayWrite = can('vehicles.write') ? null : t('failure.platform.notAllowed')
  const name = [vehicle.year, vehicle.make, vehicle.model].filter(Boolean).join(' ')
  return (
    <Page
      title={<bdi>{name || t('vehicles.one')}</bdi>}
      badge={
        <>
          <Plate plate={vehicle.plate} />
          {vehicle.deleted && <StateBadge tone="off" label={t('customers.removed')} />}
        </>
      }
      back={back}
      actions={
        vehicle.deleted ? (
          <ActionButton
            look="primary"
            label={t('common.restore')}
            busy={restore.isRunning}
            disabledReason={mayWrite}
            onClick={() => void restore.run({ vehicleId: vehicle.id }).then((done) => done.ok && notify.done(t('vehicles.restoredDone')))}
          />
        ) : (
          <>
            {can('workOrders.read') && (
              <ActionButton label={t('visits.title')} onClick={() => go({ to: paths.vehicleHistory, params: { vehicleId: vehicle.id } })} />
            )}
            <ActionButton label={t('common.remove')} look="danger" disabledReason={mayWrite} onClick={() => setDialog('remove')} />
            {vehicle.customerId !== null && <Begin customer={vehicle.customerId} vehicle={vehicle.id} />}
            <ActionButton label={t('common.edit')} look="primary" shortcut="F4" disabledReason={mayWrite} onClick={() => setDialog('edit')} />
          </>
        )
      }
    >
      <Columns sizes="mainFirst">
        {can('workOrders.read') ? <Visits of={{ vehicleId: vehicle.id }} title={t('vehicles.history')} none={t('vehicles.noHistory')} /> : <div />}
        <div style={{ display: 'grid', gap: 'var(--gap)', alignContent: 'start' }}>
          <Panel title={t('vehicles.one')}>
            <Facts
              facts={[
                [t('vehicles.vin'), vehicle.vin && <Code key="v">{vehicle.vin}</Code>],
                [t('vehicles.make'), vehicle.make],
                [t('vehicles.model'), vehicle.model],
                [t('vehicles.year'), vehicle.year],
                [t('vehicles.engine'), vehicle.engine],
                [t('vehicles.color'), vehicle.color],
                [t('vehicles.mileage'), vehicle.mileageKm === null ? '' : <bdi key="m">{vehicle.mileageKm.toLocaleString('en')} km</bdi>],
                [
                  t('vehicles.checkDigit'),
                  decoded.data
                    ? { ok: t('vehicles.checkOk'), wrong: t('vehicles.checkWrong'), notUsed: t('vehicles.checkNotUsed') }[decoded.data.checkDigit]
                    : '',
                ],
                [t('common.from'), <DateTime key="d" at={vehicle.createdAt} />],
                [
                  t('common.note'),
                  <span key="n" dir="auto" style={{ whiteSpace: 'pre-wrap' }}>
                    {vehicle.note}
                  </span>,
                ],
              ]}
            />
          </Panel>
          {can('inspections.read') && <Inspections of={{ vehicleId: vehicle.id }} none={t('inspections.ofVehicleNone')} />}
          <Panel title={t('vehicles.owner')}>
            {vehicle.owner ? (
              <Facts
                facts={[
                  [
                    t('common.name'),
                    <TextLink key="o" to={paths.customer} params={{ customerId: vehicle.owner.id }}>
                      <bdi>{vehicle.owner.name}</bdi>
                    </TextLink>,
                  ],
                  [t('common.phone'), vehicle.owner.phone && <Phone key="p" number={vehicle.owner.phone} />],
                ]}
              />
            ) : (
              t('vehicles.noOwner')
            )}
          </Panel>
          <Notes recordId={vehicle.id} />
        </div>
      </Columns>
      {dialog === 'edit' && <VehicleForm vehicle={vehicle} onClose={() => setDialog(null)} />}
      {dialog === 'remove' && <RemoveDialog vehicleId={vehicle.id} name={name} onClose={() => setDialog(null)} />}
    </Page>
  )
}

function RemoveDialog({ vehicleId, name, onClose }: { vehicleId: Id<'vehicle'>; name: string; onClose(): void }) {
  const t = useT()
  const { run, isRunning, failure } = useCommand('vehicles.remove')
  const confirm = async () => {
    const done = await run({ vehicleId })
    if (!done.ok) return
    notify.done(t('vehicles.removedDone'))
    onClose()
  }
  return (
    <ConfirmDialog
      opened
      title={`${t('common.remove')}: ${name}`}
      text={t('vehicles.removeText')}
      confirmLabel={t('common.remove')}
      danger
      busy={isRunning}
      failure={failure}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    />
  )
}
