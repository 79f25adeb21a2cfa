import { useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { z } from 'zod'
import type { Id } from '#shared/kernel/ids.ts'
import { addDays, localDate, weekday } from '#shared/kernel/time.ts'
import type { Day as DayOfSheet, Punch, Stretch } from '#shared/modules/clock/model.ts'
import type { Output } from '../../data/client.ts'
import { useNow } from '../../data/now.ts'
import { useQuery } from '../../data/queries.ts'
import { TextLink, useFilters } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Code, DateTime, Day, Dim, Time } from '../../ui/display.tsx'
import { Columns, Facts, Page, Panel } from '../../ui/Page.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { useWords } from '../../ui/words.tsx'
import { AddPunchForm, BadgeForm, CorrectForm } from './parts/forms.tsx'
import { ActivityBadge } from './parts/ActivityBadge.tsx'
import classes from './parts/ClockPage.module.css'
import { timeText } from './parts/clock-text.ts'

const filterShape = z.object({ from: z.iso.date() })
type Sheet = Output<'clock.sheet'>

/** One person's week: what was done when, the sums, and every punch behind them. */
export function SheetPage() {
  const t = useT()
  const now = useNow()
  const { zone } = useWords()
  const { employeeId } = useParams({ strict: false }) as { employeeId: Id<'employee'> } // the route's own parameter; the core checks it
  const [filters, setFilters] = useFilters(filterShape)
  const today = localDate(now, zone)
  const fromOn = filters.from ?? addDays(today, -((weekday(today) + 6) % 7))
  const { data, failure, retry } = useQuery('clock.sheet', { employeeId, fromOn, toOn: addDays(fromOn, 6) })
  const go = (days: number) => setFilters({ from: addDays(fromOn, days) })
  return (
    <Page
      title={data ? <bdi>{data.name}</bdi> : t('clock.title')}
      intro={t('clock.week', { on: fromOn })}
      back={<TextLink to={paths.clock}>{t('clock.title')}</TextLink>}
      actions={
        <>
          <ActionButton label={t('clock.earlier')} shortcut="[" onClick={() => go(-7)} />
          <ActionButton
            label={t('clock.later')}
            shortcut="]"
            disabledReason={addDays(fromOn, 7) > today ? t('failure.clock.inFuture') : null}
            onClick={() => go(7)}
          />
        </>
      }
    >
      {failure ? <ErrorState failure={failure} onRetry={retry} /> : data ? <Record sheet={data} /> : <Loading />}
    </Page>
  )
}

function Record({ sheet }: { sheet: Sheet }) {
  const t = useT()
  const { can } = useSession()
  const [opened, setOpened] = useState<Punch | 'add' | 'badge' | null>(null)
  const needs = can('clock.correct') ? null : t('failure.platform.notAllowed')
  return (
    <>
      <Columns sizes="mainFirst">
        <Panel
          flush
          title={`${t('clock.worked')}: ${timeText(sheet.total.workedMs)}`}
          actions={<ActionButton size="xs" label={t('clock.add')} disabledReason={needs} onClick={() => setOpened('add')} />}
        >
          {sheet.days.map((day) => (
            <DayRow key={day.on} day={day} />
          ))}
        </Panel>
        <Panel title={t('clock.total')} actions={<ActionButton size="xs" label={t('clock.badge')} disabledReason={needs} onClick={() => setOpened('badge')} />}>
          <Facts
            facts={[
              [t('clock.worked'), <strong key="w">{timeText(sheet.total.workedMs)}</strong>],
              [t('clock.onJobs'), timeText(sheet.total.jobMs)],
              [t('clock.breaks'), timeText(sheet.total.breakMs)],
              [t('clock.badge'), sheet.badge && <Code key="b">{sheet.badge}</Code>],
            ]}
          />
        </Panel>
      </Columns>
      <Panel flush title={t('clock.punches')} hint={t('clock.punchesHint')}>
        {sheet.punches.length === 0 ? <EmptyState text={t('clock.noPunches')} /> : <Punches punches={sheet.punches} needs={needs} onCorrect={setOpened} />}
      </Panel>
      {opened === 'add' && <AddPunchForm employeeId={sheet.employeeId} onClose={() => setOpened(null)} />}
      {opened === 'badge' && <BadgeForm employeeId={sheet.employeeId} code={sheet.badge} onClose={() => setOpened(null)} />}
      {opened !== null && typeof opened === 'object' && <CorrectForm punch={opened} onClose={() => setOpened(null)} />}
    </>
  )
}

function DayRow({ day }: { day: DayOfSheet }) {
  const t = useT()
  const isEmpty = day.stretches.length === 0
  return (
    <div className={classes.day} data-empty={isEmpty || undefined}>
      <Day on={day.on} />
      <ul className={classes.stretches}>
        {isEmpty && <li>{t('clock.free')}</li>}
        {day.stretches.map((one) => (
          <li key={one.punchId} className={classes.stretch}>
            <StretchWords stretch={one} />
          </li>
        ))}
      </ul>
      <strong className={classes.sum}>{isEmpty ? '' : timeText(day.workedMs)}</strong>
    </div>
  )
}

function StretchWords({ stretch: { activity, startAt, endAt, jobNumber, isForgotten } }: { stretch: Stretch }) {
  const t = useT()
  return (
    <>
      <bdi>
        <Time at={startAt} />–{endAt === null ? t('clock.now') : <Time at={endAt} />}
      </bdi>
      <ActivityBadge activity={activity} look="plain" />
      {activity === 'job' && <Code>{jobNumber}</Code>}
      {isForgotten && <span className={classes.bad}>{t('clock.forgotten')}</span>}
    </>
  )
}

function Punches({ punches, needs, onCorrect }: { punches: readonly Punch[]; needs: string | null; onCorrect: (punch: Punch) => void }) {
  const t = useT()
  const standing = (one: Punch) => !punches.some((other) => other.replacesId === (one.replacesId ?? one.id) && other.id > one.id)
  const cells: readonly (readonly [string, (one: Punch) => ReactNode])[] = [
    [t('clock.at'), (one) => <DateTime at={one.at} />],
    [t('clock.what'), (one) => (one.kind === 'void' ? t('clock.removed') : <ActivityBadge look="plain" activity={one.kind} />)],
    [t('order.job'), (one) => one.jobNumber && <Code>{one.jobNumber}</Code>],
    [t('clock.madeBy'), (one) => <bdi>{`${t(`clock.source.${one.source}`)} · ${one.userName}`}</bdi>],
    [
      t('common.note'),
      (one) => (
        <>
          <bdi>{one.reason}</bdi>
          {one.driftMs !== null && Math.abs(one.driftMs) >= 120_000 && (
            <span className={classes.bad}> {t('clock.drifted', { minutes: Math.round(Math.abs(one.driftMs) / 60_000) })}</span>
          )}
        </>
      ),
    ],
  ]
  return (
    <table className={classes.punches}>
      <thead>
        <tr>
          {cells.map(([header]) => (
            <th key={header}>{header}</th>
          ))}
          <th>
            <span className="visually-hidden">{t('clock.correct')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {punches.map((one) => (
          <tr key={one.id}>
            {cells.map(([header, cell], index) => (
              <td key={header} data-gone={(index < 2 && !standing(one)) || undefined}>
                {cell(one)}
              </td>
            ))}
            <td>
              {standing(one) ? (
                <ActionButton size="xs" look="quiet" label={t('clock.correct')} disabledReason={needs} onClick={() => onCorrect(one)} />
              ) : (
                <Dim>{t('clock.replaced')}</Dim>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
