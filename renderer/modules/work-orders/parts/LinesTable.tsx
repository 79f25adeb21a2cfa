import { useRef } from 'react'
import type { OrderView } from '#shared/modules/work-orders/model.ts'
import { useT } from '../../../texts/t.ts'
import { KeyHint } from '../../../ui/KeyHint.tsx'
import { useShortcut } from '../../../ui/shortcuts.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { AddLine } from './AddLine.tsx'
import { focusCell } from './cells.tsx'
import { LineRow } from './LineRow.tsx'
import classes from './LinesTable.module.css'
import { TotalsBar } from './TotalsBar.tsx'

interface LinesTableProps {
  view: OrderView
  /** Why lines cannot be changed; null when they can. */
  lockedBecause: string | null
}

/** The lines of an order, edited in place by keyboard, with the totals always in sight. */
export function LinesTable({ view, lockedBecause }: LinesTableProps) {
  const t = useT()
  const frame = useRef<HTMLElement>(null)
  const addInput = useRef<HTMLInputElement>(null)
  const { lines, totals, order } = view
  const isLocked = lockedBecause !== null
  useShortcut(isLocked ? undefined : { keys: 'a', label: t('lines.add'), group: t('shortcutGroup.page'), run: () => addInput.current?.focus() })
  const heads = [
    ['description', t('lines.description')],
    ['qty', t('lines.qty')],
    ['price', t('lines.price')],
    ['discount', t('lines.discount')],
    ['tax', t('lines.tax')],
    ['net', t('lines.net')],
  ] as const
  const next = (column: string, row: number) => {
    if (row < lines.length && frame.current) focusCell(frame.current, column, row + 1)
    else addInput.current?.focus()
  }
  return (
    <section ref={frame} className={classes.panel} data-lines aria-label={t('lines.title')}>
      <div className={classes.head} aria-hidden="true">
        <span />
        <span>{t('lines.kind')}</span>
        {heads.map(([key, label]) => (
          <span key={key} data-column={key}>
            {label}
          </span>
        ))}
        <span />
      </div>
      <div className={classes.lines}>
        {lines.length === 0 && <EmptyState title={t('lines.noneTitle')} text={isLocked ? lockedBecause : t('lines.noneText')} />}
        {lines.map((line, index) => (
          <LineRow key={line.id} line={line} row={index + 1} isLocked={isLocked} onNext={(column) => next(column, index + 1)} />
        ))}
      </div>
      {isLocked ? (
        <p className={classes.locked}>{lockedBecause}</p>
      ) : (
        <div className={classes.addBar}>
          <AddLine
            workOrderId={order.id}
            inputRef={addInput}
            onFree={(kind) => {
              // The new line is on the screen with the answer's refetch; its quantity or price is what comes next.
              const row = lines.length + 1
              waitFor(
                () => frame.current?.querySelector<HTMLInputElement>(`[data-cell="${kind === 'labor' ? 'qty' : 'price'}:${row}"]`) ?? null,
                (cell) => cell.focus(),
              )
            }}
          />
          <span className={classes.hint}>
            <KeyHint keys="a" /> {t('lines.keys')}
          </span>
        </div>
      )}
      <TotalsBar totals={totals} />
    </section>
  )
}

const TRIES = 40

/** Runs once something is on the screen, looking at each frame for a moment. */
function waitFor<T>(find: () => T | null, then: (found: T) => void, tries = TRIES): void {
  const found = find()
  if (found !== null) then(found)
  else if (tries > 0) requestAnimationFrame(() => waitFor(find, then, tries - 1))
}
