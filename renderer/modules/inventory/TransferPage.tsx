import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Id } from '#shared/kernel/ids.ts'
import { type StockTransfer, transferMachine } from '#shared/modules/inventory/model/transfers.ts'
import { inTransit } from '#shared/modules/inventory/rules/transfers.ts'
import { useCommand } from '../../data/command.ts'
import { useQuery } from '../../data/queries.ts'
import { TextLink } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { whyNot } from '../../texts/why.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { Code, DateTime, Money } from '../../ui/display.tsx'
import { notify } from '../../ui/notify.ts'
import { Columns, Facts, Page, Panel } from '../../ui/Page.tsx'
import { ErrorState, FailureNotice, Loading } from '../../ui/states.tsx'
import { ArriveForm } from './ArriveForm.tsx'
import { TransferBadge } from './parts/badges.tsx'
import { usePlaces } from './parts/places.tsx'
import { Quantity } from './parts/Quantity.tsx'
import { useBins } from './parts/Bin.tsx'
import classes from './parts/stock.module.css'
import { SendForm } from './SendForm.tsx'

/** One transfer: what left, what is on its way, what came in. */
export function TransferPage() {
  const t = useT()
  const { transferId } = useParams({ strict: false }) as { transferId: Id<'stockTransfer'> } // the route's own parameter; the core checks it
  const { data, failure, retry } = useQuery('inventory.stockTransfer', { transferId })
  const back = <TextLink to={paths.stockTransfers}>{t('transfers.title')}</TextLink>
  if (data) return <Record key={transferId} transfer={data} back={back} />
  return (
    <Page title={t('transfers.title')} back={back}>
      {failure ? <ErrorState failure={failure} onRetry={retry} /> : <Loading />}
    </Page>
  )
}

function Record({ transfer, back }: { transfer: StockTransfer; back: React.ReactNode }) {
  const t = useT()
  const { can } = useSession()
  const { head, lines } = transfer
  const transferId = head.id
  const places = usePlaces().data ?? []
  const binOf = useBins(
    head.fromPlaceId,
    lines.map(({ itemId }) => itemId),
  )
  const there = places.filter(({ locationId }) => locationId === head.toLocationId)
  const [opened, setOpened] = useState<'edit' | 'receive' | 'cancel' | null>(null)
  const close = () => setOpened(null)
  const send = useCommand('inventory.sendTransfer')
  const cancel = useCommand('inventory.cancelTransfer')
  const needs = can('inventory.work') ? null : t('failure.platform.notAllowed')
  const why = (event: 'edit' | 'send' | 'arrive' | 'cancel') => needs ?? whyNot(transferMachine, head.state, event, (state) => t(`transferState.${state}`))
  return (
    <Page
      title={<bdi dir="ltr">{head.number}</bdi>}
      badge={<TransferBadge state={head.state} />}
      intro={head.note}
      back={back}
      actions={
        head.state === 'draft' ? (
          <>
            <ActionButton look="danger" label={t('transfers.cancel')} disabledReason={why('cancel')} onClick={() => setOpened('cancel')} />
            <ActionButton label={t('transfers.edit')} shortcut="F4" disabledReason={why('edit')} onClick={() => setOpened('edit')} />
            <ActionButton
              look="primary"
              label={t('transfers.send')}
              shortcut="F8"
              busy={send.isRunning}
              disabledReason={why('send')}
              onClick={() => void send.run({ transferId }).then((done) => done.ok && notify.done(t('transfers.sent', { number: head.number })))}
            />
          </>
        ) : (
          <ActionButton
            look="primary"
            label={t('transfers.receive')}
            shortcut="F8"
            disabledReason={why('arrive') ?? (there.length === 0 ? t('failure.inventory.otherLocation', { name: head.toLocationName }) : null)}
            onClick={() => setOpened('receive')}
          />
        )
      }
    >
      <FailureNotice failure={send.failure} />
      <Columns sizes="mainFirst">
        <Panel flush title={t('transfers.lines')}>
          <div className={classes.rows}>
            {lines.map((line) => (
              <div key={line.id} className={classes.row} data-tone={head.state === 'received' && line.differenceMilli !== 0 ? 'bad' : undefined}>
                <span className={classes.words}>
                  <TextLink to={paths.stockItem} params={{ itemId: line.itemId }}>
                    <strong dir="auto">{line.name}</strong>
                  </TextLink>
                  <span className={classes.small}>
                    <Code>{[line.sku, head.sentAt === null ? binOf(line.itemId) : '', line.lotCode].filter((part) => part !== '').join(' · ')}</Code>
                    {line.valueMinor !== 0 && <Money minor={line.valueMinor} />}
                    <bdi>{line.reasons}</bdi>
                  </span>
                </span>
                <span className={classes.numbers}>
                  <strong>
                    <Quantity milli={line.qtyMilli} unit={line.unit} />
                  </strong>
                  {head.sentAt !== null && (
                    <span className={classes.small}>
                      <span>
                        {t('transfers.came')} <Quantity milli={line.settledMilli + line.differenceMilli} />
                      </span>
                      {inTransit(line) > 0 && (
                        <span>
                          {t('transfers.open')} <Quantity milli={inTransit(line)} />
                        </span>
                      )}
                      {line.differenceMilli !== 0 && (
                        <strong style={{ color: 'var(--bad)' }}>
                          <Quantity milli={line.differenceMilli} signed />
                        </strong>
                      )}
                    </span>
                  )}
                </span>
              </div>
            ))}
          </div>
        </Panel>
        <Panel>
          <Facts
            facts={[
              [t('transfers.from'), <bdi key="f">{`${head.fromLocationName} · ${head.fromPlaceName}`}</bdi>],
              [t('transfers.to'), <bdi key="t">{head.toLocationName}</bdi>],
              [t('stock.by'), <bdi key="b">{head.createdBy}</bdi>],
              [t('transfers.sentAt'), head.sentAt === null ? '' : <DateTime key="s" at={head.sentAt} />],
              [t('transfers.receivedAt'), head.receivedAt === null ? '' : <DateTime key="r" at={head.receivedAt} />],
              [t('stock.value'), <Money key="v" minor={lines.reduce((sum, { valueMinor }) => sum + valueMinor, 0)} />],
            ]}
          />
        </Panel>
      </Columns>
      {opened === 'edit' && <SendForm transfer={transfer} places={places} onClose={close} />}
      {opened === 'receive' && <ArriveForm transfer={transfer} places={there} onClose={close} />}
      {opened === 'cancel' && (
        <ConfirmDialog
          opened
          danger
          title={t('transfers.cancel')}
          text={t('transfers.cancelText', { number: head.number })}
          confirmLabel={t('transfers.cancel')}
          busy={cancel.isRunning}
          failure={cancel.failure}
          onConfirm={() => void cancel.run({ transferId }).then((done) => done.ok && close())}
          onCancel={close}
        />
      )}
    </Page>
  )
}
