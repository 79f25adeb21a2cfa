import { useState } from 'react'
import type { Slot } from '#shared/modules/appointments/model.ts'
import { useCommand } from '../../../data/command.ts'
import { type RowOf, useQuery } from '../../../data/queries.ts'
import { useGo } from '../../../data/route.tsx'
import { useSession } from '../../../data/session.ts'
import { paths } from '../../../paths.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { Dim } from '../../../ui/display.tsx'
import { notify } from '../../../ui/notify.ts'
import { ErrorState, FailureNotice, Loading, Notice } from '../../../ui/states.tsx'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import { useWords } from '../../../ui/words.tsx'
import { nameText } from '../../sync/parts/words.ts'
import classes from './ClashCard.module.css'

/** Two bookings met at the centre: the one that came second is kept without a slot, and one tap moves it into a free one. */
export function ClashCard({ conflict }: { conflict: RowOf<'sync.conflicts'> }) {
  const t = useT()
  const go = useGo()
  const words = useWords()
  const { can } = useSession()
  const appointmentId = conflict.recordId
  const { data: booking, failure, retry } = useQuery('appointments.get', { appointmentId })
  const isClash = booking?.state === 'clash'
  const ways = useQuery('appointments.waysOut', { appointmentId }, { enabled: isClash, everyMs: 60_000 })
  const move = useCommand('appointments.update')
  const cancel = useCommand('appointments.cancel')
  const seen = useCommand('sync.resolveConflict')
  const [cancels, setCancels] = useState(false)
  const notAllowed = can('appointments.write') ? null : t('failure.platform.notAllowed')

  const moveTo = async ({ startAt, endAt, bayId, technicianId }: Slot) => {
    if (notAllowed !== null || move.isRunning) return
    const result = await move.run({ appointmentId, startAt, endAt, bayId, technicianId })
    if (result.ok) notify.done(t('sync.moved', { customer: nameText(result.value.customerName), at: result.value.startAt }))
  }
  return (
    <article className={classes.card} aria-label={t('sync.clashTitle')}>
      <header className={classes.head}>
        <StateBadge tone="bad" look="plain" label={t('bookingState.clash')} />
        <strong>{t('sync.clashTitle')}</strong>
      </header>
      {failure ? (
        <>
          <ErrorState failure={failure} onRetry={retry} />
          <ActionButton label={t('sync.seen')} onClick={() => void seen.run({ conflictId: conflict.id, choice: 'keep' })} />
        </>
      ) : !booking ? (
        <Loading lines={3} />
      ) : !isClash ? (
        <>
          <Notice tone="good">{t('booking.moved', { customer: nameText(booking.customerName), at: booking.startAt })}</Notice>
          <div>
            <ActionButton label={t('sync.seen')} onClick={() => void seen.run({ conflictId: conflict.id, choice: 'keep' })} />
          </div>
        </>
      ) : (
        <>
          <p>{t('sync.clashText', { customer: nameText(booking.customerName) })}</p>
          <p>
            {[
              booking.customerName,
              booking.vehicleLabel ?? '',
              `${words.dateTime(booking.startAt)}–${words.time(booking.endAt)}`,
              booking.bayName,
              booking.technicianName,
            ]
              .filter((part) => part !== '')
              .map((part, i) => (
                <span key={part}>
                  {i > 0 && ' · '}
                  <bdi>{part}</bdi>
                </span>
              ))}
          </p>
          <Dim>
            {t('sync.lostBy', { name: nameText(conflict.droppedBy), at: conflict.droppedAt })}.{' '}
            {t('sync.wonBy', { name: nameText(conflict.keptBy), at: conflict.keptAt })}.
          </Dim>
          {ways.data?.length === 0 && <Notice tone="waiting">{t('sync.noWays')}</Notice>}
          <fieldset className={classes.ways} aria-label={t('sync.ways')}>
            {ways.isLoading && <Loading lines={2} />}
            {ways.data?.map((slot) => (
              <button
                key={`${slot.startAt} ${slot.bayId} ${slot.technicianId}`}
                type="button"
                className={classes.way}
                aria-disabled={notAllowed !== null || move.isRunning}
                title={notAllowed ?? undefined}
                onClick={() => void moveTo(slot)}
              >
                <span className={classes.when}>
                  {words.dateTime(slot.startAt)}–{words.time(slot.endAt)}
                </span>
                <span>
                  {slot.bayName} · {slot.technicianName}
                </span>
                <span className={classes.tap}>{t('sync.moveTo')}</span>
              </button>
            ))}
          </fieldset>
          <div className={classes.head}>
            <ActionButton
              label={t('sync.editBooking')}
              disabledReason={notAllowed}
              onClick={() => go({ to: paths.schedule, search: { booking: appointmentId } })}
            />
            <ActionButton look="danger" label={t('sync.cancelBooking')} disabledReason={notAllowed} onClick={() => setCancels(true)} />
          </div>
        </>
      )}
      <FailureNotice failure={move.failure ?? seen.failure} />
      <ConfirmDialog
        opened={cancels}
        danger
        withReason
        title={t('sync.cancelBooking')}
        confirmLabel={t('sync.cancelBooking')}
        busy={cancel.isRunning}
        failure={cancel.failure}
        onCancel={() => setCancels(false)}
        onConfirm={(reason) =>
          void cancel.run({ appointmentId, reason }).then((result) => {
            if (!result.ok) return
            setCancels(false)
            notify.done(t('sync.cancelled'))
          })
        }
      />
    </article>
  )
}
