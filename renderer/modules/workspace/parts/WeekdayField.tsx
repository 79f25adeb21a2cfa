import { Chip, Group, InputWrapper } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatWeekday } from '../../../texts/format.ts'
import { useLanguage } from '../../../texts/t.ts'

/** Days of work as figures, 0 is Sunday: `12345`. Shown from the day the week begins with. */
export function WeekdayField({ label, value, onChange, error }: { label: string; value: string; onChange: (value: string) => void; error?: ReactNode }) {
  const language = useLanguage()
  const first = language === 'ar' ? 6 : 1
  const days = Array.from({ length: 7 }, (_, index) => (first + index) % 7)
  return (
    <InputWrapper label={label} error={error}>
      <Chip.Group multiple value={value.split('')} onChange={(next) => onChange([...next].sort().join(''))}>
        <Group gap={6}>
          {days.map((day) => (
            <Chip key={day} value={String(day)} size="xs" radius="sm" variant="outline">
              {formatWeekday(day, language)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </InputWrapper>
  )
}
