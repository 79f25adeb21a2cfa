import type { FieldChange, RecordChange } from '#shared/modules/audit/model.ts'
import { useQuery } from '../../../data/queries.ts'
import { lookUp, useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import { ErrorState, Loading } from '../../../ui/states.tsx'
import { useWords } from '../../../ui/words.tsx'
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
        <Record key={record.table + record.recordId} record={record} />
      ))}
      {isLast && next !== null && (
        <div className={classes.more}>
          <ActionButton label={t('audit.moreRecords')} onClick={() => onMore(next)} />
        </div>
      )}
    </>
  )
}

function Record({ record }: { record: RecordChange }) {
  const t = useT()
  return (
    <section className={classes.record}>
      <header className={classes.head}>
        <strong>{lookUp(`record.${record.table}`, record.table)}</strong>
        {record.isNew && <StateBadge tone="info" label={t('audit.isNew')} />}
        <bdi dir="ltr" className={classes.id}>
          {record.recordId}
        </bdi>
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
          {record.fields.map((field) => (
            <tr key={field.field}>
              <th scope="row" dir="ltr">
                {field.field}
              </th>
              {!record.isNew && (
                <td className={classes.before}>
                  <Value field={field} value={field.before} />
                </td>
              )}
              <td>
                <Value field={field} value={field.after} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Units stand in field names: amounts, instants and yes or no are shown as such. */
function Value({ field, value }: { field: FieldChange; value: FieldChange['after'] }) {
  const t = useT()
  const words = useWords()
  if (value === null || value === '') return <span className={classes.nothing}>–</span>
  if (typeof value === 'boolean') return value ? t('common.yes') : t('common.no')
  if (typeof value === 'number' && field.field.endsWith('Minor')) return <bdi>{words.money(value)}</bdi>
  if (typeof value === 'number' && /(At|Until)$/.test(field.field) && value > 0) return words.dateTime(value)
  return <bdi className={classes.value}>{String(value)}</bdi>
}
