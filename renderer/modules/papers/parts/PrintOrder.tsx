import { IconPrinter } from '@tabler/icons-react'
import { useState } from 'react'
import { addDays, localDate } from '#shared/kernel/time.ts'
import { ORDER_PAPERS, type OrderPaper } from '#shared/modules/papers/model.ts'
import { nextService } from '#shared/modules/papers/rules.ts'
import type { OrderView } from '#shared/modules/work-orders/model.ts'
import { useNow } from '../../../data/now.ts'
import { useQuery } from '../../../data/queries.ts'
import { useSession } from '../../../data/session.ts'
import { useShop } from '../../../data/shop.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Modal } from '../../../ui/dialogs.tsx'
import { DateField, IntegerField, TextInput } from '../../../ui/fields.tsx'
import { Fields } from '../../../ui/Page.tsx'
import { PdfActions } from '../../workspace/parts/PdfActions.tsx'
import classes from './PrintDialog.module.css'

/** What is most wanted of an order as it stands. */
const usual = ({ order }: OrderView): OrderPaper => (order.state === 'estimate' ? 'estimate' : order.finishedAt === null ? 'order' : 'reminder')
/** Where the shop has no interval for it: a year, or 15,000 km, whichever work that is. */
const NEXT_DAYS = 365
const NEXT_KM = 15_000

/** The sheets of one order: chosen, then shown, printed or kept. */
export function PrintOrder({ recordId }: { recordId: string }) {
  const t = useT()
  const { can } = useSession()
  const { data } = useQuery('workOrders.get', { workOrderId: recordId })
  const [isOpen, setIsOpen] = useState(false)
  if (!data || !can('papers.print')) return null
  return (
    <>
      <ActionButton label={t('papers.print')} icon={<IconPrinter size={16} />} shortcut="F9" onClick={() => setIsOpen(true)} />
      {isOpen && <Dialog view={data} onClose={() => setIsOpen(false)} />}
    </>
  )
}

function Dialog({ view, onClose }: { view: OrderView; onClose: () => void }) {
  const t = useT()
  const { can } = useSession()
  const { company } = useShop()
  const now = useNow()
  const { order, vehicle } = view
  const mileageKm = order.mileageKm ?? vehicle.mileageKm
  const [form, setForm] = useState(usual(view))
  const today = localDate(now, company?.zone ?? 'UTC')
  // Of an order that is not finished nobody knows yet what of its work comes again.
  const asks = order.finishedAt !== null && can('reminders.read')
  const due = nextService(useQuery('reminders.ofVehicle', { vehicleId: vehicle.id }, { enabled: asks }).data?.services ?? [], today)
  const [typed, setNext] = useState<{ on: string | null; km: number | null; work: string } | null>(null)
  // A mileage that the odometer has passed already, as it was last done without being read, reminds of nothing.
  const dueKm = due && due.dueKm !== null && due.dueKm > (mileageKm ?? 0) ? due.dueKm : null
  const next = typed ?? {
    on: due?.dueOn ?? addDays(today, NEXT_DAYS),
    km: due ? dueKm : mileageKm === null ? null : mileageKm + NEXT_KM,
    work: due?.serviceName ?? '',
  }
  return (
    <Modal opened onClose={onClose} title={t('papers.title', { number: order.number })} size={560}>
      <fieldset className={classes.forms} aria-label={t('papers.print')}>
        {ORDER_PAPERS.map((each) => (
          <button
            key={each}
            type="button"
            className={classes.form}
            aria-pressed={form === each}
            data-autofocus={form === each ? true : undefined}
            onClick={() => setForm(each)}
          >
            <strong>{t(`papers.${each}`)}</strong>
            <span className={classes.hint}>{t(`papers.${each}Hint`)}</span>
          </button>
        ))}
      </fieldset>
      {form === 'reminder' && (
        <div className={classes.fields}>
          <Fields min={140}>
            <DateField label={t('papers.nextOn')} clearable value={next.on} onChange={(on) => setNext({ ...next, on })} />
            <IntegerField label={t('papers.nextKm')} unit="km" value={next.km} onChange={(km) => setNext({ ...next, km })} />
            <TextInput
              label={t('papers.nextWork')}
              dir="auto"
              maxLength={80}
              value={next.work}
              onChange={({ currentTarget: { value: work } }) => setNext({ ...next, work })}
            />
          </Fields>
        </div>
      )}
      <div className={classes.foot}>
        <PdfActions name="papers.order" input={{ workOrderId: order.id, form, ...(form === 'reminder' && { next }) }} ahead="shown" onOut={onClose} />
      </div>
    </Modal>
  )
}
