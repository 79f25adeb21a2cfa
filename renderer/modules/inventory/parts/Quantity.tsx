import { typedText } from '../../../ui/decimal.ts'

interface QuantityProps {
  milli: number
  unit?: string
  /** With its sign, as of a change. */
  signed?: boolean
}

/** Thousandths as a number with its unit; reads from left to right in every language. */
export function Quantity({ milli, unit = '', signed = false }: QuantityProps) {
  return (
    <bdi dir="ltr" style={{ fontVariantNumeric: 'tabular-nums' }}>
      {signed && milli > 0 && '+'}
      {typedText(milli, 3, false).replace('-', '−')}
      {unit && ` ${unit}`}
    </bdi>
  )
}
