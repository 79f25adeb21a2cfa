import { useT } from '../texts/t.ts'
import { EmptyState } from '../ui/states.tsx'

/** Stands where a page is not written yet. */
export function SoonPage() {
  const t = useT()
  return <EmptyState title={t('crash.soonTitle')} text={t('crash.soonText')} />
}
