import type { PriceChange, Target, Verdict } from '#shared/modules/imports/model.ts'
import type { Output } from '../../../data/client.ts'
import type { QueryState } from '../../../data/queries.ts'
import { lookUp, useT } from '../../../texts/t.ts'
import { DataTable } from '../../../ui/DataTable.tsx'
import { Dim, Money } from '../../../ui/display.tsx'
import { StateBadge, type Tone } from '../../../ui/StateBadge.tsx'
import { ErrorState } from '../../../ui/states.tsx'
import { tableOf } from '../../../ui/table-of.ts'
import { Change } from '../../purchasing/parts/Change.tsx'
import classes from './imports.module.css'

const TONES: Readonly<Record<Verdict, Tone>> = { added: 'good', unchanged: 'neutral', bad: 'bad' }

interface PreviewTableProps {
  target: Target
  preview: QueryState<Output<'imports.preview'>>
  headers: readonly string[]
}
type Row = Output<'imports.preview'>['rows'][number]

/** What importing would do: counts over all rows, and the first hundred one by one. */
export function PreviewTable({ target, preview, headers }: PreviewTableProps) {
  const t = useT()
  const { data, failure, retry } = preview
  if (failure) return <ErrorState failure={failure} onRetry={retry} />
  const wordsOf = ({ code, field }: Row['problems'][number]) => {
    const problem = t(`importProblem.${code}`)
    return field === null ? problem : t('imports.problemOf', { field: lookUp(`importField.${field}`, field), problem })
  }
  return (
    <>
      {data && (
        <output className={classes.counts}>
          <StateBadge
            tone="good"
            label={target === 'prices' ? t('imports.rowsPrices', { count: data.counts.added }) : t('imports.rowsIn', { count: data.counts.added })}
          />
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
          ...(target === 'prices'
            ? [
                {
                  key: 'change',
                  header: t('imports.priceChange'),
                  width: 'minmax(210px, 2fr)',
                  cell: (row: Row) => row.change && <PriceStep change={row.change} />,
                },
              ]
            : []),
          ...headers.map((header, at) => ({
            key: `${at}`,
            header,
            width: 'minmax(110px, 1.4fr)',
            cell: (row: Row) => <span dir="auto">{row.texts[at]}</span>,
          })),
          {
            key: 'problems',
            header: t('imports.problem'),
            width: 'minmax(160px, 2fr)',
            cell: (row) => {
              const words = row.problems.map(wordsOf).join(' ')
              return <span title={words}>{words}</span>
            },
          },
        ]}
      />
    </>
  )
}

/** The price of a pack before and after, and by how much it moves. */
function PriceStep({ change: { beforeMinor, afterMinor, isNew } }: { change: PriceChange }) {
  const t = useT()
  return (
    <span style={{ display: 'inline-flex', gap: 8 }}>
      {beforeMinor === null ? (
        <Dim>{isNew ? t('imports.priceNewItem') : t('imports.priceNewOffer')}</Dim>
      ) : (
        <Dim>
          <s>
            <Money minor={beforeMinor} />
          </s>
        </Dim>
      )}
      <Money minor={afterMinor} strong />
      <Change before={beforeMinor} after={afterMinor} />
    </span>
  )
}
