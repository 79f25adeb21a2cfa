import { Modal } from '@mantine/core'
import type { Id } from '#shared/kernel/ids.ts'
import type { TillReport } from '#shared/modules/pos/model.ts'
import { useQuery } from '../../../data/queries.ts'
import { useT } from '../../../texts/t.ts'
import { Code, DateTime, Money } from '../../../ui/display.tsx'
import { Facts } from '../../../ui/Page.tsx'
import { ErrorState, Loading } from '../../../ui/states.tsx'
import { rateText } from '../../work-orders/parts/TotalsBar.tsx'
import classes from './Sale.module.css'

/** The X of an open till, or the Z of one that was closed. */
export function ReportPanel({ tillId, isOpen = false, onClose }: { tillId: Id<'till'>; isOpen?: boolean; onClose(): void }) {
  const t = useT()
  const { data, failure, retry } = useQuery(isOpen ? 'pos.xReport' : 'pos.zReport', { tillId })
  return (
    <Modal opened title={isOpen ? t('till.x') : t('till.z')} onClose={onClose} size="lg">
      {failure ? <ErrorState failure={failure} onRetry={retry} /> : data ? <Report report={data} /> : <Loading />}
    </Modal>
  )
}

function Report({ report }: { report: TillReport }) {
  const t = useT()
  const { till } = report
  const rows: readonly (readonly [string, number | null, number])[] = [
    [t('lines.netTotal'), null, report.netMinor],
    ...report.taxes.map(({ rateBp, baseMinor, taxMinor }) => [t('lines.taxOf', { rate: rateText(rateBp), base: baseMinor }), null, taxMinor] as const),
    [t('till.advances'), null, report.advanceMinor],
    [t('lines.total'), report.sales, report.totalMinor],
    [t('till.rounding'), null, report.roundingMinor],
    ...report.tenders.map(({ method, count, amountMinor }) => [t(`tender.${method}`), count, amountMinor] as const),
    [t('till.pendingSum'), null, report.pendingMinor],
    ...report.cash.map(({ kind, count, amountMinor }) => [`${t('till.cash')}: ${t(`tillEntry.${kind}`)}`, count, amountMinor] as const),
    [t('till.balance'), null, report.balanceMinor],
  ]
  return (
    <>
      <Facts
        facts={[
          [t('till.number'), <Code key="n">{till.number}</Code>],
          [t('till.openedAt'), <DateTime key="o" at={till.openedAt} />],
          [t('till.closedAt'), till.closedAt !== null && <DateTime key="c" at={till.closedAt} />],
          [t('till.expected'), till.expectedMinor !== null && <Money key="e" minor={till.expectedMinor} />],
          [t('till.counted'), till.countedMinor !== null && <Money key="m" minor={till.countedMinor} />],
          [
            t('tillEntry.difference'),
            till.countedMinor !== null && till.expectedMinor !== null && <Money key="d" minor={till.countedMinor - till.expectedMinor} strong />,
          ],
          [t('common.note'), till.note && <bdi key="t">{till.note}</bdi>],
        ]}
      />
      <table className={classes.table}>
        <tbody>
          {rows.map(([label, count, amountMinor]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td data-end>{count}</td>
              <td data-end>
                <Money minor={amountMinor} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
