import { useRef, useState } from 'react'
import { MAX_CALENDAR_CHARS } from '#shared/modules/calendar/model.ts'
import { useCommand } from '../../../data/command.ts'
import type { Output } from '../../../data/client.ts'
import { useQuery } from '../../../data/queries.ts'
import { useShop } from '../../../data/shop.ts'
import { failureText } from '../../../texts/failure.ts'
import { formatDateTime, formatDay } from '../../../texts/format.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { localDate } from '#shared/kernel/time.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Select } from '../../../ui/fields.tsx'
import { notify } from '../../../ui/notify.ts'
import { Fields, Panel } from '../../../ui/Page.tsx'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import { ErrorState, Loading, Notice } from '../../../ui/states.tsx'
import { Row, Rows } from '../../../ui/Rows.tsx'
import classes from './Calendars.module.css'

/** A calendar file, what it would become, and what is left out of it and why; then taken over. */
export function ImportCalendar() {
  const t = useT()
  const { locations } = useShop()
  const technicians = useQuery('staff.technicians', {}).data ?? []
  const [kind, setKind] = useState<'holiday' | 'absence'>('holiday')
  const [employeeId, setEmployeeId] = useState<string | null>(null)
  const [locationId, setLocationId] = useState<string | null>(null)
  const [file, setFile] = useState<{ name: string; text: string } | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const run = useCommand('calendar.importFile')
  const target = kind === 'holiday' ? { kind, locationId } : employeeId === null ? null : { kind, employeeId }
  const asked = { text: file?.text ?? '', target: target ?? { kind: 'holiday' as const, locationId: null } }
  const preview = useQuery('calendar.preview', asked, { enabled: file !== null && target !== null })
  const choose = async (chosen: File) => setFile({ name: chosen.name, text: (await chosen.text()).slice(0, MAX_CALENDAR_CHARS) })
  const takeOver = async () => {
    const done = await run.run(asked)
    if (!done.ok) return notify.failed(failureText(done.error))
    notify.done(t('calendar.done', done.value))
    setFile(null)
  }
  const fresh = preview.data?.events.reduce((sum, { times }) => sum + times.filter(({ isKnown }) => !isKnown).length, 0) ?? 0
  return (
    <Panel title={t('calendar.import')} hint={t('calendar.importHint')}>
      <div className={classes.stack}>
        <Fields min={160}>
          <Select
            label={t('calendar.target')}
            allowDeselect={false}
            value={kind}
            data={(['holiday', 'absence'] as const).map((each) => ({ value: each, label: t(`calendar.${each}`) }))}
            onChange={(next) => setKind(next === 'absence' ? 'absence' : 'holiday')}
          />
          {kind === 'absence' ? (
            <Select
              label={t('calendar.employee')}
              searchable
              value={employeeId}
              data={technicians.map(({ id, name }) => ({ value: id as string, label: name }))}
              onChange={setEmployeeId}
            />
          ) : (
            locations.length > 1 && (
              <Select
                label={t('calendar.location')}
                clearable
                placeholder={t('calendar.everyLocation')}
                value={locationId}
                data={locations.map(({ id, name }) => ({ value: id as string, label: name }))}
                onChange={setLocationId}
              />
            )
          )}
        </Fields>
        <div>
          <ActionButton label={t('calendar.choose')} onClick={() => input.current?.click()} /> {file && <bdi>{file.name}</bdi>}
        </div>
        <input
          ref={input}
          type="file"
          aria-label={t('calendar.choose')}
          className="visually-hidden"
          tabIndex={-1}
          accept=".ics,.ical,.ifb,.icalendar,text/calendar"
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? []
            event.currentTarget.value = ''
            if (chosen) void choose(chosen)
          }}
        />
        {file !== null && target !== null && (
          <>
            {preview.failure ? (
              <ErrorState failure={preview.failure} onRetry={preview.retry} />
            ) : preview.data ? (
              <Found found={preview.data} />
            ) : (
              <Loading lines={4} />
            )}
            <div>
              <ActionButton
                look="primary"
                label={t('calendar.run', { count: fresh })}
                busy={run.isRunning}
                disabledReason={fresh === 0 ? t('calendar.nothing') : null}
                onClick={() => void takeOver()}
              />
            </div>
          </>
        )}
      </div>
    </Panel>
  )
}

const SHOWN = 100

function Found({ found: { events, leftOut } }: { found: Output<'calendar.preview'> }) {
  const t = useT()
  const language = useLanguage()
  const zone = useShop().company?.zone ?? 'UTC'
  const when = (at: number, allDay: boolean) => (allDay ? formatDay(localDate(at, zone), language) : formatDateTime(at, language))
  return (
    <>
      {events.length === 0 && <Notice tone="waiting">{t('calendar.nothing')}</Notice>}
      {events.length > 0 && (
        <Rows scrolls label={t('calendar.found')}>
          {events.slice(0, SHOWN).map(({ uid, summary, allDay, isRecurring, unknownZone, times }, i) => {
            const fresh = times.filter(({ isKnown }) => !isKnown).length
            const [first] = times
            return (
              <Row
                key={`${uid} ${i}`}
                end={
                  fresh === 0 ? <StateBadge tone="off" label={t('calendar.known')} /> : <StateBadge tone="good" label={t('calendar.new', { count: fresh })} />
                }
                under={
                  <>
                    {first && when(first.startAt, allDay)}
                    {isRecurring && ` · ${t('calendar.repeats')}, ${t('calendar.times', { count: times.length })}`}
                    {unknownZone && ` · ${t('calendar.unknownZone', { zone: unknownZone })}`}
                  </>
                }
              >
                <strong dir="auto">{summary || uid}</strong>
              </Row>
            )
          })}
        </Rows>
      )}
      {leftOut.length > 0 && (
        <section aria-label={t('calendar.leftOut')}>
          <h3 className={classes.heading}>{t('calendar.leftOut')}</h3>
          <Rows scrolls>
            {leftOut.slice(0, SHOWN).map(({ name, problem, line }, i) => (
              <Row
                key={`${line} ${i}`}
                end={
                  <span className={classes.line}>
                    {t('calendar.line')} {line}
                  </span>
                }
                under={t(`eventProblem.${problem}`)}
              >
                <bdi>{name || '–'}</bdi>
              </Row>
            ))}
          </Rows>
        </section>
      )}
    </>
  )
}
