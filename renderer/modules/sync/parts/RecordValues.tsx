import type { Output } from '../../../data/client.ts'
import { fieldText, isShown, valueText } from '../../../texts/fields.ts'
import { lookUp, useT } from '../../../texts/t.ts'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import classes from './sync.module.css'

type Entry = Output<'sync.entry'>

/** What an entry said of one record, in the words of the counter. */
export function RecordValues({ record, names }: { record: Entry['records'][number]; names: Entry['names'] }) {
  const t = useT()
  const { table, fields, isNew, label } = record
  return (
    <section className={classes.record}>
      <header className={classes.recordHead}>
        <strong>{lookUp(`record.${table}`, table)}</strong>
        <bdi>{label}</bdi>
        {isNew && <StateBadge tone="info" label={t('audit.isNew')} />}
      </header>
      <table className={classes.fields}>
        <thead>
          <tr>
            <th scope="col">{t('audit.field')}</th>
            {!isNew && <th scope="col">{t('audit.before')}</th>}
            <th scope="col">{t('audit.after')}</th>
          </tr>
        </thead>
        <tbody>
          {fields
            .filter(({ field }) => isShown(field))
            .map(({ field, before, after }) => (
              <tr key={field}>
                <th scope="row">{fieldText(field)}</th>
                {!isNew && <td dir="auto">{valueText(table, field, before, names)}</td>}
                <td dir="auto">{valueText(table, field, after, names)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  )
}
