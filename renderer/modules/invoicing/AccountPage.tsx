import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Id } from '#shared/kernel/ids.ts'
import type { AccountEntry, FreeMoney } from '#shared/modules/invoicing/model.ts'
import { propose } from '#shared/modules/invoicing/rules.ts'
import { useCommand } from '../../data/command.ts'
import type { Output } from '../../data/client.ts'
import { useQuery } from '../../data/queries.ts'
import { TextLink } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { lookUp, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Code, DateTime, Money } from '../../ui/display.tsx'
import { notify } from '../../ui/notify.ts'
import { Columns, Facts, Page, Panel } from '../../ui/Page.tsx'
import { ErrorState, FailureNotice, Loading } from '../../ui/states.tsx'
import { ReceiveForm } from './ReceiveForm.tsx'
import { RefundForm } from './RefundForm.tsx'
import { TermsForm } from './TermsForm.tsx'
import classes from './parts/Ageing.module.css'
import { AgeingPanel } from './parts/AgeingPanel.tsx'
import { OpenInvoices } from './parts/OpenInvoices.tsx'
import { ReverseForm } from './parts/ReverseForm.tsx'
import { StatementActions } from './parts/StatementActions.tsx'

export type Account = Output<'invoicing.account'>

/** One customer's account: what is owed by age, open invoices, money without invoice, and everything that happened. */
export function AccountPage() {
  const t = useT()
  const { customerId } = useParams({ strict: false }) as { customerId: Id<'customer'> } // the route's own parameter; the core checks it
  const { data, failure, retry } = useQuery('invoicing.account', { customerId })
  const back = <TextLink to={paths.receivables}>{t('receivables.title')}</TextLink>
  if (data) return <Record key={customerId} customerId={customerId} account={data} back={back} />
  return (
    <Page title={t('account.title')} back={back}>
      {failure ? <ErrorState failure={failure} onRetry={retry} /> : <Loading lines={9} />}
    </Page>
  )
}

function Record({ customerId, account, back }: { customerId: Id<'customer'>; account: Account; back: React.ReactNode }) {
  const t = useT()
  const { can } = useSession()
  const [dialog, setDialog] = useState<'receive' | 'terms' | null>(null)
  const { terms } = account
  const close = () => setDialog(null)
  const mayTake = can('payments.take') ? null : t('failure.platform.notAllowed')
  return (
    <Page
      title={<span dir="auto">{account.customerName}</span>}
      intro={
        <TextLink to={paths.customer} params={{ customerId }}>
          {t('receivables.customer')}
        </TextLink>
      }
      back={back}
      actions={
        <>
          <ActionButton
            label={t('account.editTerms')}
            shortcut="F4"
            disabledReason={can('receivables.manage') ? null : t('failure.platform.notAllowed')}
            onClick={() => setDialog('terms')}
          />
          <ActionButton look="primary" label={t('account.receive')} shortcut="F8" disabledReason={mayTake} onClick={() => setDialog('receive')} />
        </>
      }
    >
      <div className={classes.stack}>
        <AgeingPanel ageing={account} />
        <Columns sizes="mainFirst">
          <div className={classes.stack}>
            <Panel flush title={t('account.open')}>
              <OpenInvoices invoices={account.open} />
            </Panel>
            <Panel flush title={t('account.entries')}>
              <Entries entries={account.entries} balanceMinor={account.balanceMinor} />
            </Panel>
          </div>
          <div className={classes.stack}>
            <Panel flush title={t('account.free')}>
              {account.free.length === 0 && <p className={classes.none}>{t('account.freeNone')}</p>}
              <ul className={classes.rows}>
                {account.free.map((money) => (
                  <Free key={money.paymentId} money={money} account={account} disabledReason={mayTake} />
                ))}
              </ul>
            </Panel>
            <Panel title={t('account.terms')}>
              <Facts
                facts={[
                  [t('account.termsDays'), terms.termsDays === null ? t('account.termsShop') : t('account.days', { count: terms.termsDays })],
                  [t('account.limit'), terms.limitMinor === null ? t('account.noLimit') : <Money key="l" minor={terms.limitMinor} />],
                  ...(terms.limitMinor === null ? [] : [[t('account.aboveLimit'), t(`account.${terms.aboveLimit}`)] as const]),
                  [t('account.dunning'), lookUp(`account.dunningLevels.${terms.dunningLevel}`, '')],
                ]}
              />
              {account.dunnedAt !== null && terms.dunningLevel > 0 && <p className={classes.dim}>{t('account.dunnedAt', { at: account.dunnedAt })}</p>}
            </Panel>
            <StatementActions customerIds={[customerId]} title={t('account.statement')} />
          </div>
        </Columns>
      </div>
      {dialog === 'receive' && <ReceiveForm customerId={customerId} open={account.open} freeMinor={account.creditMinor} onClose={close} />}
      {dialog === 'terms' && <TermsForm customerId={customerId} terms={terms} onClose={close} />}
    </Page>
  )
}

