import { useState } from 'react'
import { cashWorths } from '#shared/kernel/cash.ts'
import type { Counted } from '#shared/modules/invoicing/model/drawer.ts'
import { useT } from '../../../texts/t.ts'
import { Money } from '../../../ui/display.tsx'
import { IntegerField, MoneyField } from '../../../ui/fields.tsx'
import { useWords } from '../../../ui/words.tsx'
import classes from './Sale.module.css'

/** Counts by note and coin of the shop's currency, and what is none of them as an amount; the sum is what was counted, never what should be there. Null while nothing is written, not even a nought. */
export function CountTable({ onChange }: { onChange(counts: Counted[] | null): void }) {
  const t = useT()
  const { currency } = useWords()
  const worths = cashWorths(currency)
  const [pieces, setPieces] = useState<ReadonlyMap<number, number | null>>(new Map())
  const [otherMinor, setOther] = useState<number | null>(null)
  const counted = (by: typeof pieces, other: number | null): Counted[] =>
    [...by, ...(other === null ? [] : [[other, 1] as const])].flatMap(([worthMinor, many]) =>
      worthMinor > 0 && many !== null && many > 0 ? [{ worthMinor, pieces: many }] : [],
    )
  const tell = (by: typeof pieces, other: number | null) => onChange([...by.values(), other].some((figure) => figure !== null) ? counted(by, other) : null)
  const sum = counted(pieces, otherMinor).reduce((total, { worthMinor, pieces: many }) => total + worthMinor * many, 0)
  return (
    <>
      <div className={classes.counts} style={{ gridTemplateRows: `repeat(${Math.ceil(worths.length / 2)}, auto)` }}>
        {worths.map((worthMinor, i) => (
          <div key={worthMinor} className={classes.count}>
            <Money minor={worthMinor} />
            <IntegerField
              aria-label={t('till.piecesOf', { amount: worthMinor })}
              placeholder="0"
              {...(i === 0 && { 'data-autofocus': true })}
              value={pieces.get(worthMinor) ?? null}
              onChange={(count) => {
                const next = new Map(pieces).set(worthMinor, count)
                setPieces(next)
                tell(next, otherMinor)
              }}
            />
          </div>
        ))}
      </div>
      <MoneyField
        label={worths.length > 0 ? t('till.otherCash') : t('till.allCash')}
        {...(worths.length > 0 ? { description: t('till.otherCashHint') } : { 'data-autofocus': true })}
        value={otherMinor}
        onChange={(amountMinor) => {
          setOther(amountMinor)
          tell(pieces, amountMinor)
        }}
      />
      <p className={classes.total} aria-live="polite">
        <span>{t('till.counted')}</span>
        <strong>
          <Money minor={sum} />
        </strong>
      </p>
    </>
  )
}
