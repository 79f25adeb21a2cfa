import { type KeyboardEvent, useState } from 'react'
import { t } from '../../../texts/t.ts'
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
  /** Why what was typed cannot be saved, once it was to be; null as soon as somebody types on. */
  onProblem?: (problem: string | null) => void
  /** Enter: to the next line. */
  onNext: () => void
}

/** Why cells of one line could not take what was typed, by their columns; `on` goes to a cell as `onProblem`. */
export function useProblems() {
  const [problems, setProblems] = useState<Readonly<Record<string, string | null>>>({})
  return {
    problems: Object.values(problems).filter((problem) => problem !== null),
    on: (column: string, name: string) => (problem: string | null) =>
      setProblems((all) => ({ ...all, [column]: problem && t('lines.problem', { column: name, problem }) })),
  }
}

/** Moves to the same column of a neighbouring line. */
export function focusCell(from: Element, column: string, row: number): void {
  const cell = from.closest('[data-lines]')?.querySelector<HTMLInputElement>(`[data-cell="${column}:${row}"]`)
  cell?.focus()
}

/** Saves on leaving and on Enter, undoes on Escape, walks with the arrows. */
function useCell<Value>(
  { value, column, row, isLocked, onSave, onProblem, onNext }: CellProps<Value>,
  shown: (value: Value) => string,
  read: (text: string) => { value: Value } | { problem: string },
) {
  const [typed, setTyped] = useState<string | null>(null)
  const isWrong = typed !== null && 'problem' in read(typed)
  const type = (text: string | null) => {
    setTyped(text)
    onProblem?.(null)
  }
  const commit = async () => {
    if (typed === null) return true
    const found = read(typed)
    if ('problem' in found) {
      onProblem?.(found.problem)
      return false
    }
    const { value: next } = found
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
      onChange: (event: { currentTarget: HTMLInputElement }) => type(event.currentTarget.value),
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
          type(null)
        }
      },
    },
  }
}

/** A number of a line: quantity, price, percent; an integer of its smallest unit. */
export function NumberCell(props: CellProps<number> & { digits: number; keepZeros?: boolean; min?: number; max: number }) {
  const { label, digits, keepZeros = false, min = 0, max } = props
  const { input } = useCell(
    props,
    (value) => typedText(value, digits, keepZeros),
    (text) => {
      const value = parseTyped(text, digits)
      if (value === null) return { problem: t('problem.number') }
      if (value < min) return { problem: t('problem.tooSmall', { min: min / 10 ** digits }) }
      return value > max ? { problem: t('problem.tooBig', { max: max / 10 ** digits }) } : { value }
    },
  )
  return <input {...input} aria-label={label} dir="ltr" inputMode="decimal" data-number />
}

export function TextCell(props: CellProps<string>) {
  const { input } = useCell(
    props,
    (value) => value,
    (text) => (text.trim() === '' ? { problem: t('problem.required') } : { value: text.trim() }),
  )
  return <input {...input} aria-label={props.label} dir="auto" maxLength={300} />
}
