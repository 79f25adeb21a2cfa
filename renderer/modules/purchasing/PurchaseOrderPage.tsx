import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Id } from '#shared/kernel/ids.ts'
import { type PurchaseOrder, purchaseMachine } from '#shared/modules/purchasing/model.ts'
import { useCommand } from '../../data/command.ts'
import { useQuery } from '../../data/queries.ts'
import { TextLink } from '../../data/route.tsx'
import type { RecordSlot } from '../../data/slots.ts'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { whyNot } from '../../texts/why.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { DateTime, Day, Money } from '../../ui/display.tsx'
import { notify } from '../../ui/notify.ts'
import { Columns, Facts, Page, Panel } from '../../ui/Page.tsx'
import { ErrorState, FailureNotice, Loading } from '../../ui/states.tsx'
import { PdfActions } from '../workspace/parts/PdfActions.tsx'
import { PlaceName } from '../inventory/parts/places.tsx'
import { ForJobs } from './parts/ForJobs.tsx'
import { PurchaseBadge } from './parts/PurchaseBadge.tsx'
import { PurchaseLines } from './parts/PurchaseLines.tsx'
import { Receipts } from './parts/Receipts.tsx'
import { ReceiveForm } from './ReceiveForm.tsx'

interface Slots {
  readonly Job: RecordSlot
  /** Prints labels for what came in. */
  readonly Labels: RecordSlot
}

/** One purchase order: its parts, what came in of them, and its next step. */
export function PurchaseOrderPage(slots: Slots) {
  const t = useT()
  const { orderId } = useParams({ strict: false }) as { orderId: Id<'purchaseOrder'> } // the route's own parameter; the core checks it
  const { data, failure, retry } = useQuery('purchasing.order', { orderId })
  const back = <TextLink to={paths.purchasing}>{t('purchasing.title')}</TextLink>
  if (data) return <Record key={data.head.id} order={data} back={back} {...slots} />
  return (
    <Page title={t('purchasing.title')} back={back}>
      {failure ? <ErrorState failure={failure} onRetry={retry} /> : <Loading />}
    </Page>
  )
}

function Record({ order, back, Job, Labels }: Slots & { order: PurchaseOrder; back: React.ReactNode }) {
  const t = useT()
  const { can } = useSession()
  const { head, lines, costs, requests } = order
  const [opened, setOpened] = useState<'receive' | 'complete' | 'cancel' | null>(null)
  const send = useCommand('purchasing.send')
  const complete = useCommand('purchasing.complete')
  const cancel = useCommand('purchasing.cancel')
  const word = (state: typeof head.state) => t(`purchaseState.${state}`)
  const needs = can('purchasing.write') ? null : t('failure.platform.notAllowed')
  const why = (event: 'edit' | 'order' | 'receive' | 'complete' | 'cancel') => needs ?? whyNot(purchaseMachine, head.state, event, word)
  const isPartly = lines.some(({ receivedMilli }) => receivedMilli > 0)
  const orderId = head.id
  const close = () => setOpened(null)
  return (
    <Page
      title={<bdi dir="ltr">{head.number}</bdi>}
      badge={<PurchaseBadge state={head.state} />}
      back={back}
      actions={
        <>
          <PdfActions ownLabel={t('customers.shopLanguage')} name="purchasing.pdf" input={{ orderId }} />
          {head.state === 'ordered' && isPartly ? (
            <ActionButton label={t('purchasing.complete')} disabledReason={why('complete')} onClick={() => setOpened('complete')} />
          ) : (
            <ActionButton label={t('purchasing.cancel')} look="danger" disabledReason={why('cancel')} onClick={() => setOpened('cancel')} />
          )}
          {head.state === 'draft' ? (
            <ActionButton
              look="primary"
              label={t('purchasing.send')}
              shortcut="F8"
              busy={send.isRunning}
              disabledReason={why('order') ?? (lines.length === 0 ? t('purchasing.noLines') : null)}
              onClick={() => void send.run({ orderId }).then((done) => done.ok && notify.done(t('purchasing.sent', { number: head.number })))}
            />
          ) : (
            <ActionButton look="primary" label={t('purchasing.receive')} shortcut="F8" disabledReason={why('receive')} onClick={() => setOpened('receive')} />
          )}
        </>
      }
    >
      <FailureNotice failure={send.failure} />
      <Columns sizes="mainFirst">
        <div style={{ display: 'grid', gap: 'var(--gap)', alignContent: 'start', minWidth: 0 }}>
          <Panel flush title={t('purchasing.lines')}>
            <PurchaseLines order={order} isLocked={why('edit') !== null} />
          </Panel>
          {requests.length > 0 && <ForJobs requests={requests} Job={Job} />}
          {costs.length > 0 && <Receipts order={order} actions={<Labels recordId={orderId} />} />}
        </div>
        <Panel title={<bdi>{head.supplierName}</bdi>}>
          <Facts
            facts={[
              [t('stock.place'), <PlaceName key="p" of={head} />],
              [t('purchasing.expectedOn'), head.expectedOn === null ? '' : <Day key="e" on={head.expectedOn} />],
              [t('purchasing.orderedAt'), head.orderedAt === null ? '' : <DateTime key="o" at={head.orderedAt} />],
              [t('purchasing.net'), <Money key="n" minor={head.netMinor} strong />],
              [
                t('purchasing.note'),
                head.note && (
                  <span key="t" dir="auto" style={{ whiteSpace: 'pre-wrap' }}>
                    {head.note}
                  </span>
                ),
              ],
            ]}
          />
        </Panel>
      </Columns>
      {opened === 'receive' && <ReceiveForm order={order} Job={Job} onClose={close} />}
      {opened === 'complete' && (
        <ConfirmDialog
          opened
          title={t('purchasing.complete')}
          text={t('purchasing.completeText', { number: head.number })}
          confirmLabel={t('purchasing.complete')}
          busy={complete.isRunning}
          failure={complete.failure}
          onConfirm={() => void complete.run({ orderId }).then((done) => done.ok && close())}
          onCancel={close}
        />
      )}
      {opened === 'cancel' && (
        <ConfirmDialog
          opened
          danger
          title={t('purchasing.cancel')}
          text={t('purchasing.cancelText', { number: head.number })}
          confirmLabel={t('purchasing.cancel')}
          busy={cancel.isRunning}
          failure={cancel.failure}
          onConfirm={() =>
            void cancel.run({ orderId }).then((done) => {
              if (!done.ok) return
              notify.done(t('purchasing.cancelled', { number: head.number }))
              close()
            })
          }
          onCancel={close}
        />
      )}
    </Page>
  )
}