/** A deposit, or what is left of a payment: for the oldest invoices, or back to the customer. */
function Free({ money, account, disabledReason }: { money: FreeMoney; account: Account; disabledReason: string | null }) {
  const t = useT()
  const [dialog, setDialog] = useState<'refund' | 'reverse' | null>(null)
  const { run, isRunning, failure } = useCommand('invoicing.allocate')
  const { paymentId, freeMinor } = money
  const isShort = freeMinor < 0
  const use = async () => {
    for (const { invoiceId, amountMinor } of propose(account.open, freeMinor)) {
      const done = await run({ paymentId, invoiceId, amountMinor })
      if (!done.ok) return
    }
    notify.done(t('account.used'))
  }
  const reason = disabledReason ?? (isShort ? t('account.usedTwice') : null)
  return (
    <li className={classes.row}>
      <span className={classes.words}>
        <strong>{money.workOrderId === null ? t(`ledgerMethod.${money.method}`) : t('account.depositFor', { number: money.workOrderNumber })}</strong>
        <span className={classes.dim}>
          <DateTime at={money.receivedAt} />{' '}
          {money.reference !== '' && (
            <>
              · <bdi dir="ltr">{money.reference}</bdi>
            </>
          )}
        </span>
        {isShort && <span className={classes.late}>{t('account.usedTwice')}</span>}
        <FailureNotice failure={failure} />
      </span>
      <Money minor={freeMinor} strong />
      <ActionButton
        size="xs"
        label={t('account.use')}
        busy={isRunning}
        disabledReason={reason ?? (account.open.some(({ dueMinor }) => dueMinor > 0) ? null : t('account.openNone'))}
        onClick={() => void use()}
      />
      <ActionButton size="xs" look="quiet" label={t('account.refund')} disabledReason={reason} onClick={() => setDialog('refund')} />
      {money.isReversible && (
        <ActionButton size="xs" look="quiet" label={t('account.reverse')} disabledReason={disabledReason} onClick={() => setDialog('reverse')} />
      )}
      {dialog === 'refund' && <RefundForm money={money} onClose={() => setDialog(null)} />}
      {dialog === 'reverse' && <ReverseForm payment={{ id: paymentId, amountMinor: freeMinor, method: money.method }} onClose={() => setDialog(null)} />}
    </li>
  )
}

/** Newest first, with the balance after each. */
function Entries({ entries, balanceMinor }: { entries: readonly AccountEntry[]; balanceMinor: number }) {
  const t = useT()
  if (entries.length === 0) return <p className={classes.none}>{t('account.entriesNone')}</p>
  const later = (i: number) => entries.slice(0, i).reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  return (
    <ul className={classes.rows}>
      {entries.map(({ id, kind, at, number, invoiceId, amountMinor, text }, i) => {
        const stands = balanceMinor - later(i)
        return (
          <li key={id} className={classes.row}>
            <span className={classes.words}>
              <span>
                <strong>{t(`accountEntry.${kind}`)}</strong>{' '}
                {invoiceId !== null && number !== '' ? (
                  <TextLink to={paths.invoice} params={{ invoiceId }}>
                    <Code>{number}</Code>
                  </TextLink>
                ) : (
                  <Code>{number}</Code>
                )}{' '}
                {text !== '' && <bdi>{lookUp(`ledgerMethod.${text}`, text)}</bdi>}
              </span>
              <span className={classes.dim}>
                <DateTime at={at} /> · {t('account.balance')} <Money minor={stands} />
              </span>
            </span>
            <Money minor={amountMinor} strong />
          </li>
        )
      })}
    </ul>
  )
}
