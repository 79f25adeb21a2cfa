import { useCommandForm } from '../../../data/command-form.ts'
import { useQuery } from '../../../data/queries.ts'
import { useT } from '../../../texts/t.ts'
import { CodeField, IntegerField, TextInput, VinField } from '../../../ui/fields.tsx'
import { QuickForm } from './QuickForm.tsx'

interface VehicleQuickFormProps {
  customerId: string
  onDone: (vehicleId: string) => void
  onCancel: () => void
}

const VIN_LENGTH = 17

/** A vehicle by plate or VIN; what the VIN tells need not be typed. */
export function VehicleQuickForm({ customerId, onDone, onCancel }: VehicleQuickFormProps) {
  const t = useT()
  const form = useCommandForm('vehicles.create', {
    isInner: true,
    initial: { plate: '', vin: '', make: '', model: '', year: null as number | null }, // narrows otherwise
    toInput: ({ plate, vin, make, model, year }) => ({
      customerId,
      plate,
      vin,
      ...(make !== '' && { make }),
      ...(model !== '' && { model }),
      ...(year !== null && { year }),
    }),
    fieldOf: { 'vehicles.badVin': 'vin', 'vehicles.nothingKnown': 'plate' },
    onDone: ({ id }) => onDone(id),
  })
  const { vin } = form.values
  const decoded = useQuery('vehicles.decodeVin', { vin }, { enabled: vin.length === VIN_LENGTH }).data
  const label = vin.length === VIN_LENGTH && decoded ? [decoded.year, decoded.make, decoded.model].filter(Boolean).join(' ') : ''
  const warning = decoded?.checkDigit === 'wrong' ? t('vehicles.hint.checkDigitWrong') : ''
  const decodedLine = label === '' ? warning || undefined : [t('booking.vehicleDecoded', { label }), warning].filter(Boolean).join(' · ')
  return (
    <QuickForm title={t('booking.vehicleNew')} submitLabel={t('booking.vehicleSave')} form={form} onCancel={onCancel}>
      <CodeField label={t('booking.vehiclePlate')} maxLength={20} {...form.field('plate')} />
      <VinField label={t('booking.vehicleVin')} {...form.field('vin')} description={decodedLine} />
      <TextInput label={t('booking.vehicleMake')} {...form.field('make')} placeholder={decoded?.make ?? ''} autoComplete="off" />
      <TextInput label={t('booking.vehicleModel')} {...form.field('model')} placeholder={decoded?.model ?? ''} autoComplete="off" />
      <IntegerField label={t('booking.vehicleYear')} {...form.field('year')} placeholder={decoded?.year?.toString() ?? ''} />
    </QuickForm>
  )
}
