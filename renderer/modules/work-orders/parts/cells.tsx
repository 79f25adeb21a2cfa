import { type KeyboardEvent, useState } from 'react'
import { parseTyped, typedText } from '../../../ui/decimal.ts'
import classes from './LinesTable.module.css'

interface CellProps<Value> {
  /** `Qty of line 2`. */
  label: string
  value: Value
  /** The column's name and the line's number, by which arrows find the cell above and below. */
  column: string
  row: number
  isLocked: boolean
  /** Answers whether it was saved; what was typed stays until it is. */
  onSave: (value: Value) => Promise<boolean>
  /** Enter: to the next line. */
  onNext: () => void
}

/** Moves to the same column of a neighbouring line. */
export function focusCell(from: Element, column: string, row: number): void {
  const cell = from.closest('[data-lines]')?.querySelector<HTMLInputElement>(`[data-cell="${column}:${row}"]`)
  cell?.focus()
}

/** Saves on leaving and on Enter, undoes on Escape, walks with the arrows. */
function useCell<Value>(
  { value, column, row, isLocked, onSave, onNext }: CellProps<Value>,
  shown: (value: Value) => string,
  read: (text: string) => Value | null,
) {
  const [typed, setTyped] = useState<string | null>(null)
  const isWrong = typed !== null && read(typed) === null
  const commit = async () => {
    if (typed === null) return true
    const next = read(typed)
    if (next === null) return false
    const isSaved = next === value || (await onSave(next))
    if (isSaved) setTyped(null)
    return isSaved
  }
  return {
    isWrong,
    input: {
      className: classes.input,
      'data-cell': `${column}:${row}`,
      'data-wrong': isWrong || undefined,
      'aria-invalid': isWrong,
      value: typed ?? shown(value),
      readOnly: isLocked,
      autoComplete: 'off',
      onFocus: (event: { currentTarget: HTMLInputElement }) => event.currentTarget.select(),
      onChange: (event: { currentTarget: HTMLInputElement }) => setTyped(event.currentTarget.value),
      onBlur: () => void commit(),
      onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => {
        const at = event.currentTarget
        if (event.key === 'Enter') {
          event.preventDefault()
          void commit().then((isSaved) => isSaved && onNext())
        } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
          event.preventDefault()
          focusCell(at, column, row + (event.key === 'ArrowDown' ? 1 : -1))
        } else if (event.key === 'Escape' && typed !== null) {
          event.preventDefault()
          event.stopPropagation()
          setTyped(null)
        }
      },
    },
  }
}

/** A number of a line: quantity, price, percent; an integer of its smallest unit. */
export function NumberCell(props: CellProps<number> & { digits: number; keepZeros?: boolean; max: number }) {
  const { label, digits, keepZeros = false, max } = props
  const { input } = useCell(
    props,
    (value) => typedText(value, digits, keepZeros),
    (text) => {
      const value = parseTyped(text, digits)
      return value !== null && value >= 0 && value <= max ? value : null
    },
  )
  return <input {...input} aria-label={label} dir="ltr" inputMode="decimal" data-number />
}

export function TextCell(props: CellProps<string>) {
  const { input } = useCell(
    props,
    (value) => value,
    (text) => (text.trim() === '' ? null : text.trim()),
  )
  return <input {...input} aria-label={props.label} dir="auto" maxLength={300} />
}
