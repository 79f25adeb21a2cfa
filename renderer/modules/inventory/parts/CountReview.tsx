import type { CountLine } from '#shared/modules/inventory/model/counts.ts'
import type { Output } from '../../../data/client.ts'
import { useT } from '../../../texts/t.ts'
import { Code, Money } from '../../../ui/display.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import { Quantity } from './Quantity.tsx'
import classes from './stock.module.css'

/** What was counted against what should be there, the dearest differences first. */
export function CountReview({ count: { lines, differenceMinor } }: { count: Output<'inventory.count'> }) {
  const t = useT()
  const sorted = lines.toSorted((a, b) => Math.abs(b.differenceMinor ?? 0) - Math.abs(a.differenceMinor ?? 0))
  return (
    <Panel
      flush
      title={t('counts.difference')}
      actions={
        differenceMinor !== null && (
          <span>
            {t('counts.differenceValue')}: <Money minor={differenceMinor} strong />
          </span>
        )
      }
    >
      {sorted.length === 0 && <EmptyState title={t('counts.listNone')} />}
      <div className={classes.rows}>
        {sorted.map((line) => (
          <CountRow key={`${line.itemId} ${line.lotId}`} line={line} />
        ))}
      </div>
    </Panel>
  )
}

/** What lies there of a tracked part of no lot. */
export const isOfNoLot = ({ tracking, lotId }: Pick<CountLine, 'tracking' | 'lotId'>): boolean => tracking !== 'none' && lotId === null

/** One item or lot of a count; pressing it counts it again where that is possible. */
export function CountRow({ line, onOpen }: { line: CountLine; onOpen?: () => void }) {
  const t = useT()
  const { name, sku, bin, lotCode, unit, countedMilli, expectedMilli, differenceMilli, differenceMinor, times, userName, needsRecount } = line
  const inside = (
    <>
      <span className={classes.words}>
        <strong dir="auto">{name}</strong>
        <span className={classes.small}>
          <Code>{[sku, bin, lotCode].filter((part) => part !== '').join(' · ')}</Code>
          {isOfNoLot(line) && <span>{t('lots.ofNone')}</span>}
          <bdi>{userName}</bdi>
          {times > 1 && <span>{t('counts.times', { count: times })}</span>}
          {needsRecount && <StateBadge look="plain" tone="waiting" label={t('counts.again')} />}
        </span>
      </span>
      <span className={classes.numbers}>
        <strong>
          <Quantity milli={countedMilli} unit={unit} />
        </strong>
        {differenceMilli !== null &&
          (differenceMilli === 0 ? (
            <StateBadge look="plain" tone="good" label={t('counts.agrees')} />
          ) : (
            <span className={classes.small}>
              <span>
                {t('counts.expected')} <Quantity milli={expectedMilli ?? 0} />
              </span>
              <strong style={{ color: 'var(--bad)' }}>
                <Quantity milli={differenceMilli} signed />
              </strong>
              <Money minor={differenceMinor ?? 0} />
            </span>
          ))}
      </span>
    </>
  )
  const tone = differenceMilli !== null && differenceMilli !== 0 && needsRecount ? 'bad' : undefined
  return onOpen ? (
    <button type="button" className={classes.row} data-tone={tone} onClick={onOpen}>
      {inside}
    </button>
  ) : (
    <div className={classes.row} data-tone={tone}>
      {inside}
    </div>
  )
}
