import { useState } from 'react'
import type { Id } from '#shared/kernel/ids.ts'
import { call, transport } from '../../../data/client.ts'
import { failureText } from '../../../texts/failure.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { notify } from '../../../ui/notify.ts'

const WIDTH = 'bayline.receiptWidth'

/** The receipt of a sale, for the roll that this device prints on. */
export function ReceiptActions({ saleId, hasShortcut = false }: { saleId: Id<'sale'>; hasShortcut?: boolean }) {
  const t = useT()
  const [isBusy, setIsBusy] = useState(false)
  const [widthMm, setWidth] = useState<80 | 58>(() => (localStorage.getItem(WIDTH) === '58' ? 58 : 80))
  const make = async (form: 'pdf' | 'escpos', give: (fileName: string, base64: string) => Promise<boolean>) => {
    setIsBusy(true)
    const made = await call('pos.receipt', { saleId, widthMm, form })
    if (!made.ok) notify.failed(failureText(made.error))
    else if (!(await give(made.value.fileName, made.value.base64).catch(() => false)) && form === 'pdf') notify.failed(t('invoice.pdfNoPrinter'))
    setIsBusy(false)
  }
  const width = () => {
    const next = widthMm === 80 ? 58 : 80
    localStorage.setItem(WIDTH, String(next))
    setWidth(next)
  }
  return (
    <>
      <ActionButton
        label={t('pos.print')}
        {...(hasShortcut && { shortcut: 'F9' })}
        busy={isBusy}
        onClick={() => void make('pdf', (name, base64) => transport.printPdf(name, base64))}
      />
      <ActionButton label={t('pos.printerFile')} busy={isBusy} onClick={() => void make('escpos', (name, base64) => transport.saveFile(name, base64))} />
      <ActionButton look="quiet" label={t('pos.roll', { width: widthMm })} onClick={width} />
    </>
  )
}
