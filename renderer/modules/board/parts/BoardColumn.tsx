/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- dragging is the mouse's way; that of the keyboard is the menu of each tile */
import { defaultRangeExtractor, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { type DragEvent, memo, useCallback, useEffect, useRef, useState } from 'react'
import type { Card, Column, Label } from '#shared/modules/board/model.ts'
import { promiseOf } from '#shared/modules/board/rules.ts'
import { useT } from '../../../texts/t.ts'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import classes from './Board.module.css'
import { cardPx, JobCard } from './JobCard.tsx'

interface BoardColumnProps {
  column: Column
  cards: readonly Card[]
  labels: ReadonlyMap<string, Label>
  now: number
  /** The card that the keyboard stands on, if it is here. */
  activeId: string | null
  /** Puts the keyboard on the active card once it is drawn. */
  wantsFocus: { current: boolean }
  /** What dropping the dragged job here does, or why it cannot be dropped; null while nothing is dragged. */
  drop: { readonly isLegal: boolean; readonly words: string } | null
  onDrag: (card: Card | null) => void
  onDrop: (column: Column) => void
  onOpen: (card: Card) => void
  onMenu: (card: Card, anchor: Element) => void
  onFocus: (card: Card) => void
}

/** Of the window's height a column takes about that much. */
const TAKES = 0.7

/** The size of a column as the browser finds it when it lays the page out: asked for as the column appears, it would be laid out twice. */
function observeElementRect({ scrollElement }: Virtualizer<HTMLDivElement, Element>, tell: (rect: { width: number; height: number }) => void) {
  if (!scrollElement) return
  const observer = new ResizeObserver(([entry]) => {
    const size = entry?.borderBoxSize[0]
    if (size) tell({ width: size.inlineSize, height: size.blockSize })
  })
  observer.observe(scrollElement)
  return () => observer.disconnect()
}

/** A state that the system moves jobs into. Only the tiles in sight are drawn. */
export const BoardColumn = memo(function BoardColumn({ column, cards, labels, now, activeId, wantsFocus, drop, ...on }: BoardColumnProps) {
  const t = useT()
  const scroller = useRef<HTMLDivElement>(null)
  const [draggedId, setDraggedId] = useState<string | null>(null)
  const [isOver, setIsOver] = useState(false)
  const draggedAt = draggedId === null ? -1 : cards.findIndex(({ id }) => id === draggedId)
  // Another function for other cards: that is what has their heights found anew.
  const keyOf = useCallback((index: number) => cards[index]?.id ?? index, [cards])
  // oxlint-disable-next-line react/incompatible-library -- concerns the React compiler, which is not used here
  const virtual = useVirtualizer({
    count: cards.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (cards[index] ? cardPx(cards[index]) : 0),
    overscan: 3,
    // The first drawing holds tiles already, and not only the next one.
    initialRect: { width: 0, height: window.innerHeight * TAKES },
    observeElementRect,
    getItemKey: keyOf,
    // A tile that left the page would never hear that its drag has ended.
    rangeExtractor: (range) => [...new Set([...(draggedAt < 0 ? [] : [draggedAt]), ...defaultRangeExtractor(range)])].sort((a, b) => a - b),
  })
  const activeAt = activeId === null ? -1 : cards.findIndex(({ id }) => id === activeId)
  useEffect(() => {
    if (activeAt < 0 || !wantsFocus.current) return
    wantsFocus.current = false
    virtual.scrollToIndex(activeAt, { align: 'auto' })
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-card="${activeId}"]`)?.focus())
  }, [activeAt, activeId, virtual, wantsFocus])

  const late = cards.filter((card) => promiseOf(card, now) === 'late').length
  const end = () => {
    setDraggedId(null)
    on.onDrag(null)
  }
  const over = (event: DragEvent) => {
    if (!drop) return
    setIsOver(true)
    if (!drop.isLegal) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'move'
  }
  return (
    <section
      className={classes.column}
      aria-label={t(`boardColumn.${column}`)}
      data-column={column}
      data-drop={drop ? (drop.isLegal ? 'legal' : 'refused') : undefined}
      data-over={(drop && isOver) || undefined}
      onDragEnter={over}
      onDragOver={over}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setIsOver(false)
      }}
      onDrop={(event) => {
        event.preventDefault()
        setIsOver(false)
        on.onDrop(column)
      }}
    >
      <header className={classes.head}>
        <h2 className={classes.title}>{t(`boardColumn.${column}`)}</h2>
        {late > 0 && (
          <span className={classes.late} title={t('jobBoard.late', { count: late })}>
            <StateBadge tone="bad" look="plain" label={t('jobBoard.late', { count: late })} />
          </span>
        )}
        <span className={classes.count} title={t('jobBoard.jobs', { count: cards.length })}>
          {cards.length}
        </span>
      </header>
      {drop && <p className={classes.drop}>{drop.words}</p>}
      <div ref={scroller} className={classes.scroller}>
        {cards.length === 0 && <p className={classes.none}>{t('jobBoard.empty')}</p>}
        <ul className={classes.cards} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const card = cards[item.index]
            if (card === undefined) return null
            return (
              <li
                key={item.key}
                className={classes.place}
                style={{ transform: `translateY(${item.start}px)` }}
                draggable
                data-dragged={card.id === draggedId || undefined}
                onDragStart={(event) => {
                  event.dataTransfer.effectAllowed = 'move'
                  event.dataTransfer.setData('text/plain', card.number)
                  setDraggedId(card.id)
                  on.onDrag(card)
                }}
                onDragEnd={end}
              >
                <JobCard
                  card={card}
                  label={card.labelId === null ? undefined : labels.get(card.labelId)}
                  now={now}
                  isActive={card.id === activeId}
                  onOpen={on.onOpen}
                  onMenu={on.onMenu}
                  onFocus={on.onFocus}
                />
              </li>
            )
          })}
        </ul>
      </div>
    </section>
  )
})
