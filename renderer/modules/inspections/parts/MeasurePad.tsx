import { useEffect, useState } from 'react'
import { parseDecimal } from '#shared/kernel/money.ts'
import type { Measure } from '#shared/modules/inspections/model/template.ts'
import { useT } from '../../../texts/t.ts'
import { typedText, westernFigures } from '../../../ui/decimal.ts'
import { NumPad } from '../../../ui/kiosk.tsx'
import classes from './sheet.module.css'

const LONGEST = 7

interface MeasurePadProps {
  measure: Measure
  measuredMilli: number | null
  isBusy: boolean
  onMeasured: (measuredMilli: number) => void
}

/** A measured value on the pad or from a real keyboard. Mount it anew for each point. */
export function MeasurePad({ measure, measuredMilli, isBusy, onMeasured }: MeasurePadProps) {
  const t = useT()
  const [typed, setTyped] = useState<string | null>(null)
  const shown = typed ?? typedText(measuredMilli, 3, false)
  const value = parseDecimal(shown, 3)
  const enter = () => {
    if (value !== null && !isBusy) onMeasured(value)
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLElement && event.target.closest('input, textarea, button, [role="dialog"]')) return
      const key = westernFigures(event.key).replace(',', '.')
      if (/^[\d.-]$/.test(key)) setTyped(((typed ?? '') + key).slice(0, LONGEST))
      else if (event.key === 'Backspace') setTyped((typed ?? shown).slice(0, -1))
      else if (event.key === 'Enter') enter()
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  })
  return (
    <div className={classes.measure}>
      <output className={classes.value} dir="ltr" aria-label={t('inspections.measured')}>
        {shown === '' ? '–' : shown} <span className={classes.unit}>{measure.unit}</span>
      </output>
      <NumPad decimals value={typed ?? ''} onChange={setTyped} onEnter={enter} maxLength={LONGEST} canEnter={typed !== null && value !== null && !isBusy} />
    </div>
  )
}
