import type { Payment } from '#shared/modules/invoicing/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useT } from '../../../texts/t.ts'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { notify } from '../../../ui/notify.ts'

interface ReverseFormProps {
  payment: Pick<Payment, 'id' | 'amountMinor' | 'method'>
  onClose: () => void
  onReversed?: () => void
}

/** Takes a payment back, with the reason. */
export function ReverseForm({ payment, onClose, onReversed }: ReverseFormProps) {
  const t = useT()
  const { run, isRunning, failure } = useCommand('invoicing.reversePayment')
  const confirm = async (reason: string) => {
    const done = await run({ paymentId: payment.id, reason })
    if (!done.ok) return
    notify.done(t('invoice.reversed'))
    onReversed?.()
    onClose()
  }
  return (
    <ConfirmDialog
      opened
      withReason
      danger
      title={t('invoice.reverseTitle')}
      text={t('invoice.reverseText', { amount: payment.amountMinor, method: t(`ledgerMethod.${payment.method}`) })}
      confirmLabel={t('invoice.reverse')}
      cancelLabel={t('invoice.keep')}
      busy={isRunning}
      failure={failure}
      onConfirm={(reason) => void confirm(reason)}
      onCancel={onClose}
    />
  )
}
