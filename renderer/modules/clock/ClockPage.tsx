import type { Doubt, Standing } from '#shared/modules/clock/model.ts'
import { driftMinutes } from '#shared/modules/clock/rules.ts'
import { useCommand } from '../../data/command.ts'
import { useQuery } from '../../data/queries.ts'
import { useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Code, Time } from '../../ui/display.tsx'
import { notify } from '../../ui/notify.ts'
import { Page, Panel } from '../../ui/Page.tsx'
import { EmptyState, FailureNotice, Notice } from '../../ui/states.tsx'
import { tableOf } from '../../ui/table-of.ts'
import { ActivityBadge } from './parts/ActivityBadge.tsx'
import classes from './parts/ClockPage.module.css'
import { timeText } from './parts/clock-text.ts'
import { useMyClock } from './parts/useMyClock.ts'

/** Everybody's clock, the punches that are missing, and one's own keys. */
export function ClockPage() {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const board = useQuery('clock.board', {}, { enabled: can('clock.read') })
  const { driftMs, doubts = [], people } = board.data ?? {}
  const drift = driftMinutes(driftMs ?? null)
  return (
    <Page
      fills
      title={t('clock.title')}
      intro={t('clock.intro')}
      actions={
        <>
          {can('reports.read') && <ActionButton label={t('clock.soldAndWorked')} onClick={() => go({ to: paths.report, params: { report: 'hours' } })} />}
          <MyKeys />
        </>
      }
    >
      {drift > 0 && <Notice tone="bad">{t('clock.drift', { count: drift })}</Notice>}
      {doubts.length > 0 && (
        <Panel title={t('clock.doubts', { count: doubts.length })}>
          <ul className={classes.doubts}>
            {doubts.map((one) => (
              <DoubtRow key={one.stretch.punchId} doubt={one} />
            ))}
          </ul>
        </Panel>
      )}
      {can('clock.read') && (
        <DataTable
          label={t('clock.title')}
          list={tableOf({ ...board, data: people })}
          columns={columns(t)}
          rowKey={(row) => row.employeeId}
          rowTone={(row) => (row.activity === 'off' ? 'off' : undefined)}
          onOpen={(row) => go({ to: paths.timesheet, params: { employeeId: row.employeeId } })}
          empty={<EmptyState title={t('clock.noneTitle')} text={t('clock.noneText')} />}
        />
      )}
    </Page>
  )
}

/** The keys of one's own clock, for those who work at the counter. */
function MyKeys() {
  const t = useT()
  const clock = useMyClock()
  if (!clock) return null
  return (
    <>
      <FailureNotice failure={clock.failure} />
      <span className={classes.mine}>
        <span>{t('clock.mine')}</span>
        <ActivityBadge activity={clock.standing.activity} look="plain" />
        <strong>{timeText(clock.standing.today.workedMs)}</strong>
      </span>
      {clock.keys.map(({ event, why }, index) => (
        <ActionButton
          key={event}
          label={t(`clock.${event}`)}
          look={index === 0 && event !== 'clockOut' ? 'primary' : 'plain'}
          busy={clock.isRunning}
          disabledReason={why}
          onClick={() => clock.press(event)}
        />
      ))}
    </>
  )
}

function DoubtRow({ doubt: { employeeId, name, stretch, proposedAt } }: { doubt: Doubt }) {
  const t = useT()
  const { can } = useSession()
  const { run, isRunning, failure } = useCommand('clock.add')
  const accept = async () => {
    const done = await run({ employeeId, activity: 'off', at: proposedAt, reason: t('clock.acceptReason') })
    if (done.ok) notify.done(t('clock.accepted', { name, at: proposedAt }))
  }
  return (
    <li className={classes.doubt}>
      <span>{t('clock.doubt', { name, activity: t(`activity.${stretch.activity}`), at: stretch.startAt })}</span>
      <FailureNotice failure={failure} />
      <ActionButton
        size="xs"
        label={t('clock.acceptAt', { at: proposedAt })}
        busy={isRunning}
        disabledReason={can('clock.correct') ? null : t('failure.platform.notAllowed')}
        onClick={() => void accept()}
      />
    </li>
  )
}

const columns = (t: Translate): Column<Standing>[] => [
  { key: 'name', header: t('common.name'), width: 'minmax(180px, 2fr)', card: 'title', cell: (row) => <strong dir="auto">{row.name}</strong> },
  { key: 'activity', header: t('common.state'), width: '160px', card: 'badge', cell: (row) => <ActivityBadge look="plain" activity={row.activity} /> },
  { key: 'since', header: t('clock.since'), width: '100px', cell: (row) => row.activity !== 'off' && row.sinceAt !== null && <Time at={row.sinceAt} /> },
  { key: 'job', header: t('order.job'), width: 'minmax(130px, 1fr)', cell: (row) => row.jobNumber !== '' && <Code>{row.jobNumber}</Code> },
  {
    key: 'worked',
    header: `${t('clock.worked')} · ${t('clock.today')}`,
    width: '150px',
    align: 'end',
    cell: (row) => <strong>{timeText(row.today.workedMs)}</strong>,
  },
  { key: 'jobs', header: t('clock.onJobs'), width: '120px', align: 'end', card: 'hidden', cell: (row) => timeText(row.today.jobMs) },
  { key: 'breaks', header: t('clock.breaks'), width: '110px', align: 'end', card: 'hidden', cell: (row) => timeText(row.today.breakMs) },
]
