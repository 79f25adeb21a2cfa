import { IconAlertTriangle, IconClock } from '@tabler/icons-react'
import type { OrderView } from '#shared/modules/work-orders/model.ts'
import { useSeen } from '../../../data/seen.ts'
import { useT } from '../../../texts/t.ts'
import { typedText } from '../../../ui/decimal.ts'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import classes from '../Kiosk.module.css'
import { PartMark } from './PartMark.tsx'

type Line = OrderView['lines'][number]

/** A part that is still to come. */
const isMissing = ({ part }: Line): boolean => part === 'onOrder' || part === 'short'
/** What of a line matters at the bench: the work, how much, whether it may be done, and whether its part is here. */
const printOf = (line: Line): string => JSON.stringify([line.description, line.qtyMilli, line.approval, isMissing(line)])

/** The work of a job, service by service: what the customer has not approved is grey, what came or changed stands out until touched. */
export function KioskLines({ view }: { view: OrderView }) {
  const t = useT()
  const lines = view.lines.filter(({ declined }) => !declined)
  const { newsOf, see } = useSeen(view.order.id, Object.fromEntries(lines.map((line) => [line.id, printOf(line)])))
  const groups = [{ id: null, title: '' }, ...view.services].map(({ id, title }) => ({ title, lines: lines.filter(({ serviceId }) => serviceId === id) }))
  if (lines.length === 0) return <p className={classes.text}>{t('jobs.noLines')}</p>
  return (
    <>
      {groups
        .filter((group) => group.lines.length > 0)
        .map((group) => (
          <section key={group.title}>
            {group.title !== '' && (
              <h3 className={classes.service} dir="auto">
                {group.title}
              </h3>
            )}
            <ul className={classes.lines}>
              {group.lines.map((line) => (
                <KioskLine
                  key={line.id}
                  line={line}
                  // Where nobody was asked yet, the shop does not ask.
                  waits={view.approvals.length > 0 && (line.approval === 'pending' || line.approval === 'changed')}
                  news={newsOf(line.id)}
                  onTouch={() => see(line.id)}
                />
              ))}
            </ul>
          </section>
        ))}
    </>
  )
}

function KioskLine({ line, waits, news, onTouch }: { line: Line; waits: boolean; news: 'new' | 'changed' | null; onTouch: () => void }) {
  const t = useT()
  const content = (
    <>
      <span className={classes.qty}>
        {typedText(line.qtyMilli, 3, false)} {line.kind === 'labor' ? t('lines.hours') : '×'}
      </span>
      <bdi>{line.description}</bdi>
      {line.itemCode && (
        <bdi dir="ltr" className={classes.code}>
          {line.itemCode}
        </bdi>
      )}
      <PartMark part={line.part} bin={line.bin} size="lg" />
      {line.kind === 'part' && line.disposition !== 'open' && <StateBadge look="plain" size="lg" tone="good" label={t(`disposition.${line.disposition}`)} />}
      {waits && (
        <span className={classes.askFirst}>
          <IconClock size={20} stroke={2} aria-hidden="true" /> {t('jobs.askFirst')}
        </span>
      )}
      {news !== null && (
        <span className={classes.news}>
          <IconAlertTriangle size={20} stroke={2} aria-hidden="true" /> {t(news === 'new' ? 'jobs.newLine' : 'jobs.changedLine')}
          <small>{t('jobs.touch')}</small>
        </span>
      )}
    </>
  )
  return (
    <li data-waits={waits}>
      {news === null ? (
        <div className={classes.line}>{content}</div>
      ) : (
        <button type="button" className={classes.line} data-news onClick={onTouch}>
          {content}
        </button>
      )}
    </li>
  )
}
