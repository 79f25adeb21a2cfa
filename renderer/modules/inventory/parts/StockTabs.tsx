import { paths } from '../../../paths.ts'
import { TextLink } from '../../../data/route.tsx'
import { useT } from '../../../texts/t.ts'
import classes from './stock.module.css'

const TABS = [
  [paths.stock, 'stock.levels'],
  [paths.stockCounts, 'counts.title'],
  [paths.stockTransfers, 'transfers.title'],
  [paths.stockLots, 'lots.title'],
  [paths.stockLimits, 'demand.tab'],
  [paths.stockWorth, 'worth.title'],
] as const

/** From one part of stock to another. */
export function StockTabs({ here }: { here: (typeof TABS)[number][0] }) {
  const t = useT()
  return (
    <nav className={classes.tabs} aria-label={t('stock.sections')}>
      {TABS.map(([to, label]) => (
        <span key={to} className={classes.tab} data-here={to === here || undefined}>
          <TextLink to={to}>{t(label)}</TextLink>
        </span>
      ))}
    </nav>
  )
}
