import type { ReactNode } from 'react'
import { useList } from '../../../data/queries.ts'
import { useT } from '../../../texts/t.ts'
import { Select } from '../../../ui/fields.tsx'

/** More than any shop buys from. */
const MOST_SUPPLIERS = 200

interface SupplierSelectProps {
  /** The supplier's id. */
  value: string | null
  onChange(supplierId: string | null): void
  error?: ReactNode
  isFirst?: boolean
  disabled?: boolean
  isClearable?: boolean
  /** In the head of a panel: without a label above it. */
  isBare?: boolean
}

/** One of the suppliers. */
export function SupplierSelect({ isFirst = false, isClearable = false, isBare = false, ...field }: SupplierSelectProps) {
  const t = useT()
  const { rows } = useList('purchasing.suppliers', { limit: MOST_SUPPLIERS })
  return (
    <Select
      {...(isBare ? { 'aria-label': t('purchasing.supplier') } : { label: t('purchasing.supplier') })}
      placeholder={rows.length === 0 ? t('purchasing.noSupplierTitle') : isBare ? t('purchasing.supplier') : ''}
      required={!isClearable}
      searchable
      clearable={isClearable}
      {...(isFirst && { 'data-autofocus': true })}
      data={rows.map(({ id, name }) => ({ value: id, label: name }))}
      {...field}
    />
  )
}
