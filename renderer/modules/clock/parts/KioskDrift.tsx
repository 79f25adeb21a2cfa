import { driftMinutes } from '#shared/modules/clock/rules.ts'
import { useQuery } from '../../../data/queries.ts'
import { useT } from '../../../texts/t.ts'
import { Notice } from '../../../ui/states.tsx'

/** Tells whoever clocks here, signed in or by badge, that this device's own clock is wrong. Nothing while it is right. */
export function KioskDrift() {
  const t = useT()
  const minutes = driftMinutes(useQuery('sync.joining', {}).data?.clockOffsetMs ?? null)
  return minutes > 0 && <Notice tone="bad">{t('clock.kioskDrift', { count: minutes })}</Notice>
}
