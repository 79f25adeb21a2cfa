import { useState } from 'react'
import type { Id } from '#shared/kernel/ids.ts'
import { call, transport } from '../../../data/client.ts'
import { useCommand } from '../../../data/command.ts'
import { useQuery } from '../../../data/queries.ts'
import { failureText } from '../../../texts/failure.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { notify } from '../../../ui/notify.ts'

const WIDTH = 'bayline.receiptWidth'

interface ReceiptActionsProps {
  saleId: Id<'sale'>
  hasShortcut?: boolean
}

/** The receipt of a sale: on this device's printer where it has one, else as a file for the roll that it prints on. */
export function ReceiptActions(props: ReceiptActionsProps) {
  const t = useT()
  const printer = useQuery('pos.printer', {})
  const print = useCommand('pos.print')
  if (!printer.data) return printer.data === null ? <Files {...props} /> : null
  const again = async () => {
    const done = await print.run({ saleId: props.saleId })
    if (done.ok) notify.done(t('pos.printing'))
    else notify.failed(failureText(done.error))
  }
  return (
    <>
      <ActionButton label={t('pos.print')} {...(props.hasShortcut && { shortcut: 'F9' })} busy={print.isRunning} onClick={() => void again()} />
      <Files saleId={props.saleId} widthMm={printer.data.widthMm} />
    </>
  )
}

/** `widthMm`: of the printer that prints them otherwise. */
function Files({ saleId, hasShortcut = false, widthMm: known }: ReceiptActionsProps & { widthMm?: 80 | 58 }) {
  const t = useT()
  const [isBusy, setIsBusy] = useState(false)
  const [widthMm, setWidth] = useState<80 | 58>(() => known ?? (localStorage.getItem(WIDTH) === '58' ? 58 : 80))
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
        label={known ? t('pos.pdf') : t('pos.print')}
        {...(hasShortcut && { shortcut: 'F9' })}
        busy={isBusy}
        onClick={() => void make('pdf', (name, base64) => transport.printPdf(name, base64))}
      />
      {!known && (
        <>
          <ActionButton label={t('pos.printerFile')} busy={isBusy} onClick={() => void make('escpos', (name, base64) => transport.saveFile(name, base64))} />
          <ActionButton look="quiet" label={t('pos.roll', { width: widthMm })} onClick={width} />
        </>
      )}
    </>
  )
}
