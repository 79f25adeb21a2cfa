import { useState } from 'react'
import type { Counted } from '#shared/modules/invoicing/model/drawer.ts'
import { useT } from '../../../texts/t.ts'
import { Money } from '../../../ui/display.tsx'
import { IntegerField } from '../../../ui/fields.tsx'
import { useWords } from '../../../ui/words.tsx'
import { minorDigits } from '#shared/kernel/money.ts'
import classes from './Sale.module.css'

/** Coins and notes in common use of the ones, twos and fives of a currency, largest first: 500, 200, 100, 50 … 0.01. */
const worths = (digits: number): number[] => {
  const whole = 10 ** digits
  const all: number[] = []
  for (let power = 100; power * whole >= 1; power /= 10) for (const step of [5, 2, 1]) all.push(Math.round(step * power * whole))
  return [...new Set(all)].filter((worth) => worth >= 1)
}

/** Counts by denomination; the sum is what was counted, never what should be there. */
export function CountTable({ onChange }: { onChange(counts: Counted[]): void }) {
  const t = useT()
  const { currency } = useWords()
  const [pieces, setPieces] = useState<ReadonlyMap<number, number | null>>(new Map())
  const set = (worthMinor: number, count: number | null) => {
    const next = new Map(pieces).set(worthMinor, count)
    setPieces(next)
    onChange([...next].flatMap(([worth, many]) => (many ? [{ worthMinor: worth, pieces: Math.max(0, many) }] : [])))
  }
  const sum = [...pieces].reduce((total, [worth, many]) => total + worth * (many ?? 0), 0)
  return (
    <>
      <div className={classes.counts}>
        {worths(minorDigits(currency)).map((worthMinor, i) => (
          <div key={worthMinor} className={classes.count}>
            <Money minor={worthMinor} />
            <IntegerField
              aria-label={t('till.piecesOf', { amount: worthMinor })}
              placeholder="0"
              {...(i === 0 && { 'data-autofocus': true })}
              value={pieces.get(worthMinor) ?? null}
              onChange={(count) => set(worthMinor, count)}
            />
          </div>
        ))}
      </div>
      <p className={classes.total} aria-live="polite">
        <span>{t('till.counted')}</span>
        <strong>
          <Money minor={sum} />
        </strong>
      </p>
    </>
  )
}
