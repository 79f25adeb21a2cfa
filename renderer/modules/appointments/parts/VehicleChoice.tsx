import { useEffect, useRef, useState } from 'react'
import { useList, useQuery } from '../../../data/queries.ts'
import { useSession } from '../../../data/session.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Code, Plate } from '../../../ui/display.tsx'
import { VehicleQuickForm } from './VehicleQuickForm.tsx'
import classes from './WhoPicker.module.css'
import type { Who } from './WhoPicker.tsx'

interface VehicleChoiceProps {
  who: Who
  onChange: (vehicleId: string) => void
  /** The customer's only vehicle was chosen by itself. */
  onPreset: (vehicleId: string) => void
  error: string | undefined
  hint: string | undefined
  /** Shows the chosen one only. */
  isFixed: boolean
  /** The customer was chosen a moment ago, so that the keyboard goes on here. */
  takesFocus: boolean
}

/** Which of the customer's vehicles; the only one is chosen by itself. */
export function VehicleChoice({ who, onChange, onPreset, error, hint, isFixed, takesFocus }: VehicleChoiceProps) {
  const t = useT()
  const { can } = useSession()
  const [adds, setAdds] = useState(false)
  const [wantsFocus, setWantsFocus] = useState(takesFocus)
  const frame = useRef<HTMLFieldSetElement>(null)
  const owned = useList('vehicles.list', { customerId: who.customerId, sort: 'newest', limit: 20 })
  const isForeign = who.vehicleId !== '' && !owned.isLoading && !owned.rows.some(({ id }) => id === who.vehicleId)
  const foreign = useQuery('vehicles.get', { vehicleId: who.vehicleId }, { enabled: isForeign })
  const vehicles = [...owned.rows, ...(isForeign && foreign.data ? [foreign.data] : [])]
  const only = owned.rows.length === 1 && !owned.isLoading ? owned.rows[0]?.id : undefined
  useEffect(() => {
    if (only !== undefined && who.vehicleId === '') onPreset(only)
    // oxlint-disable-next-line react/exhaustive-deps -- once per customer: a person may take the choice back
  }, [only])

  const isReady = !owned.isLoading && !adds && (vehicles.length === 0 || who.vehicleId !== '' || only === undefined)
  useEffect(() => {
    if (!wantsFocus || !isReady) return
    ;(frame.current?.querySelector<HTMLElement>('input:checked') ?? frame.current?.querySelector<HTMLElement>('input, button'))?.focus()
    setWantsFocus(false)
  }, [wantsFocus, isReady])

  if (adds) {
    return (
      <VehicleQuickForm
        customerId={who.customerId}
        onCancel={() => {
          setAdds(false)
          setWantsFocus(true)
        }}
        onDone={(vehicleId) => {
          setAdds(false)
          onChange(vehicleId)
          setWantsFocus(true)
        }}
      />
    )
  }
  return (
    <fieldset ref={frame} className={classes.vehicles}>
      <legend className={classes.legend}>{t('booking.vehicle')}</legend>
      <div className={classes.choices}>
        {vehicles
          .filter(({ id }) => !isFixed || id === who.vehicleId)
          .map(({ id, plate, year, make, model, vin }) => (
            <label key={id} className={classes.choice}>
              <input type="radio" name={`vehicle-${who.customerId}`} checked={id === who.vehicleId} onChange={() => onChange(id)} />
              <Plate plate={plate} />
              <bdi>{[year, make, model].filter(Boolean).join(' ')}</bdi>
              {plate === '' && make === '' && <Code>{vin}</Code>}
            </label>
          ))}
        {!isFixed && can('vehicles.write') && (
          <ActionButton label={t('booking.vehicleAdd')} look={vehicles.length === 0 ? 'plain' : 'quiet'} onClick={() => setAdds(true)} />
        )}
        {vehicles.length === 0 && !owned.isLoading && !can('vehicles.write') && <span className={classes.dim}>{t('booking.vehicleNone')}</span>}
      </div>
      {error ? <p className={classes.error}>{error}</p> : who.vehicleId === '' && hint && !owned.isLoading ? <p className={classes.hint}>{hint}</p> : null}
    </fieldset>
  )
}
