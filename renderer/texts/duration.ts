import { t } from './t.ts'

/** `1 h 20 min`, `45 min`. */
export function durationText(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), Math.round(minutes % 60)]
  return [hours > 0 && t('common.hours', { count: hours }), (rest > 0 || hours === 0) && t('common.minutes', { count: rest })]
    .filter((part) => part !== false)
    .join(' ')
}
