import { SegmentedControl } from '@mantine/core'
import { useGo } from '../../../data/route.tsx'
import { paths } from '../../../paths.ts'
import { useT } from '../../../texts/t.ts'

const PLACES = {
  [paths.purchasing]: 'goods.navOrders',
  [paths.wantedParts]: 'goods.navWanted',
  [paths.partRequests]: 'goods.navRequests',
  [paths.vendorReturns]: 'goods.navReturns',
  [paths.cores]: 'goods.navCores',
  [paths.suppliers]: 'goods.navSuppliers',
} as const
type Place = keyof typeof PLACES
const ALL = Object.keys(PLACES) as Place[] // the keys of the object above

/** The places of purchasing, side by side on each of them. */
export function PurchasingNav({ at }: { at: Place }) {
  const t = useT()
  const go = useGo()
  return (
    <div style={{ flex: 'none', overflowX: 'auto' }}>
      <SegmentedControl
        aria-label={t('purchasing.title')}
        value={at}
        onChange={(next) => go({ to: ALL.find((place) => place === next) ?? at })}
        data={ALL.map((value) => ({ value, label: t(PLACES[value]) }))}
      />
    </div>
  )
}
