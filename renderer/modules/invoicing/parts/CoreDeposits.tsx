import { useState } from 'react'
import type { CoreDeposit, Invoice } from '#shared/modules/invoicing/model.ts'
import { useCommandForm } from '../../../data/command-form.ts'
import { useQuery } from '../../../data/queries.ts'
import { useSession } from '../../../data/session.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Money } from '../../../ui/display.tsx'
import { FormModal } from '../../../ui/forms.tsx'
import { notify } from '../../../ui/notify.ts'
import { Panel } from '../../../ui/Page.tsx'
import classes from './Ageing.module.css'
import { MethodField, type Method, ReferenceField } from './TenderFields.tsx'

/** Deposits that the customer gets back with the old part; nothing where the invoice charges none. */
export function CoreDeposits({ invoice }: { invoice: Invoice }) {
  const t = useT()
  const { can } = useSession()
  const { data } = useQuery('invoicing.coreDeposits', { invoiceId: invoice.id })
  const [opened, setOpened] = useState<CoreDeposit | null>(null)
  if (!data || data.length === 0) return null
  return (
    <Panel flush title={t('credit.cores')}>
      <ul className={classes.rows}>
        {data.map((core) => (
          <li key={core.coreId} className={classes.row}>
            <span className={classes.words}>
              <bdi>{core.name}</bdi>
              <span className={classes.dim}>{core.isHere ? t('credit.coreHere') : t('credit.coreOut')}</span>
            </span>
            <Money minor={core.totalMinor} strong />
            <ActionButton
              size="xs"
              label={t('credit.coreBack')}
              disabledReason={can('payments.take') ? null : t('failure.platform.notAllowed')}
              onClick={() => setOpened(core)}
            />
          </li>
        ))}
      </ul>
      {opened && <BackForm core={opened} isPaid={invoice.dueMinor < opened.totalMinor} onClose={() => setOpened(null)} />}
    </Panel>
  )
}

function BackForm({ core, isPaid, onClose }: { core: CoreDeposit; isPaid: boolean; onClose(): void }) {
  const t = useT()
  const form = useCommandForm('invoicing.refundCore', {
    initial: { method: 'cash' as Method, reference: '' },
    toInput: ({ method, reference }) => ({ coreId: core.coreId, method, ...(method !== 'cash' && { reference }) }),
    onDone: ({ creditedMinor, paidMinor }) => {
      notify.done(t('credit.coreDone', { credited: creditedMinor, paid: paidMinor }))
      onClose()
    },
  })
  const { method } = form.values
  return (
    <FormModal opened title={t('credit.coreBackOf', { name: core.name })} submitLabel={t('credit.coreBack')} form={form} onClose={onClose}>
      <p style={{ margin: 0 }}>{isPaid ? t('credit.coreText', { amount: core.totalMinor }) : t('credit.coreUnpaid', { amount: core.totalMinor })}</p>
      {isPaid && <MethodField value={method} onChange={(next) => form.set('method', next)} />}
      {isPaid && method !== 'cash' && <ReferenceField {...form.field('reference')} />}
    </FormModal>
  )
}
