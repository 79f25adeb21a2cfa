import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useQuery } from '../../../data/queries.ts'
import { useT } from '../../../texts/t.ts'
import { Select } from '../../../ui/fields.tsx'
import { useWords } from '../../../ui/words.tsx'

interface CustomerPickerProps {
  label: string
  /** The customer's id. */
  value: string | null
  onChange(customerId: string | null): void
  error?: React.ReactNode
  autoFocus?: boolean
}

/** Finds a customer by name, phone or plate while typing; keyboard first. */
export function CustomerPicker({ label, value, onChange, error, autoFocus = false }: CustomerPickerProps) {
  const t = useT()
  const words = useWords()
  const [typed, setTyped] = useState('')
  const [text] = useDebouncedValue(typed.trim(), 60)
  const chosen = useQuery('customers.get', { customerId: value ?? '' }, { enabled: value !== null && value !== '' })
  const found = useQuery('search.find', { text, limit: 20 }, { enabled: text !== '', keepLast: true })
  const hits = (found.data ?? [])
    .filter((hit) => hit.kind === 'customer')
    .map((hit) => ({ value: hit.id as string, label: hit.subtitle ? `${hit.title} · ${hit.subtitle}` : hit.title }))
  const own =
    chosen.data && value !== null ? [{ value, label: chosen.data.phone ? `${chosen.data.name} · ${words.phone(chosen.data.phone)}` : chosen.data.name }] : []
  return (
    <Select
      label={label}
      placeholder={t('customers.findHint')}
      value={value}
      onChange={onChange}
      error={error}
      searchable
      clearable
      {...(autoFocus && { 'data-autofocus': true })}
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      data={[...own, ...hits.filter((hit) => hit.value !== value)]}
      nothingFoundMessage={text === '' ? t('customers.findHint') : t('common.notFound')}
    />
  )
}
