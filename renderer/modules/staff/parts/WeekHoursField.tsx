import { InputWrapper } from '@mantine/core'
import { useState } from 'react'
import type { WeekHours } from '#shared/kernel/hours.ts'
import { formatWeekday } from '../../../texts/format.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { Switch, TextInput } from '../../../ui/fields.tsx'
import { hoursText, parseHours } from './week-hours.ts'
import classes from './WeekHoursField.module.css'

interface WeekHoursFieldProps {
  label: string
  value: WeekHours | null
  onChange: (value: WeekHours | null) => void
}
const USUAL: WeekHours = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromMinutes: 480, untilMinutes: 1020 }))

/** Hours of a usual week, a line a day; null are the shop's own. */
export function WeekHoursField({ label, value, onChange }: WeekHoursFieldProps) {
  const t = useT()
  const language = useLanguage()
  const first = language === 'ar' ? 6 : 1
  return (
    <InputWrapper label={label} description={value === null ? t('weekHours.shops') : t('weekHours.hint')}>
      <div className={classes.week}>
        <Switch label={t('weekHours.own')} checked={value !== null} onChange={(event) => onChange(event.currentTarget.checked ? USUAL : null)} />
        {value !== null &&
          Array.from({ length: 7 }, (_, index) => (first + index) % 7).map((weekday) => (
            <DayHours
              key={weekday}
              weekday={weekday}
              name={formatWeekday(weekday, language)}
              value={value.filter((span) => span.weekday === weekday)}
              onChange={(spans) => onChange([...value.filter((span) => span.weekday !== weekday), ...spans])}
            />
          ))}
      </div>
    </InputWrapper>
  )
}

function DayHours({ weekday, name, value, onChange }: { weekday: number; name: string; value: WeekHours; onChange: (spans: WeekHours) => void }) {
  const t = useT()
  const [typed, setTyped] = useState<string | null>(null)
  const isWrong = typed !== null && parseHours(typed) === null
  return (
    <div className={classes.day}>
      <span className={classes.name}>{name}</span>
      <TextInput
        aria-label={t('weekHours.day', { day: name })}
        dir="ltr"
        placeholder={t('weekHours.placeholder')}
        value={typed ?? hoursText(value)}
        error={isWrong ? t('weekHours.wrong') : undefined}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          const spans = parseHours(event.currentTarget.value)
          if (spans) onChange(spans.map((span) => ({ weekday, ...span })))
        }}
        onBlur={() => {
          if (!isWrong) setTyped(null)
        }}
      />
    </div>
  )
}
