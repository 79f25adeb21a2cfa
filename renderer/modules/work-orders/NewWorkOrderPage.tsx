import { useEffect, useRef } from 'react'
import { z } from 'zod'
import { atLocal, localDate } from '#shared/kernel/time.ts'
import type { AppointmentView } from '#shared/modules/appointments/model.ts'
import type { Location } from '#shared/modules/workspace/model.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useNow } from '../../data/now.ts'
import { useQuery } from '../../data/queries.ts'
import { TextLink, useFilters, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ClockField, DateField, IntegerField, Select, Switch, Textarea } from '../../ui/fields.tsx'
import { SubmitButton } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Columns, Fields, Page, Panel } from '../../ui/Page.tsx'
import { useShortcut } from '../../ui/shortcuts.tsx'
import { EmptyState, ErrorState, FailureNotice, Loading, Notice } from '../../ui/states.tsx'
import { WhoPicker } from '../appointments/parts/WhoPicker.tsx'
import classes from './NewWorkOrderPage.module.css'

const filterShape = z.object({ appointment: z.string().max(36), customer: z.string().max(36), vehicle: z.string().max(36) })

/** A work order is opened: from a booking with everything filled in, or plain for a customer who just came. */
export function NewWorkOrderPage() {
  const t = useT()
  const { company, location } = useShop()
  const { can } = useSession()
  const [filters] = useFilters(filterShape)
  const booking = useQuery('appointments.get', { appointmentId: filters.appointment ?? '' }, { enabled: filters.appointment !== undefined })
  const back = <TextLink to={paths.workOrders}>{t('orders.title')}</TextLink>
  const frame = (content: React.ReactNode) => (
    <Page title={t('newOrder.title')} back={back}>
      {content}
    </Page>
  )
  if (!can('workOrders.write')) return frame(<EmptyState title={t('crash.forbiddenTitle')} text={t('failure.platform.notAllowed')} />)
  if (booking.failure) return frame(<ErrorState failure={booking.failure} onRetry={booking.retry} />)
  if (!company || (filters.appointment !== undefined && !booking.data)) return frame(<Loading />)
  if (!location) return frame(<EmptyState title={t('bays.noLocation')} />)
  return (
    <OpenForm
      key={filters.appointment ?? ''}
      booking={booking.data ?? null}
      customerId={filters.customer ?? ''}
      vehicleId={filters.vehicle ?? ''}
      location={location}
      zone={company.zone}
      back={back}
    />
  )
}

/** A fact of a refusal that is a text. */
const textOf = (fact: unknown): string => (typeof fact === 'string' ? fact : '')

interface OpenFormProps {
  booking: AppointmentView | null
  customerId: string
  vehicleId: string
  location: Location
  zone: string
  back: React.ReactNode
}

