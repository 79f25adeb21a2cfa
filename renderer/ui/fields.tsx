import {
  MultiSelect,
  PasswordInput as MantinePasswordInput,
  type PasswordInputProps,
  Select as MantineSelect,
  type SelectProps,
  Switch,
  Textarea,
  TextInput,
} from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { IconCalendar } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { minorDigits } from '#shared/kernel/money.ts'
import { plainCode } from '#shared/kernel/text.ts'
import { clockText, parseClock, parseTyped, typedText, westernFigures } from './decimal.ts'
import { useWords } from './words.tsx'

/** `ref` of the field in which a person begins to type; inside dialogs `data-autofocus` does the same. */
export const focusOnMount = (input: HTMLInputElement | null): void => input?.focus()

export { MultiSelect, Switch, TextInput, Textarea }

/** One of a list. A closed list is not in the page, which would be rendered and laid out with it: it comes with the focus, ahead of the key or click that opens it. */
export function Select<Value extends string = string>({ onFocus, ...props }: SelectProps<Value>) {
  const [isMet, setIsMet] = useState(false)
  return (
    <MantineSelect
      {...props}
      comboboxProps={{ keepMounted: isMet }}
      onFocus={(event) => {
        setIsMet(true)
        onFocus?.(event)
      }}
    />
  )
}

/** A password, with a button that shows it. */
export function PasswordInput(props: PasswordInputProps) {
  const words = useWords()
  return <MantinePasswordInput visibilityToggleButtonProps={{ 'aria-label': words.showPassword }} {...props} />
}

interface FieldProps<Value> {
  /** Either a label above the field, or, in a toolbar, an `aria-label`. */
  label?: string
  'aria-label'?: string
  value: Value
  onChange: (value: Value) => void
  error?: ReactNode
  description?: ReactNode
  required?: boolean
  disabled?: boolean
  placeholder?: string
  autoFocus?: boolean
}

interface DecimalFieldProps extends FieldProps<number | null> {
  /** Decimals of the unit that the value counts in: 2 for cents and basis points, 3 for thousandths. */
  digits: number
  unit?: ReactNode
  keepZeros?: boolean
}

/** An exact decimal: the value is an integer of the smallest unit and never passes through a float. Null while empty or not a number. */
export function DecimalField({ digits, unit, keepZeros = false, value, onChange, error, autoFocus, ...rest }: DecimalFieldProps) {
  const words = useWords()
  const [typed, setTyped] = useState<string | null>(null)
  const isWrong = typed !== null && typed.trim() !== '' && parseTyped(typed, digits) === null
  return (
    <TextInput
      {...rest}
      {...(autoFocus && { 'data-autofocus': true })}
      inputMode="decimal"
      dir="ltr"
      styles={{ input: { textAlign: 'end', fontVariantNumeric: 'tabular-nums' } }}
      value={typed ?? typedText(value, digits, keepZeros)}
      error={isWrong ? words.notAMoneyAmount : error}
      rightSection={unit && <span style={{ color: 'var(--faint)', fontSize: 12 }}>{unit}</span>}
      rightSectionWidth={unit ? 44 : 0}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        onChange(parseTyped(event.currentTarget.value, digits))
      }}
      onBlur={() => {
        if (!isWrong) setTyped(null)
      }}
    />
  )
}

/** An amount in minor units of the shop's currency. */
export function MoneyField({ currency, ...props }: FieldProps<number | null> & { currency?: string }) {
  const words = useWords()
  const unit = currency ?? words.currency
  return <DecimalField {...props} digits={minorDigits(unit)} unit={unit} keepZeros />
}
/** Thousandths: hours, pieces. */
export const QuantityField = (props: FieldProps<number | null> & { unit?: ReactNode }) => <DecimalField {...props} digits={3} />
/** Basis points, shown as percent. */
export const PercentField = (props: FieldProps<number | null>) => <DecimalField {...props} digits={2} unit="%" />
/** A whole number. */
export const IntegerField = (props: FieldProps<number | null> & { unit?: ReactNode }) => <DecimalField {...props} digits={0} />

/** A calendar day `2026-03-14`. */
export function DateField({ value, onChange, autoFocus: _autoFocus, ...rest }: FieldProps<string | null> & { clearable?: boolean; w?: number }) {
  const words = useWords()
  return (
    <DateInput
      {...rest}
      value={value}
      onChange={onChange}
      valueFormat="D MMM YYYY"
      popoverProps={{ withinPortal: true }}
      ariaLabels={{ nextMonth: words.nextMonth, previousMonth: words.previousMonth, monthLevelControl: words.chooseMonth, yearLevelControl: words.chooseMonth }}
      {...(value === null && { rightSection: <IconCalendar size={16} stroke={1.6} />, rightSectionPointerEvents: 'none' as const })}
    />
  )
}

/** A time of day as minutes after midnight; `930` and `9:30` are the same. */
export function ClockField({ value, onChange, autoFocus: _autoFocus, ...rest }: FieldProps<number | null>) {
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <TextInput
      {...rest}
      dir="ltr"
      inputMode="numeric"
      value={typed ?? (value === null ? '' : clockText(value))}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        onChange(parseClock(event.currentTarget.value))
      }}
      onBlur={() => setTyped(null)}
    />
  )
}

/** A phone number reads from left to right in every language. */
export function PhoneField({ onChange, autoFocus: _autoFocus, ...rest }: FieldProps<string>) {
  return (
    <TextInput {...rest} type="tel" inputMode="tel" dir="ltr" autoComplete="off" onChange={(event) => onChange(westernFigures(event.currentTarget.value))} />
  )
}

/** A plate or part number in capitals. */
export function CodeField({ onChange, autoFocus, maxLength, ...rest }: FieldProps<string> & { maxLength?: number }) {
  return (
    <TextInput
      {...rest}
      {...(autoFocus && { 'data-autofocus': true })}
      {...(maxLength !== undefined && { maxLength })}
      dir="ltr"
      autoComplete="off"
      spellCheck={false}
      classNames={{ input: 'mono' }}
      onChange={(event) => onChange(event.currentTarget.value.toUpperCase())}
    />
  )
}
/** A VIN: capitals and figures only, also when a scanner sends spaces. */
export const VinField = (props: FieldProps<string>) => <CodeField {...props} maxLength={40} onChange={(text) => props.onChange(plainCode(text))} />

interface FilterSelectProps<Value extends string> {
  label: string
  value: Value | undefined
  onChange: (value: Value | undefined) => void
  options: readonly { value: Value; label: string }[]
  /** The choice that filters nothing. */
  allLabel: string
  width?: number
}

/** A small select in a toolbar: `All` or one value. */
export function FilterSelect<Value extends string>({ label, value, onChange, options, allLabel, width = 170 }: FilterSelectProps<Value>) {
  return (
    <Select
      aria-label={label}
      value={value ?? ''}
      data={[{ value: '', label: `${label}: ${allLabel}` }, ...options]}
      allowDeselect={false}
      onChange={(next) => onChange(next === '' || next === null ? undefined : (next as Value))} // one of the options
      w={width}
    />
  )
}

/** A small day in a toolbar; empty for any. */
export const FilterDay = ({ label, value, onChange }: { label: string; value: string | undefined; onChange: (next: string | undefined) => void }) => (
  <DateField aria-label={label} placeholder={label} w={148} value={value ?? null} onChange={(day) => onChange(day ?? undefined)} clearable />
)
