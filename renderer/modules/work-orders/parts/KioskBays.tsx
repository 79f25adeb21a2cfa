import type { Failure } from '#shared/kernel/result.ts'
import type { Order } from '#shared/modules/work-orders/model.ts'
import { useQuery } from '../../../data/queries.ts'
import { useT } from '../../../texts/t.ts'
import { BigButton } from '../../../ui/kiosk.tsx'
import { ErrorState, FailureNotice, Loading } from '../../../ui/states.tsx'
import classes from '../Kiosk.module.css'
import { KioskTitle } from './KioskTitle.tsx'

interface KioskBaysProps {
  order: Order
  /** Why the bay that was wanted is not to be had. */
  failure: Failure | null
  isBusy: boolean
  onChoose: (bayId: string) => void
  onBack: () => void
}

/** In which bay the job starts: the free ones can be pressed, the others say why not. */
export function KioskBays({ order, failure, isBusy, onChoose, onBack }: KioskBaysProps) {
  const t = useT()
  const bays = useQuery('bays.board', { locationId: order.locationId })
  if (bays.failure) return <ErrorState failure={bays.failure} onRetry={bays.retry} />
  return (
    <div className={classes.screen}>
      <KioskTitle title={t('jobs.startBay')} onBack={onBack} />
      <FailureNotice failure={failure} />
      {!bays.data && <Loading />}
      <div className={classes.choices}>
        {bays.data?.map((bay) => {
          const isFree = bay.state === 'free' || bay.workOrderId === order.id
          return (
            <BigButton
              key={bay.id}
              label={bay.name}
              look={isFree ? 'good' : 'plain'}
              hint={t('bayState.free')}
              disabledReason={isFree ? null : t(`bayState.${bay.state}`)}
              busy={isBusy}
              onClick={() => onChoose(bay.id)}
            />
          )
        })}
      </div>
    </div>
  )
}
