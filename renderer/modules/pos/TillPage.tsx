import { useState } from 'react'
import type { Till } from '#shared/modules/pos/model.ts'
import { useCommand } from '../../data/command.ts'
import { type RowOf, useList, useQuery } from '../../data/queries.ts'
import { TextLink } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { failureText } from '../../texts/failure.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Code, DateTime, Money } from '../../ui/display.tsx'
import { notify } from '../../ui/notify.ts'
import { Columns, Facts, Page, Panel } from '../../ui/Page.tsx'
import { EmptyState, ErrorState, FailureNotice, Loading, Notice } from '../../ui/states.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { CloseTillForm } from './CloseTillForm.tsx'
import { MoveCashForm } from './MoveCashForm.tsx'
import { OpenTillForm } from './OpenTillForm.tsx'
import { PendingCards } from './parts/PendingCards.tsx'
import { ReportPanel } from './parts/ReportPanel.tsx'
import { Unprinted } from './parts/Unprinted.tsx'
import classes from './parts/Sale.module.css'
import { PolicyForm } from './PolicyForm.tsx'
import { PrinterForm } from './PrinterForm.tsx'

type Opened = 'move' | 'close' | 'x' | 'policy' | 'printer' | { readonly z: string } | { readonly other: Till } | null

/** The drawer of this device: what moved in it, its count, and the days before. */
export function TillPage() {
  const t = useT()
  const { can } = useSession()
  const { location } = useShop()
  const till = useQuery('pos.till', {})
  const policy = useQuery('pos.policy', {})
  const printer = useQuery('pos.printer', {})
  const past = useList('pos.tills', location ? { locationId: location.id } : {})
  const [opened, setOpened] = useState<Opened>(null)
  const close = () => setOpened(null)
  const counted = (tillId: string | null) => setOpened(tillId === null ? null : { z: tillId })
  const needs = (right: string) => (can(right) ? null : t('failure.platform.notAllowed'))
  const open = till.data
  return (
    <Page
      title={t('till.title')}
      back={<TextLink to={paths.counter}>{t('pos.title')}</TextLink>}
      actions={
        <>
          {printer.data?.hasDrawer && <OpenDrawer disabledReason={needs('pos.till')} />}
          <ActionButton label={t('printer.title')} disabledReason={needs('pos.manage')} onClick={() => setOpened('printer')} />
          <ActionButton label={t('till.rules')} disabledReason={needs('pos.manage')} onClick={() => setOpened('policy')} />
          {open && (
            <>
              <ActionButton label={t('till.x')} disabledReason={needs('pos.expected')} onClick={() => setOpened('x')} />
              <ActionButton label={t('till.move')} shortcut="F2" disabledReason={needs('pos.till')} onClick={() => setOpened('move')} />
              <ActionButton look="primary" label={t('till.close')} shortcut="F8" disabledReason={needs('pos.till')} onClick={() => setOpened('close')} />
            </>
          )}
        </>
      }
    >
      <Unprinted />
      {till.failure ? (
        <ErrorState failure={till.failure} onRetry={till.retry} />
      ) : till.data === undefined ? (
        <Loading />
      ) : open === null || open === undefined ? (
        <OpenTillForm />
      ) : (
        <Columns sizes="mainFirst">
          <Panel flush title={t('till.movements')} hint={open.balanceMinor === null ? t('till.blindHint') : undefined}>
            {open.entries.length === 0 ? (
              <EmptyState text={t('till.noMovements')} />
            ) : (
              <table className={classes.table}>
                <tbody>
                  {open.entries.map((entry) => (
                    <tr key={entry.id}>
                      <th scope="row">{t(`tillEntry.${entry.kind}`)}</th>
                      <td dir="auto">{entry.reason || entry.saleNumber}</td>
                      <td>
                        <bdi>{entry.userName}</bdi>
                      </td>
                      <td>
                        <DateTime at={entry.enteredAt} />
                      </td>
                      <td data-end>
                        <Money minor={entry.amountMinor} strong />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </Panel>
          <Panel title={<Code>{open.till.number}</Code>}>
            <Facts
              facts={[
                [t('till.device'), <bdi key="d">{open.till.deviceName}</bdi>],
                [t('till.openedAt'), <DateTime key="o" at={open.till.openedAt} />],
                [t('till.openedBy'), <bdi key="b">{open.till.openedBy}</bdi>],
                [t('tillEntry.float'), <Money key="f" minor={open.till.floatMinor} />],
                [t('till.balance'), open.balanceMinor === null ? t('till.blind') : <Money key="m" minor={open.balanceMinor} strong />],
              ]}
            />
          </Panel>
        </Columns>
      )}
      {location && <PendingCards locationId={location.id} />}
      <Panel flush title={t('till.days')} actions={can('pos.manage') && <Chain />}>
        <DataTable
          label={t('till.days')}
          list={past}
          columns={columns(t)}
          rowKey={(row) => row.id}
          onOpen={(row) => {
            if (row.state === 'closed') setOpened({ z: row.id })
            // Of a device that is broken, or was set up anew, nobody else could.
            else if (row.id !== open?.till.id && can('pos.manage')) setOpened({ other: row })
          }}
          empty={<EmptyState text={t('till.noDays')} />}
        />
      </Panel>
      {opened === 'move' && <MoveCashForm onClose={close} />}
      {opened === 'close' && open && <CloseTillForm till={open.till} onClose={counted} />}
      {opened !== null && typeof opened === 'object' && 'other' in opened && <CloseTillForm isOther till={opened.other} onClose={counted} />}
      {opened === 'x' && open && <ReportPanel tillId={open.till.id} isOpen onClose={close} />}
      {opened !== null && typeof opened === 'object' && 'z' in opened && <ReportPanel tillId={opened.z as never} onClose={close} />}
      {opened === 'printer' && printer.data !== undefined && <PrinterForm printer={printer.data} onClose={close} />}
      {opened === 'policy' && policy.data && <PolicyForm policy={policy.data} onClose={close} />}
    </Page>
  )
}

/** For the count, or for change: without a sale. The journal says who did it. */
function OpenDrawer({ disabledReason }: { disabledReason: string | null }) {
  const t = useT()
  const { run, isRunning } = useCommand('pos.openDrawer')
  const open = async () => {
    const done = await run({})
    if (done.ok) notify.done(t('pos.drawerOpens'))
    else notify.failed(failureText(done.error))
  }
  return <ActionButton label={t('pos.openDrawer')} busy={isRunning} disabledReason={disabledReason} onClick={() => void open()} />
}

const columns = (t: Translate): Column<RowOf<'pos.tills'>>[] => [
  { key: 'number', header: t('till.number'), width: '140px', card: 'title', cell: (row) => <Code>{row.number}</Code> },
  { key: 'device', header: t('till.device'), width: 'minmax(120px, 1fr)', cell: (row) => <bdi>{row.deviceName}</bdi> },
  {
    key: 'state',
    header: t('common.state'),
    width: '120px',
    card: 'badge',
    cell: (row) => <StateBadge look="plain" tone={row.state === 'open' ? 'active' : 'neutral'} label={t(`till.states.${row.state}`)} />,
  },
  { key: 'opened', header: t('till.openedAt'), width: '160px', cell: (row) => <DateTime at={row.openedAt} /> },
  { key: 'closed', header: t('till.closedAt'), width: '160px', card: 'hidden', cell: (row) => row.closedAt !== null && <DateTime at={row.closedAt} /> },
  { key: 'counted', header: t('till.counted'), width: '120px', align: 'end', cell: (row) => row.countedMinor !== null && <Money minor={row.countedMinor} /> },
  {
    key: 'difference',
    header: t('tillEntry.difference'),
    width: '120px',
    align: 'end',
    cell: (row) => row.countedMinor !== null && row.expectedMinor !== null && <Money minor={row.countedMinor - row.expectedMinor} strong />,
  },
]

/** Goes through the chains, on demand: it reads every sale there is. */
function Chain() {
  const t = useT()
  const [asked, setAsked] = useState(false)
  const { data, failure, isLoading } = useQuery('pos.verify', {}, { enabled: asked })
  const broken = data?.filter(({ fault }) => fault !== null) ?? []
  return (
    <>
      <FailureNotice failure={failure} />
      {data && broken.length === 0 && <Notice tone="good">{t('till.chainWhole', { count: data.reduce((sum, { links }) => sum + links, 0) })}</Notice>}
      {broken.map(({ deviceTag, fault }) => (
        <Notice key={deviceTag} tone="bad">
          {t('till.chainBroken', { device: deviceTag, place: fault?.seq ?? 0, fault: t(`till.faults.${fault?.kind ?? 'gap'}`) })}
        </Notice>
      ))}
      <ActionButton size="xs" label={t('till.verify')} busy={isLoading && asked} onClick={() => setAsked(true)} />
    </>
  )
}
