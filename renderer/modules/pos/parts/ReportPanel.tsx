import { type ReactNode, useState } from 'react'
import type { Id } from '#shared/kernel/ids.ts'
import type { TillReport } from '#shared/modules/pos/model.ts'
import { call, transport } from '../../../data/client.ts'
import { useCommand } from '../../../data/command.ts'
import { useQuery } from '../../../data/queries.ts'
import { useSession } from '../../../data/session.ts'
import { failureText } from '../../../texts/failure.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Modal } from '../../../ui/dialogs.tsx'
import { Code, DateTime, Money } from '../../../ui/display.tsx'
import { notify } from '../../../ui/notify.ts'
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
      <div className={classes.pay}>
        {failure ? <ErrorState failure={failure} onRetry={retry} /> : data ? <Report report={data} /> : <Loading />}
        {data && <PrintReport tillId={tillId} />}
      </div>
    </Modal>
  )
}

/** On this device's printer where it has one, else as a file for the roll. */
function PrintReport({ tillId }: { tillId: Id<'till'> }) {
  const t = useT()
  const { can } = useSession()
  const printer = useQuery('pos.printer', {})
  const onPrinter = useCommand('pos.printReport')
  const [isBusy, setIsBusy] = useState(false)
  const print = async () => {
    setIsBusy(true)
    if (printer.data) {
      const done = await onPrinter.run({ tillId })
      if (done.ok) notify.done(t('pos.printing'))
      else notify.failed(failureText(done.error))
    } else {
      const made = await call('pos.reportFile', { tillId })
      if (!made.ok) notify.failed(failureText(made.error))
      else if (!(await transport.printPdf(made.value.fileName, made.value.base64).catch(() => false))) notify.failed(t('invoice.pdfNoPrinter'))
    }
    setIsBusy(false)
  }
  const denied = printer.data && !can('pos.till') ? t('failure.platform.notAllowed') : null
  return <ActionButton fullWidth label={t('till.print')} shortcut="F9" busy={isBusy} disabledReason={denied} onClick={() => void print()} />
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
  const { closedAt, expectedMinor, countedMinor } = till
  const counted: readonly (readonly [string, ReactNode])[] =
    closedAt === null || expectedMinor === null || countedMinor === null
      ? []
      : [
          [t('till.closedAt'), <DateTime key="c" at={closedAt} />],
          [t('till.closedBy'), <bdi key="b">{till.closedBy}</bdi>],
          [t('till.expected'), <Money key="e" minor={expectedMinor} />],
          [t('till.counted'), <Money key="m" minor={countedMinor} />],
          [t('tillEntry.difference'), <Money key="d" minor={countedMinor - expectedMinor} strong />],
          ...(till.note === '' ? [] : [[t('common.note'), <bdi key="t">{till.note}</bdi>] as const]),
        ]
  return (
    <>
      <Facts
        facts={[
          [t('till.number'), <Code key="n">{till.number}</Code>],
          [t('till.device'), <bdi key="v">{till.deviceName}</bdi>],
          [t('till.openedAt'), <DateTime key="o" at={till.openedAt} />],
          ...counted,
        ]}
      />
      <table className={classes.table}>
        <tbody>
          {rows.map(([label, count, amountMinor]) => (
            <tr key={label} data-sum={label === t('lines.total') || label === t('till.balance') ? 'all' : 'part'}>
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
