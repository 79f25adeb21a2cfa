import { IconArrowBackUp, IconCheck, IconChecklist, IconPackage, IconPackages, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Failure } from '#shared/kernel/result.ts'
import { type OrderView, orderMachine } from '#shared/modules/work-orders/model.ts'
import { soldMinutes, workedMinutes } from '#shared/modules/work-orders/rules.ts'
import { useCommand } from '../../data/command.ts'
import { useNow } from '../../data/now.ts'
import { useQuery } from '../../data/queries.ts'
import { useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import type { RecordSlot } from '../../data/slots.ts'
import { paths } from '../../paths.ts'
import { durationText } from '../../texts/duration.ts'
import { useT } from '../../texts/t.ts'
import { whyNot } from '../../texts/why.ts'
import { Plate } from '../../ui/display.tsx'
import { BigButton } from '../../ui/kiosk.tsx'
import { ErrorState, FailureNotice, Loading, Notice } from '../../ui/states.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import classes from './Kiosk.module.css'
import { KioskBays } from './parts/KioskBays.tsx'
import { KioskDispositions, partsOf } from './parts/KioskDispositions.tsx'
import { KioskDone } from './parts/KioskDone.tsx'
import { type Finished, KioskFinish } from './parts/KioskFinish.tsx'
import { KioskHold } from './parts/KioskHold.tsx'
import { KioskLines } from './parts/KioskLines.tsx'
import { KioskParts } from './parts/KioskParts.tsx'
import { isLate, OrderBadge } from './parts/OrderBadge.tsx'

/** One job for hands in gloves: what to do, start, hold, finish. */
export function KioskJobPage({ Notes }: { Notes: RecordSlot }) {
  const go = useGo()
  const { workOrderId } = useParams({ strict: false }) as { workOrderId: string } // the route's own parameter
  const { data, failure, retry } = useQuery('workOrders.get', { workOrderId })
  const [finished, setFinished] = useState<Finished | null>(null)
  const toJobs = () => go({ to: paths.kiosk })
  if (finished) return <KioskDone finished={finished} onNext={toJobs} />
  if (failure) return <ErrorState failure={failure} onRetry={retry} />
  if (!data) return <Loading />
  return <Job key={data.order.id} view={data} Notes={Notes} onFinished={setFinished} onBack={toJobs} />
}

type View = 'job' | 'bay' | 'hold' | 'parts' | 'dispositions' | 'finish'

function Job({ view, Notes, onFinished, onBack }: { view: OrderView; Notes: RecordSlot; onFinished: (finished: Finished) => void; onBack: () => void }) {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const { company } = useShop()
  const now = useNow(15_000)
  const [shows, setShows] = useState<View>('job')
  const [done, setDone] = useState('')
  const [refused, setRefused] = useState<Failure | null>(null)
  const start = useCommand('workOrders.start')
  const resume = useCommand('workOrders.resume')
  const mine = useQuery('workOrders.myJobs', {}).data
  const { order, vehicle, customer, bay } = view
  const isHeld = order.state === 'onHold'
  const parts = partsOf(view)
  const said = parts.filter(({ disposition }) => disposition !== 'open').length
  const asksForParts = company?.gates.includes('parts') && said < parts.length
  const sold = soldMinutes(view.lines)
  const hasSteps = order.state === 'open' || order.state === 'inProgress' || isHeld
  const frozen = orderMachine[order.state].edit === 'refused' ? t('lines.frozen') : null
  const inHand = mine?.inProgress && mine.inProgress.id !== order.id ? mine.inProgress : null
  const reason = (event: 'start' | 'hold' | 'resume' | 'finish') => whyNot(orderMachine, order.state, event, (state) => t(`orderState.${state}`))

  const begin = async (bayId?: string) => {
    setRefused(null)
    setDone('')
    if (bayId === undefined && order.bayId === null) return setShows('bay')
    const begun = await (isHeld ? resume : start).run({
      workOrderId: order.id,
      ...(bayId !== undefined && { bayId }),
      ...(inHand && { holdsOther: t('jobs.switchReason') }),
    })
    if (begun.ok) {
      setDone(t(isHeld ? 'jobs.resumed' : 'jobs.started', { bay: begun.value.bay?.name ?? '' }))
      setShows('job')
    } else {
      setRefused(begun.error)
      if (begun.error.code === 'bays.occupied' || begun.error.code === 'bays.down' || begun.error.code === 'workOrders.bayNeeded') setShows('bay')
    }
  }
  const back = () => {
    setRefused(null)
    setShows('job')
  }
  if (shows === 'bay')
    return <KioskBays order={order} failure={refused} isBusy={start.isRunning || resume.isRunning} onChoose={(bayId) => void begin(bayId)} onBack={back} />
  if (shows === 'hold') {
    return (
      <KioskHold
        order={order}
        onBack={back}
        onHeld={(why) => {
          setDone(t('jobs.held', { reason: why }))
          setShows('job')
        }}
      />
    )
  }
  if (shows === 'parts') {
    return (
      <KioskParts
        order={order}
        onBack={back}
        onAsked={(name) => {
          setDone(t('jobs.asked', { name }))
          setShows('job')
        }}
      />
    )
  }
  if (shows === 'dispositions') return <KioskDispositions view={view} onBack={back} />
  if (shows === 'finish') return <KioskFinish view={view} onBack={back} onFinished={onFinished} />
  return (
    <div className={classes.screen}>
      <header className={classes.jobHead}>
        <BigButton label={t('jobs.back')} icon={<IconArrowBackUp size={30} stroke={1.7} className={classes.turns} aria-hidden="true" />} onClick={onBack} />
        <div className={classes.words}>
          <h1 className={classes.carLine}>
            <span className={classes.bigPlate}>
              <Plate plate={vehicle.plate} />
            </span>
            <bdi className={classes.car}>{vehicle.label}</bdi>
          </h1>
          <span className={classes.second}>
            <bdi dir="ltr">{order.number}</bdi> <bdi>{customer.name}</bdi> {bay && <bdi>{bay.name}</bdi>}
          </span>
        </div>
        <div className={classes.states}>
          <OrderBadge state={order.state} size="lg" />
          {isLate(order, now) && <StateBadge tone="bad" size="lg" label={t('jobs.late')} />}
        </div>
      </header>
      {done !== '' && (
        <Notice tone="good">
          <strong className={classes.said}>{done}</strong>
        </Notice>
      )}
      <FailureNotice failure={refused} />
      <div className={classes.jobBody}>
        <div className={classes.read}>
          {order.holdReason !== '' && <Notice tone="waiting">{t('jobs.held', { reason: order.holdReason })}</Notice>}
          {order.concern !== '' && (
            <section>
              <h2 className={classes.heading}>{t('jobs.concern')}</h2>
              <p className={classes.text} dir="auto">
                {order.concern}
              </p>
            </section>
          )}
          <section>
            <h2 className={classes.heading}>{t('jobs.lines')}</h2>
            <KioskLines view={view} />
          </section>
          {order.note !== '' && (
            <section>
              <h2 className={classes.heading}>{t('jobs.noteTitle')}</h2>
              <p className={classes.text} dir="auto">
                {order.note}
              </p>
            </section>
          )}
        </div>
        <div className={classes.tools}>
          <div className={classes.worked}>
            <strong>{durationText(workedMinutes(order, now))}</strong>
            <span>
              {t('jobs.worked')} {sold > 0 && t('jobs.sold', { time: durationText(sold) })}
            </span>
            {order.promisedAt !== null && <span>{t('jobs.promised', { at: order.promisedAt })}</span>}
          </div>
          {can('inspections.read') && (
            <BigButton
              icon={<IconChecklist size={34} stroke={1.7} aria-hidden="true" />}
              label={t('inspections.one')}
              onClick={() => go({ to: paths.kioskInspections, params: { workOrderId: order.id } })}
            />
          )}
          {can('workOrders.work') && (
            <BigButton
              icon={<IconPackage size={34} stroke={1.7} aria-hidden="true" />}
              label={t('jobs.askPart')}
              disabledReason={frozen}
              onClick={() => setShows('parts')}
            />
          )}
          {can('workOrders.work') && parts.length > 0 && (
            <BigButton
              icon={<IconPackages size={34} stroke={1.7} aria-hidden="true" />}
              label={t('jobs.partsTitle')}
              hint={t(asksForParts ? 'jobs.partsNeeded' : 'jobs.partsSaid', { said, count: parts.length })}
              disabledReason={frozen}
              onClick={() => setShows('dispositions')}
            />
          )}
          <Notes recordId={order.id} />
        </div>
      </div>
      {hasSteps && (
        <footer className={classes.steps}>
          {order.state === 'inProgress' && (
            <BigButton
              icon={<IconPlayerPause size={34} stroke={1.7} aria-hidden="true" />}
              label={t('jobs.hold')}
              disabledReason={reason('hold')}
              onClick={() => setShows('hold')}
            />
          )}
          {(order.state === 'open' || isHeld) && (
            <BigButton
              look="primary"
              icon={<IconPlayerPlay size={34} stroke={1.7} className={classes.turns} aria-hidden="true" />}
              label={t(inHand ? 'jobs.switch' : isHeld ? 'jobs.resume' : 'jobs.start')}
              hint={inHand ? t('jobs.switchHolds', { job: inHand.plate || inHand.number }) : bay ? t('jobs.locked', { bay: bay.name }) : undefined}
              disabledReason={reason(isHeld ? 'resume' : 'start')}
              busy={start.isRunning || resume.isRunning}
              onClick={() => void begin()}
            />
          )}
          {(order.state === 'inProgress' || isHeld) && (
            <BigButton
              look="good"
              icon={<IconCheck size={34} stroke={1.9} aria-hidden="true" />}
              label={t('jobs.finish')}
              disabledReason={reason('finish')}
              onClick={() => setShows('finish')}
            />
          )}
        </footer>
      )}
    </div>
  )
}
