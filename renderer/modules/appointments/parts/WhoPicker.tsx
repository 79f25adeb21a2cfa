import { IconCar, IconUser, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { call } from '../../../data/client.ts'
import { useQuery } from '../../../data/queries.ts'
import { useSession } from '../../../data/session.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { ComboBox, type ComboOption } from '../../../ui/ComboBox.tsx'
import { Phone } from '../../../ui/display.tsx'
import { CustomerQuickForm } from './CustomerQuickForm.tsx'
import { useHits } from '../../../data/hits.ts'
import { VehicleChoice } from './VehicleChoice.tsx'
import classes from './WhoPicker.module.css'

export interface Who {
  readonly customerId: string
  /** Empty: none. */
  readonly vehicleId: string
}

interface WhoPickerProps {
  value: Who
  onChange: (who: Who) => void
  /** A vehicle that nobody chose: it is the customer's only one. */
  onPreset: (vehicleId: string) => void
  customerError?: string | undefined
  vehicleError?: string | undefined
  /** The keyboard begins here. */
  isFirst?: boolean
  /** The customer, and a vehicle once chosen, stay as they are: a booking names them. */
  isFixed?: boolean
  /** A hint where no vehicle is chosen. */
  vehicleHint?: string
}

/** Whom it is for: found by name, phone or plate, or created on the spot; then which of their vehicles. */
export function WhoPicker({ value, onChange, onPreset, customerError, vehicleError, isFirst = false, isFixed = false, vehicleHint }: WhoPickerProps) {
  const [wasEmpty] = useState(value.customerId === '')
  const [fixedVehicle] = useState(isFixed && value.vehicleId !== '')
  return (
    <div className={classes.who}>
      {value.customerId === '' ? (
        <CustomerSearch onChoose={onChange} error={customerError} isFirst={isFirst} />
      ) : (
        <>
          <ChosenCustomer customerId={value.customerId} {...(!isFixed && { onClear: () => onChange({ customerId: '', vehicleId: '' }) })} />
          <VehicleChoice
            key={value.customerId}
            who={value}
            onChange={(vehicleId) => onChange({ ...value, vehicleId })}
            onPreset={onPreset}
            error={vehicleError}
            hint={vehicleHint}
            isFixed={fixedVehicle}
            takesFocus={wasEmpty}
          />
        </>
      )}
    </div>
  )
}

const NEW = 'new'

function CustomerSearch({ onChoose, error, isFirst }: { onChoose: (who: Who) => void; error: string | undefined; isFirst: boolean }) {
  const t = useT()
  const { can } = useSession()
  const [text, setText] = useState('')
  const [creates, setCreates] = useState(false)
  const { hits, isStale } = useHits(text, ['customer', 'vehicle'])

  if (creates) {
    return <CustomerQuickForm typed={text.trim()} onCancel={() => setCreates(false)} onDone={(customerId) => onChoose({ customerId, vehicleId: '' })} />
  }
  const options: ComboOption[] = hits.map(({ kind, id, title, subtitle }) => ({
    key: `${kind}:${id}`,
    title,
    subtitle,
    icon: kind === 'customer' ? <IconUser size={17} stroke={1.6} /> : <IconCar size={17} stroke={1.6} />,
    end: t(`hitKind.${kind}`),
  }))
  if (text.trim() !== '' && can('customers.write'))
    options.push({ key: NEW, makes: true, title: t('booking.customerCreate', { text: text.trim() }), icon: <IconUserPlus size={17} stroke={1.6} /> })

  const choose = async (key: string) => {
    if (key === NEW) return setCreates(true)
    const [kind, id = ''] = key.split(':')
    if (kind === 'customer') return onChoose({ customerId: id, vehicleId: '' })
    const found = await call('vehicles.get', { vehicleId: id })
    if (found.ok && found.value.customerId !== null) onChoose({ customerId: found.value.customerId, vehicleId: id })
  }
  return (
    <ComboBox
      label={t('booking.customer')}
      text={text}
      onText={setText}
      options={options}
      isStale={isStale}
      onChoose={(key) => void choose(key)}
      emptyText={t('booking.customerNone', { text: text.trim() })}
      placeholder={t('booking.customerSearch')}
      error={error}
      isFirst={isFirst}
      required
    />
  )
}

function ChosenCustomer({ customerId, onClear }: { customerId: string; onClear?: () => void }) {
  const t = useT()
  const { data } = useQuery('customers.get', { customerId })
  return (
    <fieldset className={classes.chosen} aria-label={t('booking.customer')}>
      <IconUser size={18} stroke={1.6} aria-hidden="true" />
      <span className={classes.words}>
        <bdi className={classes.name}>{data?.name ?? '…'}</bdi>
        <span className={classes.dim}>
          {data?.phone && <Phone number={data.phone} />}
          {data?.company && <bdi> · {data.company}</bdi>}
        </span>
      </span>
      {onClear && <ActionButton label={t('booking.customerChange')} look="quiet" size="xs" onClick={onClear} />}
    </fieldset>
  )
}