function OpenForm({ booking, customerId, vehicleId, location, zone, back }: OpenFormProps) {
  const t = useT()
  const go = useGo()
  const today = localDate(useNow(), zone)
  const bays = useQuery('bays.board', { locationId: location.id }).data ?? []
  const technicians = useQuery('staff.technicians', {}).data ?? []
  const frame = useRef<HTMLFormElement>(null)
  useEffect(() => frame.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus(), [])
  const show = (workOrderId: string) => go({ to: paths.workOrder, params: { workOrderId }, replace: true })
  const form = useCommandForm('workOrders.open', {
    initial: {
      customerId: (booking?.customerId ?? customerId) as string,
      vehicleId: (booking?.vehicleId ?? vehicleId) as string, // ids are texts in a form
      concern: booking?.concern ?? '',
      asEstimate: false,
      note: booking?.note ?? '',
      mileageKm: null as number | null,
      on: null as string | null,
      at: null as number | null, // narrow otherwise
      bayId: (booking?.bayId ?? '') as string,
      technicianId: (booking?.technicianId ?? '') as string,
    },
    toInput: ({ on, at, mileageKm, concern, note, asEstimate, ...values }) => ({
      concern,
      asEstimate,
      note,
      mileageKm,
      promisedAt: at === null && on === null ? null : atLocal(on ?? today, at ?? location.closesAtMinutes, zone),
      ...(booking ? { appointmentId: booking.id } : { locationId: location.id, customerId: values.customerId }),
      vehicleId: values.vehicleId === '' ? undefined : values.vehicleId,
      ...(values.bayId !== '' && { bayId: values.bayId }),
      ...(values.technicianId !== '' && { technicianId: values.technicianId }),
    }),
    check: (values) => ({
      ...(values.customerId === '' && { customerId: t('booking.chooseCustomer') }),
      ...(values.customerId !== '' && values.vehicleId === '' && { vehicleId: t('newOrder.vehicleNeeded') }),
    }),
    fieldOf: { 'workOrders.vehicleNeeded': 'vehicleId' },
    onDone: ({ order }) => {
      notify.done(t('newOrder.opened', { number: order.number }))
      show(order.id)
    },
  })
  useShortcut({ keys: 'mod+s', label: t('newOrder.open'), group: t('shortcutGroup.form'), run: form.submit })
  const existing =
    form.failure?.code === 'workOrders.alreadyOpened' ? { id: textOf(form.failure['workOrderId']), number: textOf(form.failure['number']) } : null
  const openExisting = () => existing && show(existing.id)
  return (
    <Page
      title={t('newOrder.title')}
      back={back}
      intro={booking ? t('newOrder.fromBooking', { at: booking.startAt }) : undefined}
      actions={
        <>
          <ActionButton label={t('common.cancel')} onClick={() => window.history.back()} />
          <SubmitButton form={form} label={t('newOrder.open')} />
        </>
      }
    >
      <form
        ref={frame}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          form.submit()
        }}
      >
        {existing ? (
          <Notice tone="waiting" action={<ActionButton label={t('newOrder.goThere', { number: existing.number })} look="primary" onClick={openExisting} />}>
            {t('newOrder.exists', { number: existing.number })}
          </Notice>
        ) : (
          <FailureNotice failure={form.failure} />
        )}
        <Columns>
          <Panel title={t('newOrder.who')}>
            <div className={classes.fields}>
              <WhoPicker
                value={form.values}
                onChange={(who) => {
                  form.set('customerId', who.customerId)
                  form.set('vehicleId', who.vehicleId)
                }}
                onPreset={(only) => form.preset('vehicleId', only)}
                customerError={form.field('customerId').error}
                vehicleError={form.field('vehicleId').error}
                isFixed={booking !== null}
                isFirst={form.values.customerId === ''}
              />
              <IntegerField label={t('newOrder.mileage')} unit="km" {...(booking && { 'data-autofocus': true })} {...form.field('mileageKm')} />
            </div>
          </Panel>
          <Panel title={t('newOrder.what')}>
            <div className={classes.fields}>
              <Textarea
                label={t('booking.concern')}
                placeholder={t('booking.concernHint')}
                dir="auto"
                autosize
                minRows={3}
                maxRows={8}
                {...form.field('concern')}
              />
              <Fields>
                <DateField label={t('newOrder.promisedDay')} clearable {...form.field('on')} placeholder={form.values.at === null ? '' : t('common.today')} />
                <ClockField label={t('newOrder.promisedTime')} {...form.field('at')} placeholder="17:00" />
              </Fields>
              <Fields>
                <Select
                  label={t('booking.bay')}
                  clearable
                  {...form.field('bayId')}
                  value={form.values.bayId || null}
                  onChange={(bayId) => form.set('bayId', bayId ?? '')}
                  data={bays.map(({ id, name }) => ({ value: id, label: name }))}
                />
                <Select
                  label={t('booking.technician')}
                  clearable
                  searchable
                  {...form.field('technicianId')}
                  value={form.values.technicianId || null}
                  onChange={(technicianId) => form.set('technicianId', technicianId ?? '')}
                  data={technicians.map(({ id, name }) => ({ value: id, label: name }))}
                />
              </Fields>
              <Switch
                label={t('newOrder.asEstimate')}
                checked={form.values.asEstimate}
                onChange={(event) => form.set('asEstimate', event.currentTarget.checked)}
              />
              <Textarea label={t('booking.note')} dir="auto" autosize minRows={2} maxRows={6} {...form.field('note')} />
            </div>
          </Panel>
        </Columns>
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true">
          {t('newOrder.open')}
        </button>
      </form>
    </Page>
  )
}
