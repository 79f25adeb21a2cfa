import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useEffectEvent, useRef } from 'react'
import { plainCode } from '#shared/kernel/text.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { BLANK_VEHICLE, type DecodedVin, type Vehicle, type VehicleFields } from '#shared/modules/vehicles/model.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useQuery } from '../../data/queries.ts'
import { TextLink } from '../../data/route.tsx'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { CodeField, IntegerField, Textarea, TextInput, VinField } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Fields } from '../../ui/Page.tsx'
import { Notice } from '../../ui/states.tsx'
import { CustomerPicker } from '../customers/parts/CustomerPicker.tsx'

interface VehicleFormProps {
  /** Null makes a new one. */
  vehicle: Vehicle | null
  /** Whose new vehicle it is. */
  customerId?: Id<'customer'>
  /** What is known of a new one already. */
  known?: Partial<VehicleFields>
  onClose(): void
  onSaved?(vehicle: Vehicle): void
}

const VIN_LENGTH = 17

/** A new vehicle, or the fields of a known one. The VIN fills in what it tells; what a person wrote stays. */
export function VehicleForm({ vehicle, customerId, known, onClose, onSaved }: VehicleFormProps) {
  const t = useT()
  const done = (saved: Vehicle) => {
    notify.done(vehicle ? t('common.saved') : t('vehicles.created', { name: saved.plate || [saved.make, saved.model].join(' ') }))
    onClose()
    onSaved?.(saved)
  }
  const initial: VehicleFields = vehicle ?? { ...BLANK_VEHICLE, customerId: customerId ?? null, ...known }
  const options = {
    initial: {
      customerId: initial.customerId as string | null,
      plate: initial.plate,
      vin: initial.vin,
      make: initial.make,
      model: initial.model,
      year: initial.year,
      engine: initial.engine,
      color: initial.color,
      mileageKm: initial.mileageKm,
      note: initial.note,
    },
    fieldOf: { 'vehicles.badVin': 'vin', 'vehicles.nothingKnown': 'plate', 'customers.unknown': 'customerId' } as const,
    onDone: done,
  }
  const create = useCommandForm('vehicles.create', { ...options, toInput: (values) => values })
  const update = useCommandForm('vehicles.update', { ...options, toInput: (values) => ({ ...values, vehicleId: vehicle?.id ?? '' }) })
  const form = vehicle ? update : create
  const { values, set } = form

  const [vin] = useDebouncedValue(plainCode(values.vin), 60)
  const decoded = useQuery('vehicles.decodeVin', { vin }, { enabled: vin.length === VIN_LENGTH })
  const filled = useRef<Partial<Record<'make' | 'model' | 'year' | 'engine', string | number | null>>>({})
  /** Only what is empty, or was filled in by the VIN before. */
  const fill = useEffectEvent((told: DecodedVin) => {
    for (const key of ['make', 'model', 'year', 'engine'] as const) {
      const untouched = values[key] === '' || values[key] === null || values[key] === filled.current[key]
      if (!untouched || told[key] === '' || told[key] === null) continue
      filled.current[key] = told[key]
      set(key, told[key] as never) // the same key on both sides
    }
  })
  useEffect(() => {
    if (decoded.data?.vin === vin) fill(decoded.data)
  }, [decoded.data, vin])

  return (
    <FormDrawer opened title={vehicle ? t('vehicles.edit') : t('vehicles.create')} form={form} onClose={onClose}>
      <Same vin={values.vin} plate={values.plate} {...(vehicle && { exceptId: vehicle.id })} />
      <VinField label={t('vehicles.vin')} description={t('vehicles.vinHint')} {...(!vehicle && { autoFocus: true })} {...form.field('vin')} />
      {vin.length === VIN_LENGTH && decoded.data && <Decoded told={decoded.data} />}
      <Fields>
        <CodeField label={t('vehicles.plate')} {...form.field('plate')} />
        <IntegerField label={t('vehicles.mileage')} unit="km" {...form.field('mileageKm')} />
      </Fields>
      <Fields>
        <TextInput label={t('vehicles.make')} {...form.field('make')} />
        <TextInput label={t('vehicles.model')} {...form.field('model')} />
        <IntegerField label={t('vehicles.year')} {...form.field('year')} />
      </Fields>
      <Fields>
        <TextInput label={t('vehicles.engine')} {...form.field('engine')} />
        <TextInput label={t('vehicles.color')} {...form.field('color')} />
      </Fields>
      <CustomerPicker label={t('vehicles.owner')} {...form.field('customerId')} />
      <Textarea label={t('common.note')} autosize minRows={2} maxRows={6} dir="auto" {...form.field('note')} />
    </FormDrawer>
  )
}

/** What the VIN told, in one line, with what a person should know. */
function Decoded({ told }: { told: DecodedVin }) {
  const t = useT()
  const check = { ok: t('vehicles.checkOk'), wrong: t('vehicles.checkWrong'), notUsed: t('vehicles.checkNotUsed') }[told.checkDigit]
  return (
    <Notice tone={told.checkDigit === 'wrong' ? 'waiting' : 'info'}>
      <div>
        {t('vehicles.decoded')}: <strong dir="ltr">{[told.year, told.make, told.model].filter(Boolean).join(' ') || '–'}</strong> · {t('vehicles.checkDigit')}:{' '}
        {check}
      </div>
      {told.hints.map((hint) => (
        <div key={hint}>{t(`vehicles.hint.${hint}`)}</div>
      ))}
    </Notice>
  )
}

function Same({ vin, plate, exceptId }: { vin: string; plate: string; exceptId?: Vehicle['id'] }) {
  const t = useT()
  const [asked] = useDebouncedValue({ vin: plainCode(vin), plate: plate.slice(0, 40) }, 200)
  const isWorthAsking = asked.vin.length === VIN_LENGTH || plainCode(asked.plate).length >= 3
  const { data } = useQuery('vehicles.duplicates', { ...asked, ...(exceptId && { exceptId }) }, { enabled: isWorthAsking, keepLast: true })
  if (!isWorthAsking || !data?.length) return null
  return (
    <Notice tone="waiting">
      {data.slice(0, 3).map((other) => (
        <div key={other.id}>
          {other.same === 'vin' ? t('vehicles.sameVin') : t('vehicles.samePlate')}{' '}
          <TextLink to={paths.vehicle} params={{ vehicleId: other.id }}>
            <bdi>{[other.plate, other.make, other.model, other.ownerName].filter(Boolean).join(' · ')}</bdi>
          </TextLink>
        </div>
      ))}
    </Notice>
  )
}
