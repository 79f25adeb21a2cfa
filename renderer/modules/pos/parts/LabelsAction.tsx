import { useState } from 'react'
import { call, transport } from '../../../data/client.ts'
import { failureText } from '../../../texts/failure.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { notify } from '../../../ui/notify.ts'
import { useBasket } from './basket.ts'

const MOST = 200

/** Labels for what lies in the basket, as many as there are pieces: scan what came in, print, empty the basket. */
export function LabelsAction() {
  const t = useT()
  const { lines } = useBasket()
  const [isBusy, setIsBusy] = useState(false)
  const items = lines.flatMap(({ itemId, qtyMilli }) => (itemId === null ? [] : [{ itemId, copies: Math.min(MOST, Math.max(1, Math.round(qtyMilli / 1000))) }]))
  const print = async () => {
    setIsBusy(true)
    const made = await call('pos.labels', { items: items.slice(0, 50) })
    if (!made.ok) notify.failed(failureText(made.error))
    else if (!(await transport.printPdf(made.value.fileName, made.value.base64).catch(() => false))) notify.failed(t('invoice.pdfNoPrinter'))
    setIsBusy(false)
  }
  return <ActionButton label={t('pos.labels')} busy={isBusy} disabledReason={items.length === 0 ? t('pos.nothing') : null} onClick={() => void print()} />
}
