import { useList } from '../../../data/queries.ts'
import { lookUp, useT } from '../../../texts/t.ts'
import { DateTime } from '../../../ui/display.tsx'
import { ErrorState, Loading } from '../../../ui/states.tsx'
import classes from './History.module.css'

const SHOWN = 30

/** Who did what to a record, newest first, from the journal. */
export function History({ recordId }: { recordId: string }) {
  const t = useT()
  const list = useList('audit.ofRecord', { recordId, limit: SHOWN })
  if (list.failure) return <ErrorState failure={list.failure} onRetry={list.retry} />
  if (list.isLoading) return <Loading lines={3} />
  if (list.rows.length === 0) return <p className={classes.empty}>{t('order.historyEmpty')}</p>
  return (
    <ol className={classes.list}>
      {list.rows.map((entry) => (
        <li key={`${entry.seq}:${entry.i}`} className={classes.entry}>
          <span className={classes.deed}>{lookUp(`command.${entry.command}`, entry.command)}</span>
          <span className={classes.who}>
            <bdi>{entry.userName}</bdi> · <DateTime at={entry.at} />
          </span>
        </li>
      ))}
    </ol>
  )
}
