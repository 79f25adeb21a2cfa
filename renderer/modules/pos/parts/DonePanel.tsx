import type { Sale } from '#shared/modules/pos/model.ts'
import { TextLink } from '../../../data/route.tsx'
import { paths } from '../../../paths.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Money } from '../../../ui/display.tsx'
import { Notice } from '../../../ui/states.tsx'
import { ReceiptActions } from './ReceiptActions.tsx'
import classes from './Sale.module.css'

/** The sale is made: what to give back, the receipt, and the next customer with Enter or the next scan. */
export function DonePanel({ sale, onNext }: { sale: Sale; onNext(): void }) {
  const t = useT()
  return (
    <div className={classes.pay} aria-live="polite">
      <p className={classes.total}>
        <span>
          {t('pos.receipt')}{' '}
          <TextLink to={paths.sale} params={{ saleId: sale.id }}>
            <bdi dir="ltr">{sale.number}</bdi>
          </TextLink>
        </span>
        <strong>
          <Money minor={sale.totalMinor + sale.roundingMinor} />
        </strong>
      </p>
      {sale.changeMinor > 0 && <p className={classes.change}>{t('pos.change', { amount: sale.changeMinor })}</p>}
      {sale.payments.some(({ standing }) => standing === 'pending') && <Notice tone="waiting">{t('pos.pendingHint')}</Notice>}
      <div data-next>
        <ActionButton fullWidth look="primary" hint="Enter" label={t('pos.next')} onClick={onNext} />
      </div>
      <ReceiptActions saleId={sale.id} hasShortcut />
    </div>
  )
}
