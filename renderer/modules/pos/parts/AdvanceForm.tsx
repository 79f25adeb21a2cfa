import { useState } from 'react'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Modal } from '../../../ui/dialogs.tsx'
import { MoneyField } from '../../../ui/fields.tsx'
import { setBasket, useBasket } from './basket.ts'
import classes from './Sale.module.css'

/** Money without goods: a deposit, or what was sold on account. */
export function AdvanceForm({ owedMinor, onClose }: { owedMinor: number; onClose(): void }) {
  const t = useT()
  const basket = useBasket()
  const [depositMinor, setDeposit] = useState<number | null>(basket.depositMinor)
  const [accountMinor, setAccount] = useState<number | null>(basket.accountMinor || Math.max(0, owedMinor))
  const done = () => {
    setBasket({ depositMinor: Math.max(0, depositMinor ?? 0), accountMinor: Math.max(0, accountMinor ?? 0) })
    onClose()
  }
  return (
    <Modal opened title={t('pos.advance')} onClose={onClose}>
      <form
        className={classes.pay}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          done()
        }}
      >
        <MoneyField label={t('saleLine.deposit')} data-autofocus value={depositMinor} onChange={setDeposit} />
        {owedMinor > 0 && (
          <MoneyField label={t('saleLine.account')} description={t('pos.owes', { amount: owedMinor })} value={accountMinor} onChange={setAccount} />
        )}
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true">
          {t('pos.intoBasket')}
        </button>
        <ActionButton look="primary" hint="Enter" label={t('pos.intoBasket')} onClick={done} />
      </form>
    </Modal>
  )
}
