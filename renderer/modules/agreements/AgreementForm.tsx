import type { Agreement } from '#shared/modules/agreements/model.ts'
import { ruleOf, usualRepeat } from '#shared/modules/agreements/rules/repeat.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useList, useQuery } from '../../data/queries.ts'
import { useShop } from '../../data/shop.ts'
import { useT } from '../../texts/t.ts'
import { ClockField, DateField, IntegerField, MoneyField, MultiSelect, Select, Switch, Textarea, TextInput } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Fields } from '../../ui/Page.tsx'
import { CustomerPicker } from '../customers/parts/CustomerPicker.tsx'
import { Preview } from './parts/Preview.tsx'
import { RepeatField } from './parts/RepeatField.tsx'

interface AgreementFormProps {
  agreement: Agreement | null
  /** Of a new one. */
  customerId?: string | undefined
  today: string
  onClose: () => void
  onSaved?: (saved: Agreement) => void
}

/** A new agreement, or a known one: with whom, for which vehicles, what and how often, and the days that come of it. */
export function AgreementForm({ agreement, customerId, today, onClose, onSaved }: AgreementFormProps) {
  const t = useT()
  const { location, places, company } = useShop()
  const types = useQuery('appointments.types', {}).data ?? []
  const jobs = useList('workOrders.cannedJobs', { limit: 200 }).rows
  const technicians = useQuery('staff.technicians', {}).data ?? []
  const options = {
    initial: {
      locationId: agreement?.locationId ?? (location?.id as string | undefined) ?? '',
      customerId: (agreement?.customerId ?? customerId ?? null) as string | null,
      vehicleIds: (agreement?.vehicleIds ?? []) as string[],
      title: agreement?.title ?? '',
      cannedJobIds: (agreement?.cannedJobIds ?? []) as string[],
      bookingTypeId: (agreement?.bookingTypeId ?? null) as string | null,
      minutes: (agreement?.minutes ?? 60) as number | null,
      rule: agreement?.rule ?? ruleOf({ ...usualRepeat(today), every: 3 }),
      startOn: (agreement?.startOn ?? today) as string | null,
      startMinutes: (agreement?.startMinutes ?? 540) as number | null,
      leadDays: (agreement?.leadDays ?? 30) as number | null,
      bayId: (agreement?.bayId ?? null) as string | null,
      technicianId: (agreement?.technicianId ?? null) as string | null,
      priceMinor: (agreement?.priceMinor ?? null) as number | null,
      terms: agreement?.terms ?? '',
      note: agreement?.note ?? '',
      active: true,
    },
    fieldOf: { 'agreements.badRule': 'rule' } as const,
    onDone: (saved: Agreement) => {
      notify.done(t(agreement ? 'agreements.saved' : 'agreements.created', { number: saved.number }))
      onClose()
      onSaved?.(saved)
    },
  }
  // An emptied field is sent as it is, so that the contract names it.
  const create = useCommandForm('agreements.create', { ...options, toInput: (values) => values as never })
  const update = useCommandForm('agreements.update', {
    ...options,
    toInput: ({ active: _active, locationId: _locationId, ...values }) => ({ ...values, agreementId: agreement?.id ?? '' }) as never,
  })
  const form = agreement ? update : create
  const { values } = form
  const bays = useList('bays.list', { locationId: values.locationId, limit: 200 }, { enabled: values.locationId !== '' }).rows
  const vehicles = useList('vehicles.list', { customerId: values.customerId ?? '', limit: 200 }, { enabled: values.customerId !== null }).rows
  const named = (all: readonly { id: string; name: string }[]) => all.map(({ id, name }) => ({ value: id, label: name }))
  const chooseType = (id: string | null) => {
    form.set('bookingTypeId', id)
    const type = types.find((known) => known.id === id)
    if (type) form.set('minutes', type.minutes)
  }
  return (
    <FormDrawer opened size="lg" title={agreement ? t('agreements.edit') : t('agreements.create')} form={form} onClose={onClose}>
      <CustomerPicker
        label={t('agreements.customer')}
        {...form.field('customerId')}
        onChange={(id) => {
          form.set('customerId', id)
          form.set('vehicleIds', [])
        }}
      />
      <MultiSelect
        label={t('agreements.vehicles')}
        required
        searchable
        data={vehicles.map(({ id, plate, make, model }) => ({ value: id, label: [plate, make, model].filter(Boolean).join(' · ') }))}
        nothingFoundMessage={t('agreements.noVehicles')}
        {...form.field('vehicleIds')}
      />
      <TextInput label={t('agreements.name')} required dir="auto" maxLength={120} {...form.field('title')} />
      <Fields>
        <Select
          label={t('agreements.type')}
          clearable
          placeholder={t('agreements.noType')}
          data={named(types)}
          {...form.field('bookingTypeId')}
          onChange={chooseType}
        />
        <IntegerField label={t('agreements.minutes')} required {...form.field('minutes')} />
      </Fields>
      <MultiSelect label={t('agreements.services')} searchable clearable data={named(jobs)} {...form.field('cannedJobIds')} />
      <Fields>
        <DateField label={t('agreements.startOn')} required {...form.field('startOn')} />
        <ClockField label={t('agreements.time')} required {...form.field('startMinutes')} />
        <IntegerField label={t('agreements.lead')} description={t('agreements.leadHint')} {...form.field('leadDays')} />
      </Fields>
      <RepeatField startOn={values.startOn ?? today} {...form.field('rule')} />
      <Preview locationId={values.locationId} rule={values.rule} startOn={values.startOn ?? today} startMinutes={values.startMinutes ?? 0} />
      <Fields>
        {places.length > 1 && !agreement && <Select label={t('record.location')} allowDeselect={false} data={named(places)} {...form.field('locationId')} />}
        <Select label={t('agreements.bay')} clearable placeholder={t('agreements.anyBay')} data={named(bays)} {...form.field('bayId')} />
        <Select
          label={t('agreements.technician')}
          clearable
          placeholder={t('agreements.anyTechnician')}
          data={named(technicians)}
          {...form.field('technicianId')}
        />
        <MoneyField
          label={t('agreements.price')}
          placeholder={t('agreements.noPrice')}
          {...(company && { currency: company.currency })}
          {...form.field('priceMinor')}
        />
      </Fields>
      <TextInput label={t('agreements.terms')} dir="auto" maxLength={200} {...form.field('terms')} />
      <Textarea label={t('agreements.note')} dir="auto" autosize minRows={2} maxLength={2000} {...form.field('note')} />
      {!agreement && <Switch label={t('agreements.startNow')} checked={values.active} onChange={(event) => form.set('active', event.currentTarget.checked)} />}
    </FormDrawer>
  )
}
