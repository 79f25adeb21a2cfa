import type { RecordChange } from '#shared/modules/audit/model.ts'
import type { Output } from '../../../data/client.ts'
import { useQuery } from '../../../data/queries.ts'
import { fieldText, isShown, valueText } from '../../../texts/fields.ts'
import { lookUp, useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import { ErrorState, Loading } from '../../../ui/states.tsx'
import classes from './RecordChanges.module.css'

interface RecordChangesProps {
  seq: number
  after: number | undefined
  /** Of the parts on the screen: only there the way to the next one is offered. */
  isLast: boolean
  onMore: (next: number) => void
}

/** One part of an entry's changed records: 200 at most, as an import changes thousands. */
export function RecordChanges({ seq, after, isLast, onMore }: RecordChangesProps) {
  const t = useT()
  const { data, failure, retry } = useQuery('audit.entry', { seq, ...(after !== undefined && { after }) })
  if (failure) return <ErrorState failure={failure} onRetry={retry} />
  if (!data) return <Loading />
  const { next } = data
  return (
    <>
      {data.records.map((record) => (
        <Record key={record.table + record.recordId} record={record} names={data.names} />
      ))}
      {isLast && next !== null && (
        <div className={classes.more}>
          <ActionButton label={t('audit.moreRecords')} onClick={() => onMore(next)} />
        </div>
      )}
    </>
  )
}

function Record({ record, names }: { record: RecordChange; names: Output<'audit.entry'>['names'] }) {
  const t = useT()
  return (
    <section className={classes.record}>
      <header className={classes.head}>
        <strong>{lookUp(`record.${record.table}`, record.table)}</strong>
        {names[record.recordId] && <bdi>{names[record.recordId]}</bdi>}
        {record.isNew && <StateBadge tone="info" label={t('audit.isNew')} />}
        <span className={classes.id}>
          <bdi dir="ltr">{record.recordId}</bdi>
        </span>
      </header>
      <table className={classes.fields}>
        <thead>
          <tr>
            <th scope="col">{t('audit.field')}</th>
            {!record.isNew && <th scope="col">{t('audit.before')}</th>}
            <th scope="col">{t('audit.after')}</th>
          </tr>
        </thead>
        <tbody>
          {record.fields
            .filter(({ field }) => isShown(field))
            .map(({ field, before, after }) => (
              <tr key={field}>
                <th scope="row">{fieldText(field)}</th>
                {!record.isNew && (
                  <td className={classes.before}>
                    <bdi className={classes.value}>{valueText(record.table, field, before, names)}</bdi>
                  </td>
                )}
                <td>
                  <bdi className={classes.value}>{valueText(record.table, field, after, names)}</bdi>
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  )
}
