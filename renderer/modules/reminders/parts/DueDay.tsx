import { formatNumber } from '../../../texts/format.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { Day, Dim } from '../../../ui/display.tsx'

/** When a service is due: the day, and the mileage where one is agreed on. */
export function DueDay({ dueOn, dueKm, by }: { dueOn: string; dueKm: number | null; by: 'date' | 'mileage' }) {
  const t = useT()
  const language = useLanguage()
  const km = dueKm === null ? null : <bdi>{t('reminders.atKm', { km: formatNumber(dueKm, language) })}</bdi>
  return (
    <span>
      <Day on={dueOn} /> {km && (by === 'mileage' ? <strong>{km}</strong> : <Dim>{km}</Dim>)}
    </span>
  )
}
