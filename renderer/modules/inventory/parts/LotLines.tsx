import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Item } from '#shared/modules/catalog/model.ts'
import { lotKey } from '#shared/modules/inventory/rules/lots.ts'
import { useT } from '../../../texts/t.ts'
import { DateField, QuantityField, TextInput } from '../../../ui/fields.tsx'
import { Code } from '../../../ui/display.tsx'
import classes from './stock.module.css'

export interface LotLine {
  readonly code: string
  readonly expiresOn: string | null
  readonly qtyMilli: number | null
}

interface LotLinesProps {
  tracking: Exclude<Item['tracking'], 'none'>
  name: string
  unit: string
  lots: readonly LotLine[]
  onLots: (lots: readonly LotLine[]) => void
}

/** The lots or serial numbers of one line: type or scan one, Enter, the next. A new lot begins with the day of the one before. */
export function LotLines({ tracking, name, unit, lots, onLots }: LotLinesProps) {
  const t = useT()
  const [text, setText] = useState('')
  const isSerial = tracking === 'serial'
  const add = () => {
    const code = text.trim()
    if (code === '') return
    setText('')
    if (lots.some((lot) => lotKey(lot.code) === lotKey(code))) return
    onLots([...lots, { code, expiresOn: lots.at(-1)?.expiresOn ?? null, qtyMilli: 1000 }])
  }
  const set = (code: string, patch: Partial<LotLine>) => onLots(lots.map((lot) => (lot.code === code ? { ...lot, ...patch } : lot)))
  return (
    <div className={classes.lots}>
      {lots.map((lot) => (
        <div key={lot.code} className={classes.lot} data-serial={isSerial || undefined}>
          <span className={classes.lotCode}>
            <Code>{lot.code}</Code>
          </span>
          <DateField
            aria-label={t('lots.expiryOf', { code: lot.code })}
            placeholder={t('lots.expiresOn')}
            clearable
            value={lot.expiresOn}
            onChange={(expiresOn) => set(lot.code, { expiresOn })}
          />
          {!isSerial && (
            <QuantityField
              aria-label={t('lots.quantityOf', { code: lot.code })}
              unit={unit}
              value={lot.qtyMilli}
              onChange={(qtyMilli) => set(lot.code, { qtyMilli })}
            />
          )}
          <ActionIcon variant="subtle" size="lg" aria-label={t('lots.remove', { code: lot.code })} onClick={() => onLots(lots.filter((one) => one !== lot))}>
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      <TextInput
        aria-label={`${t('lots.code')}: ${name}`}
        placeholder={`${t('lots.code')} – ${t('lots.addHint')}`}
        dir="ltr"
        autoComplete="off"
        maxLength={60}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          add()
        }}
      />
    </div>
  )
}

/** What lots of a line sum to; null while one of them is no number. */
export const sumOf = (lots: readonly LotLine[]): number | null =>
  lots.reduce<number | null>((sum, { qtyMilli }) => (sum === null || qtyMilli === null ? null : sum + qtyMilli), 0)
