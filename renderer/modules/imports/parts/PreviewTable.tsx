import type { Verdict } from '#shared/modules/imports/model.ts'
import type { Output } from '../../../data/client.ts'
import type { QueryState } from '../../../data/queries.ts'
import { useT } from '../../../texts/t.ts'
import { DataTable } from '../../../ui/DataTable.tsx'
import { StateBadge, type Tone } from '../../../ui/StateBadge.tsx'
import { ErrorState } from '../../../ui/states.tsx'
import { tableOf } from '../../../ui/table-of.ts'
import classes from './imports.module.css'

const TONES: Readonly<Record<Verdict, Tone>> = { added: 'good', unchanged: 'neutral', bad: 'bad' }

/** What importing would do: counts over all rows, and the first hundred one by one. */
export function PreviewTable({ preview, headers }: { preview: QueryState<Output<'imports.preview'>>; headers: readonly string[] }) {
  const t = useT()
  const { data, failure, retry } = preview
  if (failure) return <ErrorState failure={failure} onRetry={retry} />
  return (
    <>
      {data && (
        <output className={classes.counts}>
          <StateBadge tone="good" label={t('imports.rowsIn', { count: data.counts.added })} />
          <StateBadge tone="neutral" label={t('imports.rowsKnown', { count: data.counts.unchanged })} />
          <StateBadge tone={data.counts.bad > 0 ? 'bad' : 'neutral'} label={t('imports.rowsBad', { count: data.counts.bad })} />
        </output>
      )}
      <DataTable
        label={t('imports.preview')}
        list={tableOf({ ...preview, data: data?.rows })}
        height={300}
        rowKey={(row) => String(row.line)}
        rowTone={(row) => (row.verdict === 'bad' ? 'bad' : undefined)}
        columns={[
          { key: 'line', header: t('imports.line'), width: '70px', align: 'end', card: 'title', cell: (row) => row.line },
          {
            key: 'verdict',
            header: t('imports.verdict'),
            width: '150px',
            card: 'badge',
            cell: (row) => <StateBadge tone={TONES[row.verdict]} label={t(`imports.verdicts.${row.verdict}`)} look="plain" />,
          },
          ...headers.map((header, at) => ({
            key: `${at}`,
            header,
            width: 'minmax(110px, 1fr)',
            cell: (row: Output<'imports.preview'>['rows'][number]) => <span dir="auto">{row.texts[at]}</span>,
          })),
          {
            key: 'problems',
            header: t('imports.problem'),
            width: 'minmax(160px, 2fr)',
            cell: (row) => row.problems.map((problem) => t(`importProblem.${problem.code}`)).join(' '),
          },
        ]}
      />
    </>
  )
}
