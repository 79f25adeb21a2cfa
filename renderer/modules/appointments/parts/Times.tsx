import { useState } from 'react'
import type { AppointmentView, Booked } from '#shared/modules/appointments/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useQuery } from '../../../data/queries.ts'
import { useFilters } from '../../../data/route.tsx'
import { useSession } from '../../../data/session.ts'
import { failureText } from '../../../texts/failure.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { DateTime, Time } from '../../../ui/display.tsx'
import { notify } from '../../../ui/notify.ts'
import { AddTimeForm, bookingShown } from '../AppointmentForm.tsx'
import classes from './Times.module.css'

/** The times of a booking whose work is split, and the way to another one. */
export function Times({ booking, zone }: { booking: Booked<AppointmentView>; zone: string }) {
  const t = useT()
  const { can } = useSession()
  const [, setFilters] = useFilters(bookingShown)
  const [adds, setAdds] = useState(false)
  const { data } = useQuery('appointments.times', { appointmentId: booking.id }, { enabled: booking.times > 1 })
  const remove = useCommand('appointments.removeBlock')
  const notAllowed = can('appointments.write') ? null : t('failure.platform.notAllowed')
  const takeAway = async () => {
    const done = await remove.run({ appointmentId: booking.id })
    if (!done.ok) return notify.failed(failureText(done.error))
    notify.done(t('block.removed'))
    setFilters({ booking: booking.partOfId ?? undefined })
  }
  return (
    <section className={classes.times} aria-label={t('times.title')}>
      {data && data.length > 1 && (
        <ol className={classes.list}>
          {data.map((one, index) => (
            <li key={one.id}>
              <button
                type="button"
                className={classes.time}
                aria-current={one.id === booking.id || undefined}
                aria-label={t('times.nth', { nth: index + 1, count: data.length })}
                onClick={() => setFilters({ booking: one.id })}
              >
                <span>
                  <DateTime at={one.startAt} />–<Time at={one.endAt} />
                </span>
                <bdi>
                  {one.bayName} · {one.technicianName}
                </bdi>
              </button>
            </li>
          ))}
        </ol>
      )}
      <div className={classes.actions}>
        <ActionButton size="xs" label={t('times.add')} disabledReason={notAllowed} onClick={() => setAdds(true)} />
        {booking.partOfId !== null && (
          <ActionButton size="xs" look="danger" label={t('times.remove')} disabledReason={notAllowed} busy={remove.isRunning} onClick={() => void takeAway()} />
        )}
      </div>
      {adds && <AddTimeForm booking={booking} zone={zone} onClose={() => setAdds(false)} />}
    </section>
  )
}
