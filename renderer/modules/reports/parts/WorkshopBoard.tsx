import { BAY_STATES } from '#shared/modules/bays/model.ts'
import { ORDER_STATES } from '#shared/modules/work-orders/model.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { Output } from '../../../data/client.ts'
import { useQuery } from '../../../data/queries.ts'
import { TextLink } from '../../../data/route.tsx'
import { paths } from '../../../paths.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { Code, Plate } from '../../../ui/display.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Board, EVERY_MS, Figure, Figures, Tally } from './Board.tsx'
import classes from './Board.module.css'
import { figureText } from './words.ts'

/** The floor now: what is late first, then what is in hand, then who worked on what. */
export function WorkshopBoard({ locationId }: { locationId: Id<'location'> }) {
  const state = useQuery('reports.workshop', { locationId }, { everyMs: EVERY_MS })
  return (
    <Board state={state} locationId={locationId}>
      {(board) => <Shown board={board} />}
    </Board>
  )
}

function Shown({ board }: { board: Output<'reports.workshop'> }) {
  const t = useT()
  const language = useLanguage()
  const countOf = (rows: readonly { name: string; count: number }[], name: string) => rows.find((row) => row.name === name)?.count ?? 0
  const sum = (rows: readonly { count: number }[]) => rows.reduce((total, { count }) => total + count, 0)
  const time = (ms: number) => figureText(t, language, 'worked', ms)
  const hours = (milli: number) => figureText(t, language, 'hours', milli)
  const inHand = ORDER_STATES.filter((state) => state !== 'invoiced' && state !== 'cancelled')
  return (
    <div className={classes.owner}>
      <div className={classes.column}>
        <Panel>
          <Figures>
            <Figure label={t('overview.lateJobs')} value={board.lateCount} tone={board.lateCount > 0 ? 'bad' : 'good'} />
            <Figure label={t('overview.freeBays')} value={<bdi>{`${countOf(board.bays, 'free')} / ${sum(board.bays)}`}</bdi>} />
            <Figure label={t('overview.soldToday')} value={<bdi>{hours(board.soldHours)}</bdi>} />
            <Figure label={t('overview.atWorkToday')} value={<bdi>{time(board.workedMs)}</bdi>} />
          </Figures>
        </Panel>
        <Panel flush title={t('overview.lateTitle', { count: board.lateCount })}>
          {board.late.length === 0 ? (
            <EmptyState title={t('overview.noneLate')} />
          ) : (
            <Tally
              rows={board.late.map(({ workOrderId, number, plate, customer, promisedAt, technician }) => [
                <TextLink key="order" to={paths.workOrder} params={{ workOrderId }}>
                  {plate === '' ? <Code>{number}</Code> : <Plate plate={plate} />} <bdi>{customer}</bdi>
                </TextLink>,
                t('overview.promised', { at: promisedAt }),
                <bdi key="technician">{technician || t('overview.noTechnician')}</bdi>,
              ])}
            />
          )}
        </Panel>
        <Panel flush title={t('overview.technicians')}>
          {board.technicians.length === 0 ? (
            <EmptyState title={t('overview.noWork')} />
          ) : (
            <Tally
              rows={board.technicians.map(({ name, hours: sold, jobMs, atWorkMs, efficiency }) => [
                <bdi key="name">{name}</bdi>,
                <bdi key="efficiency">{figureText(t, language, 'efficiency', efficiency)}</bdi>,
                `${t('figure.hours')} ${hours(sold)} · ${t('overview.onJobs')} ${time(jobMs)} · ${t('overview.atWork')} ${time(atWorkMs)}`,
              ])}
            />
          )}
        </Panel>
      </div>
      <div className={classes.column}>
        <Panel flush title={t('overview.jobs')}>
          <Tally rows={inHand.map((state) => [t(`orderState.${state}`), countOf(board.jobs, state)])} total={[t('reports.all'), sum(board.jobs)]} />
        </Panel>
        <Panel flush title={t('overview.bays')}>
          <Tally rows={BAY_STATES.map((state) => [t(`bayState.${state}`), countOf(board.bays, state)])} total={[t('reports.all'), sum(board.bays)]} />
        </Panel>
      </div>
    </div>
  )
}
