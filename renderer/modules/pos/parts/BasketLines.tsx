import { ActionIcon } from '@mantine/core'
import { IconMinus, IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { MAX_MINOR, minorDigits } from '#shared/kernel/money.ts'
import type { NewLine } from '#shared/modules/pos/rules.ts'
import { MAX_QTY_MILLI } from '#shared/modules/work-orders/model.ts'
import { useT } from '../../../texts/t.ts'
import { typedText } from '../../../ui/decimal.ts'
import { Code, Dim, Money } from '../../../ui/display.tsx'
import { Notice } from '../../../ui/states.tsx'
import { useWords } from '../../../ui/words.tsx'
import { NumberCell, useProblems } from '../../work-orders/parts/cells.tsx'
import { rateText } from '../../work-orders/parts/TotalsBar.tsx'
import { type Again, type BasketLine, changeLine, removeLine, removeReturn, type Returned } from './basket.ts'
import { LotMark } from './LotMark.tsx'
import classes from './Sale.module.css'

interface BasketLinesProps {
  lines: readonly BasketLine[]
  returns: readonly Returned[]
  again: readonly Again[]
  charged: readonly NewLine[]
  back: readonly NewLine[]
  chargedAgain: readonly NewLine[]
  taxExempt: boolean
  /** Enter in a cell: back to the scanner. */
  onNext(): void
}

/** What is in the basket: quantity, price and discount change in place; the last line is what was scanned last. */
export function BasketLines({ lines, returns, again, charged, back, chargedAgain, taxExempt, onNext }: BasketLinesProps) {
  const t = useT()
  const { currency } = useWords()
  const digits = minorDigits(currency)
  return (
    <div className={classes.lines} data-lines>
      <div className={classes.head}>
        <span>{t('lines.description')}</span>
        <span data-number>{t('lines.qty')}</span>
        <span data-number>{t('lines.price')}</span>
        <span data-number>{t('lines.discount')}</span>
        <span data-number>{t('lines.tax')}</span>
        <span data-number>{t('pos.gross')}</span>
        <span />
      </div>
      {lines.map((line, i) => (
        <Line key={`${line.itemId}:${i}`} line={line} at={i} charged={charged[i]} taxExempt={taxExempt} onNext={onNext} />
      ))}
      {returns.map((one, i) => (
        <Former key={one.sold.id} one={one} charged={back[i]} sign={-1} digits={digits}>
          {one.disposition !== 'stock' && <span className={classes.badge}>{t(`returnTo.${one.disposition}`)}</span>}
        </Former>
      ))}
      {again.map((one, i) => (
        <Former key={`again:${one.sold.id}`} one={one} charged={chargedAgain[i]} sign={1} digits={digits} />
      ))}
    </div>
  )
}

interface LineProps {
  line: BasketLine
  at: number
  charged: NewLine | undefined
  taxExempt: boolean
  onNext(): void
}

function Line({ line, at, charged, taxExempt, onNext }: LineProps) {
  const t = useT()
  const { currency } = useWords()
  const digits = minorDigits(currency)
  const { problems, on } = useProblems()
  const row = at + 1
  const saved = (patch: Partial<BasketLine>) => {
    changeLine(at, patch)
    return Promise.resolve(true)
  }
  const cell = (column: string, name: string) => ({
    column,
    row,
    isLocked: false,
    label: t('lines.cell', { column: name, position: row }),
    onProblem: on(column, name),
    onNext,
  })
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the cells inside
    <fieldset
      className={classes.line}
      aria-label={line.name}
      onKeyDown={(event) => {
        if (event.key !== 'Delete' || !(event.ctrlKey || event.metaKey)) return
        event.preventDefault()
        removeLine(at)
        onNext()
      }}
    >
      <span className={classes.name}>
        <strong dir="auto">{line.name}</strong>
        {line.tracking !== 'none' && <LotMark line={line} at={at} onClose={onNext} />}
      </span>
      <span className={classes.qty}>
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t('pos.less', { name: line.name })}
          onClick={() => (line.qtyMilli > 1000 ? changeLine(at, { qtyMilli: line.qtyMilli - 1000 }) : removeLine(at))}
        >
          <IconMinus size={16} />
        </ActionIcon>
        <NumberCell {...cell('qty', t('lines.qty'))} digits={3} min={1} max={MAX_QTY_MILLI} value={line.qtyMilli} onSave={(qtyMilli) => saved({ qtyMilli })} />
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t('pos.more', { name: line.name })}
          onClick={() => changeLine(at, { qtyMilli: line.qtyMilli + 1000 })}
        >
          <IconPlus size={16} />
        </ActionIcon>
      </span>
      <NumberCell
        {...cell('price', t('lines.price'))}
        digits={digits}
        keepZeros
        max={MAX_MINOR}
        value={line.unitPriceMinor}
        onSave={(unitPriceMinor) => saved({ unitPriceMinor })}
      />
      <NumberCell {...cell('discount', t('lines.discount'))} digits={2} max={10_000} value={line.discountBp} onSave={(discountBp) => saved({ discountBp })} />
      <span data-number className={classes.tax}>
        {taxExempt ? t('lines.exemptShort') : rateText(line.taxRateBp)}
      </span>
      <span data-number>{charged && <Money minor={charged.netMinor + charged.taxMinor} strong />}</span>
      <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('pos.remove', { name: line.name })} onClick={() => removeLine(at)}>
        <IconTrash size={17} />
      </ActionIcon>
      {problems.map((problem) => (
        <div key={problem} className={classes.problem}>
          <Notice tone="bad">{problem}</Notice>
        </div>
      ))}
    </fieldset>
  )
}

interface FormerProps {
  one: Again
  charged: NewLine | undefined
  sign: 1 | -1
  digits: number
  children?: ReactNode
}

/** Part of a line of an earlier sale: it comes back, or is charged again. */
function Former({ one: { sold, saleNumber, qtyMilli }, charged, sign, digits, children }: FormerProps) {
  const t = useT()
  return (
    <div className={classes.line} data-back>
      <span className={classes.name}>
        <strong dir="auto">{sold.description || t(`saleLine.${sold.kind}`)}</strong> <Dim>{sign < 0 ? t('pos.backOf') : t('pos.againOf')}</Dim>{' '}
        <Code>{saleNumber}</Code> {children}
      </span>
      <span data-number>{typedText(sign * qtyMilli, 3, false)}</span>
      <span data-number>{typedText(sold.unitPriceMinor, digits, true)}</span>
      <span data-number>{sold.discountBp === 0 ? '' : rateText(sold.discountBp)}</span>
      <span data-number className={classes.tax}>
        {sold.taxExempt ? t('lines.exemptShort') : rateText(sold.taxRateBp)}
      </span>
      <span data-number>{charged && <Money minor={charged.netMinor + charged.taxMinor} strong />}</span>
      <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('pos.remove', { name: sold.description })} onClick={() => removeReturn(sold.id)}>
        <IconTrash size={17} />
      </ActionIcon>
    </div>
  )
}
