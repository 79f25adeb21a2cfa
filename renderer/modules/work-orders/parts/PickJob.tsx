import { useState } from 'react'
import type { Bay } from '#shared/modules/bays/model.ts'
import type { OrderCard } from '#shared/modules/work-orders/model.ts'
import { useList } from '../../../data/queries.ts'
import { useT } from '../../../texts/t.ts'
import { Modal } from '../../../ui/dialogs.tsx'
import { Code, Plate } from '../../../ui/display.tsx'
import { EmptyState, ErrorState, Loading } from '../../../ui/states.tsx'
import classes from './dialogs.module.css'
import { OrderBadge } from './OrderBadge.tsx'
import { StartJobForm } from './StartJobForm.tsx'

/** Which of the waiting jobs starts in a free bay: those meant for it first. */
export function PickJob({ bay, onClose }: { bay: Bay; onClose: () => void }) {
  const t = useT()
  const open = useList('workOrders.list', { locationId: bay.locationId, state: 'open', sort: 'promised' })
  const held = useList('workOrders.list', { locationId: bay.locationId, state: 'onHold', sort: 'promised' })
  const [job, setJob] = useState<OrderCard | null>(null)
  if (job) return <StartJobForm job={{ ...job, bayId: bay.id }} onClose={onClose} />
  const waiting = [...open.rows, ...held.rows.filter(({ bayId }) => bayId === null)].sort((a, b) => Number(b.bayId === bay.id) - Number(a.bayId === bay.id))
  const failure = open.failure ?? held.failure
  return (
    <Modal opened onClose={onClose} title={t('board.chooseJob', { name: bay.name })} size={560}>
      {failure ? (
        <ErrorState failure={failure} onRetry={open.retry} />
      ) : open.isLoading ? (
        <Loading />
      ) : waiting.length === 0 ? (
        <EmptyState title={t('board.noOpenJobs')} />
      ) : (
        <ul className={classes.jobs}>
          {waiting.map((each, index) => (
            <li key={each.id}>
              <button type="button" className={classes.job} onClick={() => setJob(each)} {...(index === 0 && { 'data-autofocus': true })}>
                <Code>{each.number}</Code>
                <Plate plate={each.plate} />
                <span className={classes.words}>
                  <bdi>{each.customerName}</bdi> · <bdi>{each.concern || each.vehicleLabel}</bdi>
                </span>
                {each.bayName && <bdi>{each.bayName}</bdi>}
                <OrderBadge state={each.state} look="plain" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </Modal>
  )
}
