import { type Ageing, BUCKETS } from '#shared/modules/invoicing/model.ts'
import { useT } from '../../../texts/t.ts'
import { Money } from '../../../ui/display.tsx'
import { Panel } from '../../../ui/Page.tsx'
import classes from './Ageing.module.css'

/** What is owed, what of it is late, and how old it is: figure, bar and words. */
export function AgeingPanel({ ageing }: { ageing: Ageing }) {
  const t = useT()
  const { balanceMinor, overdueMinor, creditMinor, buckets } = ageing
  return (
    <Panel>
      <div className={classes.sums}>
        <span className={classes.sum}>
          <span className={classes.label}>{balanceMinor < 0 ? t('account.hasCredit') : t('account.owes')}</span>
          <span className={classes.amount} {...(balanceMinor < 0 && { 'data-tone': 'good' })}>
            <Money minor={Math.abs(balanceMinor)} />
          </span>
        </span>
        <span className={classes.sum}>
          <span className={classes.label}>{t('account.overdue')}</span>
          <span className={classes.amount} {...(overdueMinor > 0 && { 'data-tone': 'bad' })}>
            <Money minor={overdueMinor} />
          </span>
        </span>
        <span className={classes.sum}>
          <span className={classes.label}>{t('account.credit')}</span>
          <span className={classes.amount}>
            <Money minor={creditMinor} />
          </span>
        </span>
      </div>
      <div className={classes.bar} aria-hidden="true">
        {BUCKETS.map(
          (bucket) => buckets[bucket] > 0 && <span key={bucket} className={classes.part} data-bucket={bucket} style={{ flexGrow: buckets[bucket] }} />,
        )}
      </div>
      <ul className={classes.buckets}>
        {BUCKETS.map((bucket) => (
          <li key={bucket} className={buckets[bucket] === 0 ? classes.off : undefined}>
            <span className={classes.label}>{t(`bucket.${bucket}`)}</span>
            <Money minor={buckets[bucket]} strong={buckets[bucket] > 0} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}
