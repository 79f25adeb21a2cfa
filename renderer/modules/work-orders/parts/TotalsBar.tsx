import type { Totals } from '#shared/modules/work-orders/model.ts'
import { useT } from '../../../texts/t.ts'
import { typedText } from '../../../ui/decimal.ts'
import { Money } from '../../../ui/display.tsx'
import classes from './TotalsBar.module.css'

/** `19%` of basis points; without a space it keeps its order among Arabic words. */
export const rateText = (rateBp: number): string => `${typedText(rateBp, 2, false)}%`

/** Net, tax of each rate with what it was computed from, total. */
export function TotalsBar({ totals, taxInclusive = false }: { totals: Totals; taxInclusive?: boolean }) {
  const t = useT()
  const taxText = (rateBp: number, baseMinor: number, taxMinor: number) => {
    if (rateBp === 0) return t('lines.taxFree', { base: baseMinor })
    return taxInclusive
      ? t('lines.taxContained', { tax: rateText(rateBp), amount: baseMinor + taxMinor })
      : t('lines.taxOf', { rate: rateText(rateBp), base: baseMinor })
  }
  return (
    <dl className={classes.totals} aria-label={t('lines.total')}>
      <div className={classes.part}>
        <dt>{t('lines.netTotal')}</dt>
        <dd>
          <Money minor={totals.netMinor} />
        </dd>
      </div>
      {totals.taxes.map(({ rateBp, baseMinor, taxMinor }) => (
        <div key={rateBp} className={classes.part}>
          <dt>{taxText(rateBp, baseMinor, taxMinor)}</dt>
          <dd>
            <Money minor={taxMinor} />
          </dd>
        </div>
      ))}
      <div className={classes.total}>
        <dt>{t('lines.total')}</dt>
        <dd>
          <Money minor={totals.totalMinor} strong />
        </dd>
      </div>
    </dl>
  )
}
