import type { OrderView } from '#shared/modules/work-orders/model.ts'
import { useQuery } from '../../../data/queries.ts'
import { useT } from '../../../texts/t.ts'
import { DateTime, Money } from '../../../ui/display.tsx'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import { ErrorState, Loading } from '../../../ui/states.tsx'
import classes from './Approval.module.css'
import { Signature } from './SignaturePad.tsx'

/** The versions of the estimate that the customer spoke on, newest first, each with its seal. */
export function Approvals({ view }: { view: OrderView }) {
  const t = useT()
  const isAsked = view.approvals.length > 0
  const { data, failure, retry } = useQuery('workOrders.approvals', { workOrderId: view.order.id }, { enabled: isAsked })
  if (failure) return <ErrorState failure={failure} onRetry={retry} />
  if (!isAsked) return <p className={classes.none}>{t('approve.noVersions')}</p>
  if (!data) return <Loading lines={3} />
  return (
    <ol className={classes.versions}>
      {data
        .map((approval, i) => ({ ...approval, version: i + 1 }))
        .toReversed()
        .map(({ id, version, at, person, channel, contact, note, takenBy, content, isIntact, signature }) => (
          <li key={id}>
            <div className={classes.versionHead}>
              <strong>{t('approve.version', { number: version })}</strong>
              <Money minor={content.totalMinor} strong />
            </div>
            <p>
              {t('approve.by', { person, channel: t(`channel.${channel}`) })} <bdi dir="ltr">{contact}</bdi>
            </p>
            <p className={classes.none}>
              <DateTime at={at} /> · {t('approve.taken', { name: takenBy })}
            </p>
            {note !== '' && <p dir="auto">{note}</p>}
            {signature !== '' && <Signature path={signature} />}
            <StateBadge tone={isIntact ? 'good' : 'bad'} look="plain" label={isIntact ? t('approve.intact') : t('approve.broken')} />
            <details>
              <summary>{t('approve.showLines')}</summary>
              <ul className={classes.sealed}>
                {content.lines.map((line) => (
                  <li key={line.id} data-word={line.word}>
                    <span dir="auto">{line.description}</span>
                    <span>{t(`approval.${line.word}`)}</span>
                    <Money minor={line.amountMinor} />
                  </li>
                ))}
              </ul>
            </details>
          </li>
        ))}
    </ol>
  )
}
