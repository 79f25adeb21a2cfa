import { atLocal, localDate, localMinutes } from '#shared/kernel/time.ts'
import type { Order } from '#shared/modules/work-orders/model.ts'
import { isUnderWay } from '#shared/modules/work-orders/rules.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useNow } from '../../data/now.ts'
import { useQuery } from '../../data/queries.ts'
import { useT } from '../../texts/t.ts'
import { ClockField, DateField, IntegerField, MoneyField, PercentField, Select, Textarea } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Fields } from '../../ui/Page.tsx'

interface OrderFormProps {
  order: Order
  /** The shop's IANA zone. */
  zone: string
  /** When a promise without a time is due: minutes after midnight. */
  closesAtMinutes: number
  onClose: () => void
}

/** Concern, notes, promise, odometer, bay and technician of an order. Mount it when it opens. */
export function OrderForm({ order, zone, closesAtMinutes, onClose }: OrderFormProps) {
  const t = useT()
  const today = localDate(useNow(), zone)
  const bays = useQuery('bays.board', { locationId: order.locationId }).data ?? []
  const technicians = useQuery('staff.technicians', {}).data ?? []
  const earlier = (useQuery('workOrders.list', { vehicleId: order.vehicleId, limit: 50 }).data?.rows ?? []).filter(({ id }) => id !== order.id)
  const { promisedAt } = order
  const form = useCommandForm('workOrders.update', {
    initial: {
      concern: order.concern,
      note: order.note,
      mileageKm: order.mileageKm,
      on: promisedAt === null ? null : localDate(promisedAt, zone),
      at: promisedAt === null ? null : localMinutes(promisedAt, zone),
      bayId: (order.bayId ?? '') as string,
      technicianId: (order.technicianId ?? '') as string, // ids are texts in a form
      comebackOfId: (order.comebackOfId ?? '') as string,
      discountBp: order.discountBp as number | null,
      discountMinor: order.discountMinor as number | null,
    },
    toInput: ({ on, at, bayId, technicianId, comebackOfId, discountBp, discountMinor, ...values }) => ({
      ...values,
      workOrderId: order.id,
      promisedAt: at === null && on === null ? null : atLocal(on ?? today, at ?? closesAtMinutes, zone),
      bayId: bayId === '' ? null : bayId,
      technicianId: technicianId === '' ? null : technicianId,
      comebackOfId: comebackOfId === '' ? null : comebackOfId,
      discountBp: discountBp ?? 0,
      discountMinor: discountMinor ?? 0,
    }),
    fieldOf: { 'workOrders.bayHeld': 'bayId' },
    onDone: () => {
      notify.done(t('common.saved'))
      onClose()
    },
  })
  return (
    <FormDrawer opened title={`${t('order.edit')} ${order.number}`} form={form} onClose={onClose}>
      <Textarea label={t('order.concern')} dir="auto" autosize minRows={3} maxRows={9} data-autofocus {...form.field('concern')} />
      <Fields>
        <DateField label={t('newOrder.promisedDay')} clearable {...form.field('on')} />
        <ClockField label={t('newOrder.promisedTime')} {...form.field('at')} />
        <IntegerField label={t('order.mileage')} unit="km" {...form.field('mileageKm')} />
      </Fields>
      <Fields>
        <Select
          label={t('order.chooseBay')}
          clearable
          disabled={isUnderWay(order)}
          description={isUnderWay(order) ? t('failure.workOrders.bayHeld') : undefined}
          {...form.field('bayId')}
          value={form.values.bayId || null}
          onChange={(bayId) => form.set('bayId', bayId ?? '')}
          data={bays.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Select
          label={t('order.chooseTechnician')}
          clearable
          searchable
          disabled={order.state === 'inProgress'}
          {...form.field('technicianId')}
          value={form.values.technicianId || null}
          onChange={(technicianId) => form.set('technicianId', technicianId ?? '')}
          data={technicians.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Fields>
      <Fields>
        <PercentField label={t('order.discountShare')} {...form.field('discountBp')} />
        <MoneyField label={t('order.discountAmount')} {...form.field('discountMinor')} />
      </Fields>
      <Select
        label={t('order.comebackOf')}
        clearable
        searchable
        placeholder={t('order.noComeback')}
        {...form.field('comebackOfId')}
        value={form.values.comebackOfId || null}
        onChange={(comebackOfId) => form.set('comebackOfId', comebackOfId ?? '')}
        data={earlier.map(({ id, number, concern }) => ({ value: id, label: [number, concern].filter((part) => part !== '').join(' · ') }))}
      />
      <Textarea label={t('order.note')} dir="auto" autosize minRows={4} maxRows={12} {...form.field('note')} />
    </FormDrawer>
  )
}
