import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { extend } from '#shared/kernel/money.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { returnMachine, type VendorReturn } from '#shared/modules/purchasing/model/parts.ts'
import { useCommand } from '../../data/command.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useQuery } from '../../data/queries.ts'
import { TextLink } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { whyNot } from '../../texts/why.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { Code, DateTime, Money } from '../../ui/display.tsx'
import { CodeField, MoneyField } from '../../ui/fields.tsx'
import { FormModal } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Columns, Facts, Page, Panel } from '../../ui/Page.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { ErrorState, FailureNotice, Loading, Notice } from '../../ui/states.tsx'
import classes from '../catalog/parts/goods.module.css'
import { Quantity } from '../inventory/parts/Quantity.tsx'
import { ReturnBadge } from './parts/badges.tsx'

/** One return: its parts, and its next step. */
export function VendorReturnPage() {
  const t = useT()
  const { returnId } = useParams({ strict: false }) as { returnId: Id<'vendorReturn'> } // the route's own parameter; the core checks it
  const { data, failure, retry } = useQuery('purchasing.vendorReturn', { returnId })
  const back = <TextLink to={paths.vendorReturns}>{t('goods.returnsTitle')}</TextLink>
  if (data) return <Record key={returnId} known={data} back={back} />
  return (
    <Page title={t('goods.returnsTitle')} back={back}>
      {failure ? <ErrorState failure={failure} onRetry={retry} /> : <Loading />}
    </Page>
  )
}

function Record({ known: { head, lines }, back }: { known: VendorReturn; back: React.ReactNode }) {
  const t = useT()
  const { can } = useSession()
  const send = useCommand('purchasing.sendReturn')
  const cancel = useCommand('purchasing.cancelReturn')
  const [opened, setOpened] = useState<'credit' | 'cancel' | null>(null)
  const close = () => setOpened(null)
  const { id: returnId, number } = head
  const needs = can('purchasing.write') ? null : t('failure.platform.notAllowed')
  const why = (event: 'send' | 'credit' | 'cancel') => needs ?? whyNot(returnMachine, head.state, event, (state) => t(`returnState.${state}`))
  const short = head.creditMinor === null ? 0 : head.netMinor - head.creditMinor
  return (
    <Page
      title={<bdi dir="ltr">{number}</bdi>}
      badge={<ReturnBadge look="box" state={head.state} />}
      back={back}
      actions={
        <>
          <ActionButton label={t('goods.returnCancel')} look="danger" disabledReason={why('cancel')} onClick={() => setOpened('cancel')} />
          {head.state === 'toReturn' ? (
            <ActionButton
              look="primary"
              label={t('goods.returnSend')}
              shortcut="F8"
              busy={send.isRunning}
              disabledReason={why('send')}
              onClick={() => void send.run({ returnId }).then((done) => done.ok && notify.done(t('goods.returnSent', { number })))}
            />
          ) : (
            <ActionButton look="primary" label={t('goods.returnCredit')} shortcut="F8" disabledReason={why('credit')} onClick={() => setOpened('credit')} />
          )}
        </>
      }
    >
      <FailureNotice failure={send.failure} />
      {short > 0 && <Notice tone="waiting">{t('goods.returnShort', { amount: short })}</Notice>}
      <Columns sizes="mainFirst">
        <Panel flush title={t('goods.returnParts')}>
          <div className={classes.frame}>
            <table className={classes.table}>
              <thead>
                <tr>
                  <th scope="col">{t('common.name')}</th>
                  <th scope="col" data-end>
                    {t('goods.tryQuantity')}
                  </th>
                  <th scope="col" data-end>
                    {t('purchasing.cost')}
                  </th>
                  <th scope="col" data-end>
                    {t('purchasing.amount')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {lines.map((line) => (
                  <tr key={line.id}>
                    <th scope="row">
                      <bdi>{line.name}</bdi> {line.sku && <Code>{line.sku}</Code>}{' '}
                      {line.coreId !== null && <StateBadge look="plain" tone="info" label={t('returnReason.core')} />}
                    </th>
                    <td data-end>
                      <Quantity milli={line.qtyMilli} unit={line.unit} />
                    </td>
                    <td data-end>
                      <Money minor={line.unitCostMinor} />
                    </td>
                    <td data-end>
                      <Money minor={extend(line.qtyMilli, line.unitCostMinor)} strong />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Panel>
        <Panel title={<bdi>{head.supplierName}</bdi>}>
          <Facts
            facts={[
              [t('goods.returnReason'), t(`returnReason.${head.reason}`)],
              [t('goods.returnNet'), <Money key="n" minor={head.netMinor} strong />],
              [t('goods.returnSentAt'), head.sentAt === null ? '' : <DateTime key="s" at={head.sentAt} />],
              [t('goods.returnCreditMinor'), head.creditMinor === null ? '' : <Money key="c" minor={head.creditMinor} />],
              [t('goods.returnCreditNumber'), head.creditNumber && <Code key="g">{head.creditNumber}</Code>],
              [
                t('common.note'),
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
      {opened === 'credit' && <CreditForm head={head} onClose={close} />}
      {opened === 'cancel' && (
        <ConfirmDialog
          opened
          danger
          title={t('goods.returnCancel')}
          text={t('goods.returnCancelText', { number })}
          confirmLabel={t('goods.returnCancel')}
          busy={cancel.isRunning}
          failure={cancel.failure}
          onConfirm={() =>
            void cancel.run({ returnId }).then((done) => {
              if (!done.ok) return
              notify.done(t('goods.returnCancelled', { number }))
              close()
            })
          }
          onCancel={close}
        />
      )}
    </Page>
  )
}

function CreditForm({ head, onClose }: { head: VendorReturn['head']; onClose(): void }) {
  const t = useT()
  const form = useCommandForm('purchasing.creditReturn', {
    initial: { creditMinor: head.netMinor as number | null, creditNumber: '' },
    toInput: (values) => ({ ...values, returnId: head.id }) as never, // an amount that is none stays null, and the contract names the field
    onDone: () => {
      notify.done(t('goods.returnCredited', { number: head.number }))
      onClose()
    },
  })
  return (
    <FormModal opened title={t('goods.returnCreditTitle')} submitLabel={t('goods.returnCredit')} form={form} onClose={onClose}>
      <MoneyField label={t('goods.returnCreditMinor')} required data-autofocus {...form.field('creditMinor')} />
      <CodeField label={t('goods.returnCreditNumber')} maxLength={60} {...form.field('creditNumber')} />
    </FormModal>
  )
}
