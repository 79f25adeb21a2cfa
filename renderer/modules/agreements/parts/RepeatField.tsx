import { Checkbox } from '@mantine/core'
import { addDays, weekday } from '#shared/kernel/time.ts'
import { REPEAT_UNITS, type Repeat } from '#shared/modules/agreements/model.ts'
import { monthDayOf, nthOf, repeatOf, ruleOf, usualRepeat } from '#shared/modules/agreements/rules/repeat.ts'
import { formatWeekday } from '../../../texts/format.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { DateField, IntegerField, Select } from '../../../ui/fields.tsx'
import { Fields } from '../../../ui/Page.tsx'
import { monthDayText, nthText } from './repeat-text.ts'
import classes from './Repeat.module.css'

interface RepeatFieldProps {
  /** RFC 5545 text. */
  value: string
  onChange: (rule: string) => void
  /** The first day: what a monthly or weekly rule begins from. */
  startOn: string
  error?: React.ReactNode
}

/** How often something comes again, as people say it: every so many days, weeks, months or years, on which day, until when. */
export function RepeatField({ value, onChange, startOn, error }: RepeatFieldProps) {
  const t = useT()
  const language = useLanguage()
  const repeat = repeatOf(value) ?? usualRepeat(startOn)
  const set = (patch: Partial<Repeat>) => onChange(ruleOf({ ...repeat, ...patch }))
  const changeUnit = (unit: Repeat['unit']) =>
    set({ unit, weekdays: unit === 'week' ? [weekday(startOn)] : [], monthDay: unit === 'month' ? monthDayOf(startOn) : null, nth: null })
  const ends = repeat.count !== null ? 'after' : repeat.untilOn !== null ? 'until' : 'never'
  const changeEnd = (end: string | null) => set({ count: end === 'after' ? 10 : null, untilOn: end === 'until' ? addDays(startOn, 365) : null })
  return (
    <fieldset className={classes.frame} aria-label={t('agreements.rule')}>
      <legend>{t('agreements.rule')}</legend>
      <Fields min={120}>
        <IntegerField label={t('repeat.every')} value={repeat.every} onChange={(every) => every !== null && every >= 1 && every <= 99 && set({ every })} />
        <Select
          label={t('repeat.unit')}
          allowDeselect={false}
          value={repeat.unit}
          data={REPEAT_UNITS.map((unit) => ({ value: unit, label: t(`repeat.unit_${unit}`) }))}
          onChange={(unit) => changeUnit(REPEAT_UNITS.find((known) => known === unit) ?? 'month')}
        />
      </Fields>
      {repeat.unit === 'week' && (
        <Checkbox.Group
          label={t('repeat.weekdays')}
          value={(repeat.weekdays.length > 0 ? repeat.weekdays : [weekday(startOn)]).map(String)}
          onChange={(days) => days.length > 0 && set({ weekdays: days.map(Number) })}
        >
          <div className={classes.days}>
            {[1, 2, 3, 4, 5, 6, 0].map((day) => (
              <Checkbox key={day} value={String(day)} label={formatWeekday(day, language)} />
            ))}
          </div>
        </Checkbox.Group>
      )}
      {repeat.unit === 'month' && (
        <Select
          label={t('repeat.onDay')}
          allowDeselect={false}
          value={repeat.nth === null ? `day ${repeat.monthDay ?? monthDayOf(startOn)}` : `nth ${repeat.nth.which} ${repeat.nth.weekday}`}
          data={monthChoices(repeat, startOn).map((choice) => ({
            value: choice.nth === null ? `day ${choice.monthDay}` : `nth ${choice.nth.which} ${choice.nth.weekday}`,
            label: choice.nth === null ? monthDayText(choice.monthDay ?? -1, t) : nthText(choice.nth, t, language),
          }))}
          onChange={(chosen) => {
            const [kind, first = '', second = ''] = chosen?.split(' ') ?? []
            set(kind === 'nth' ? { monthDay: null, nth: { which: Number(first), weekday: Number(second) } } : { monthDay: Number(first), nth: null })
          }}
        />
      )}
      <Fields min={150}>
        <Select
          label={t('repeat.ends')}
          allowDeselect={false}
          value={ends}
          data={(['never', 'after', 'until'] as const).map((end) => ({ value: end, label: t(`repeat.${end}`) }))}
          onChange={changeEnd}
        />
        {ends === 'after' && (
          <IntegerField label={t('repeat.count')} value={repeat.count} onChange={(count) => count !== null && count >= 1 && count <= 999 && set({ count })} />
        )}
        {ends === 'until' && <DateField label={t('repeat.lastDay')} value={repeat.untilOn} onChange={(untilOn) => untilOn !== null && set({ untilOn })} />}
      </Fields>
      {error && <p className={classes.error}>{error}</p>}
    </fieldset>
  )
}

type MonthChoice = Pick<Repeat, 'monthDay' | 'nth'>
/** What the first day suggests, and what is chosen now: its day of the month, its weekday, the last ones. */
function monthChoices(repeat: Repeat, startOn: string): MonthChoice[] {
  const nth = nthOf(startOn)
  const all: MonthChoice[] = [
    { monthDay: Number(startOn.slice(8)), nth: null },
    { monthDay: -1, nth: null },
    { monthDay: null, nth },
    { monthDay: null, nth: { ...nth, which: -1 } },
    { monthDay: repeat.nth === null ? (repeat.monthDay ?? monthDayOf(startOn)) : null, nth: repeat.nth },
  ]
  return all.filter((choice, i) => all.findIndex((other) => JSON.stringify(other) === JSON.stringify(choice)) === i)
}
