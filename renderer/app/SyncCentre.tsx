import { useNow } from '../data/now.ts'
import { useQuery } from '../data/queries.ts'
import { useShop } from '../data/shop.ts'
import { localDate, localMinutes, MINUTE_MS } from '#shared/kernel/time.ts'
import { isBooked, PURPOSES } from '#shared/modules/appointments/model.ts'
import { EditAppointmentForm, NewAppointmentForm } from '../modules/appointments/AppointmentForm.tsx'
import { BlockForm } from '../modules/appointments/BlockForm.tsx'
import { ClashCard } from '../modules/appointments/parts/ClashCard.tsx'
import { ReturnedTwice } from '../modules/pos/parts/ReturnedTwice.tsx'
import { CustomerForm } from '../modules/customers/CustomerForm.tsx'
import { type FormOfEntry, SyncEntryPage } from '../modules/sync/SyncEntryPage.tsx'
import { SyncPage } from '../modules/sync/SyncPage.tsx'
import { VehicleForm } from '../modules/vehicles/VehicleForm.tsx'

/*
 * The sync centre decides about records of every module, and stands above none of them: what it needs of later modules is put in here.
 */
export const SyncCentre = () => <SyncPage ClashCard={ClashCard} MoneyTwice={ReturnedTwice} />
export const SyncEntryCentre = () => <SyncEntryPage formOf={formOf} />

type Values = Readonly<Record<string, string | number | boolean | null>>
interface ResendProps {
  readonly id: string
  readonly values: Values
  readonly onClose: () => void
  readonly onSaved: () => void
}

/** Entries of one record that has a form: it opens with the refused values filled in, over what stands there now. */
const formOf: FormOfEntry = (entry, onClose, onSaved) => {
  const [record, ...more] = entry.records
  if (!record || more.length > 0 || entry.isCut) return null
  const Form = FORMS[record.table]
  if (!Form) return null
  const values = Object.fromEntries(record.fields.map(({ field, after }) => [field, after]))
  return <Form id={record.recordId} values={values} onClose={onClose} onSaved={onSaved} />
}

// Values are those that the same form once made; they were journaled under the names of its fields.

function Customer({ id, values, ...rest }: ResendProps) {
  const { data, failure } = useQuery('customers.get', { customerId: id })
  if (data) return <CustomerForm customer={{ ...data, ...(values as Partial<typeof data>) }} {...rest} />
  return failure && <CustomerForm customer={null} known={values as never} {...rest} />
}

function Vehicle({ id, values, ...rest }: ResendProps) {
  const { data, failure } = useQuery('vehicles.get', { vehicleId: id })
  if (data) return <VehicleForm vehicle={{ ...data, ...(values as Partial<typeof data>) }} {...rest} />
  return failure && <VehicleForm vehicle={null} known={values as never} {...rest} />
}

function Appointment({ id, values, onClose, onSaved }: ResendProps) {
  const { company, location } = useShop()
  const now = useNow()
  const { data, failure } = useQuery('appointments.get', { appointmentId: id })
  if (!company || !location) return null
  const { zone } = company
  if (data && !isBooked(data))
    return <BlockForm block={{ ...data, ...(values as Partial<typeof data>) }} locationId={data.locationId} zone={zone} onClose={onClose} onDone={onSaved} />
  if (data)
    return <EditAppointmentForm appointment={{ ...data, ...(values as Partial<typeof data>) }} zone={zone} head={null} onClose={onClose} onDone={onSaved} />
  if (!failure) return null
  const startAt = Number(values['startAt'] ?? now)
  const text = (key: string) => String(values[key] ?? '')
  const start = {
    customerId: text('customerId'),
    vehicleId: text('vehicleId'),
    bayId: text('bayId'),
    technicianId: text('technicianId'),
    concern: text('concern'),
    note: text('note'),
    minutes: (Number(values['endAt'] ?? startAt) - startAt) / MINUTE_MS,
    on: localDate(startAt, zone),
    startMinutes: localMinutes(startAt, zone),
  }
  const place = { locationId: text('locationId') || location.id, zone, onClose, onDone: onSaved }
  if (values['purpose'] == null) return <NewAppointmentForm start={start} {...place} />
  const { minutes, ...block } = start
  const purpose = PURPOSES.find((known) => known === values['purpose']) ?? 'other'
  return <BlockForm block={null} start={{ ...block, purpose, endMinutes: start.startMinutes + minutes }} {...place} />
}

const FORMS: Readonly<Record<string, typeof Customer>> = { customer: Customer, vehicle: Vehicle, appointment: Appointment }
