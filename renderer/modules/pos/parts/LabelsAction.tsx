import { useEffect, useState } from 'react'
import { call, type Output, transport } from '../../../data/client.ts'
import { useCommand } from '../../../data/command.ts'
import { useQuery } from '../../../data/queries.ts'
import type { RecordSlot } from '../../../data/slots.ts'
import { useSession } from '../../../data/session.ts'
import { useShop } from '../../../data/shop.ts'
import { failureText } from '../../../texts/failure.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { IntegerField } from '../../../ui/fields.tsx'
import { FormModal } from '../../../ui/forms.tsx'
import { notify } from '../../../ui/notify.ts'
import { useBasket } from './basket.ts'

interface Wanted {
  readonly itemId: string
  readonly copies: number
}
const MOST = 200
const MOST_ITEMS = 50
/** One label for each piece. */
const copiesOf = (qtyMilli: number): number => Math.min(MOST, Math.max(1, Math.round(qtyMilli / 1000)))

/** Labels on the printer of this device where it has one, else as a file. `print` says whether they are on their way. */
function useLabels() {
  const t = useT()
  const { location } = useShop()
  const printer = useQuery('pos.printer', {})
  const onPrinter = useCommand('pos.printLabels')
  const [isBusy, setIsBusy] = useState(false)
  // Paper comes after the press: where it does not, who asked for it hears of it on whatever page this is.
  const [isAsked, setIsAsked] = useState(false)
  const unprinted = useQuery('pos.unprinted', {}, { enabled: isAsked }).data?.find(({ form }) => form === 'labels')
  const trouble = unprinted ? t('pos.labelsNotPrinted', { problem: t(`printProblem.${unprinted.problem}`) }) : ''
  useEffect(() => {
    if (trouble !== '') notify.failed(trouble)
  }, [trouble])
  const print = async (items: readonly Wanted[]): Promise<boolean> => {
    setIsBusy(true)
    const order = { items: items.slice(0, MOST_ITEMS), locationId: location?.id ?? null }
    const isDone = printer.data ? await send(order) : await give(order)
    setIsBusy(false)
    return isDone
  }
  const send = async (order: Parameters<typeof onPrinter.run>[0]) => {
    const done = await onPrinter.run(order)
    setIsAsked(true)
    if (done.ok) notify.done(t('pos.printing'))
    else notify.failed(failureText(done.error))
    return done.ok
  }
  const give = async (order: Parameters<typeof onPrinter.run>[0]) => {
    const made = await call('pos.labels', order)
    if (!made.ok) notify.failed(failureText(made.error))
    else if (!(await transport.printPdf(made.value.fileName, made.value.base64).catch(() => false))) notify.failed(t('invoice.pdfNoPrinter'))
    return made.ok
  }
  return { print, isBusy }
}

const useDenied = (): string | null => {
  const t = useT()
  return useSession().can('pos.print') ? null : t('failure.platform.notAllowed')
}

/** Labels for what lies in the basket, as many as there are pieces: scan what came in, print, empty the basket. */
export function LabelsAction() {
  const t = useT()
  const { lines } = useBasket()
  const { print, isBusy } = useLabels()
  const denied = useDenied()
  const items = lines.flatMap(({ itemId, qtyMilli }) => (itemId === null ? [] : [{ itemId, copies: copiesOf(qtyMilli) }]))
  return (
    <ActionButton
      label={t('pos.labels')}
      busy={isBusy}
      disabledReason={denied ?? (items.length === 0 ? t('pos.nothing') : null)}
      onClick={() => void print(items)}
    />
  )
}

/** Labels of one item: how many is asked. */
export const ItemLabels: RecordSlot = ({ recordId }) => {
  const t = useT()
  const { print, isBusy } = useLabels()
  const denied = useDenied()
  const [isOpen, setIsOpen] = useState(false)
  const [copies, setCopies] = useState<number | null>(1)
  const submit = () => void print([{ itemId: recordId, copies: Math.min(MOST, Math.max(1, copies ?? 1)) }]).then((isDone) => setIsOpen(!isDone))
  return (
    <>
      <ActionButton label={t('pos.labels')} disabledReason={denied} onClick={() => setIsOpen(true)} />
      {isOpen && (
        <FormModal
          opened
          title={t('pos.labels')}
          submitLabel={t('pos.printLabels')}
          form={{ isDirty: false, isBusy, failure: null, submit }}
          onClose={() => setIsOpen(false)}
        >
          <IntegerField label={t('pos.copies')} required data-autofocus value={copies} onChange={setCopies} />
        </FormModal>
      )}
    </>
  )
}

const receivedOf = ({ lines }: Output<'purchasing.order'>): Wanted[] =>
  lines.flatMap(({ itemId, receivedMilli }) => (receivedMilli > 0 ? [{ itemId, copies: copiesOf(receivedMilli) }] : []))

/** Labels for what came in of a purchase order, one for each piece. */
export const ReceivedLabels: RecordSlot = ({ recordId }) => {
  const t = useT()
  const { data } = useQuery('purchasing.order', { orderId: recordId })
  const { print, isBusy } = useLabels()
  const denied = useDenied()
  const items = data ? receivedOf(data) : []
  return (
    <ActionButton
      size="xs"
      label={t('pos.labels')}
      busy={isBusy}
      disabledReason={denied ?? (items.length === 0 ? t('pos.nothing') : null)}
      onClick={() => void print(items)}
    />
  )
}
