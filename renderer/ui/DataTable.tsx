/* oxlint-disable jsx-a11y/prefer-tag-over-role -- rows out of sight are not drawn, and on a narrow screen rows are cards: a real table can do neither */
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import type { Failure } from '#shared/kernel/result.ts'
import classes from './DataTable.module.css'
import { EmptyState, ErrorState, Loading } from './states.tsx'
import { useWords } from './words.tsx'

export interface Column<Row> {
  key: string
  header: string
  cell: (row: Row) => ReactNode
  /** A grid track: `120px`, `minmax(160px, 2fr)`. */
  width?: string
  align?: 'start' | 'end' | 'center'
  /** Values of the list's `sort` that this header chooses. With both it turns round. */
  sort?: { up?: string; down?: string }
  /** On a narrow screen rows are cards: the `title` stands on top, the `badge` beside it, a `line` below with its header. */
  card?: 'title' | 'badge' | 'line' | 'hidden'
}

/** What `useList` of the data layer answers. */
export interface TableList<Row> {
  readonly rows: readonly Row[]
  readonly total: number
  readonly totalIsCapped: boolean
  readonly hasMore: boolean
  readonly failure: Failure | null
  readonly isLoading: boolean
  readonly isLoadingMore: boolean
  loadMore: () => void
  retry: () => void
}

interface DataTableProps<Row> {
  /** What the table lists, for screen readers. */
  label: string
  list: TableList<Row>
  columns: readonly Column<Row>[]
  rowKey: (row: Row) => string
  /** A click or Enter on a row. */
  onOpen?: (row: Row) => void
  sort?: string
  onSort?: (sort: string) => void
  /** Shown without rows. */
  empty?: ReactNode
  /** A row that asks for the eye: late, locked. */
  rowTone?: (row: Row) => 'bad' | 'waiting' | 'off' | undefined
  /** A last row that stays in sight: the sums. */
  totals?: Row
  /** A controlled height; otherwise the table fills its place. */
  height?: number
}

const ROW_PX = 36
const CARD_PX = 92
const NARROW_PX = 620
/** Rows before the end at which the next page is asked for. */
const AHEAD = 12

/** Rows of any number: only those in sight are drawn, the next page loads while scrolling, arrow keys and Enter work. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, list, columns, rowKey, onOpen, empty } = props
  const words = useWords()
  const scroller = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(-1)
  const isNarrow = useIsNarrow(scroller)
  const idBase = useId()
  const { rows } = list

  // oxlint-disable-next-line react/incompatible-library -- concerns the React compiler, which is not used here
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isNarrow ? CARD_PX : ROW_PX),
    overscan: 10,
    getItemKey: (index) => {
      const row = rows[index]
      return row === undefined ? index : rowKey(row)
    },
  })
  useEffect(() => virtual.measure(), [virtual, isNarrow])
  const items = virtual.getVirtualItems()
  const lastShown = items.at(-1)?.index ?? 0
  const wantsMore = list.hasMore && !list.isLoadingMore && lastShown >= rows.length - AHEAD
  useEffect(() => {
    if (wantsMore) list.loadMore()
  }, [wantsMore, list])

  const move = (to: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, to))
    setActive(next)
    virtual.scrollToIndex(next, { align: 'auto' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    const steps: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + 15,
      PageUp: active - 15,
      Home: 0,
      End: rows.length - 1,
    }
    const to = steps[event.key]
    const row = rows[active]
    if (to !== undefined) {
      event.preventDefault()
      move(to)
    } else if (event.key === 'Enter' && row !== undefined && onOpen) {
      event.preventDefault()
      onOpen(row)
    }
  }

  const onClick = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target : null
    const index = Number(target?.closest<HTMLElement>('[data-index]')?.dataset['index'] ?? -1)
    const row = rows[index]
    // Buttons and links inside a row do their own.
    if (row === undefined || target?.closest('a, button, input, label, [role="menu"]')) return
    setActive(index)
    onOpen?.(row)
  }

  if (list.failure)
    return (
      <div className={classes.frame}>
        <ErrorState failure={list.failure} onRetry={list.retry} />
      </div>
    )
  const template = columns.map((column) => column.width ?? 'minmax(120px, 1fr)').join(' ')
  return (
    <div className={classes.frame} style={props.height === undefined ? undefined : { height: props.height, flex: 'none' }}>
      <div
        ref={scroller}
        className={classes.scroller}
        role="grid"
        aria-label={label}
        aria-rowcount={list.hasMore ? -1 : rows.length + 1}
        aria-busy={list.isLoading || list.isLoadingMore}
        aria-activedescendant={active >= 0 ? `${idBase}${active}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onFocus={(event) => {
          if (event.target === event.currentTarget && active < 0 && rows.length > 0 && event.currentTarget.matches(':focus-visible')) setActive(0)
        }}
      >
        {!isNarrow && <Header {...props} template={template} />}
        {list.isLoading && <Loading lines={9} />}
        {!list.isLoading && rows.length === 0 && (empty ?? <EmptyState />)}
        <div className={classes.body} style={{ height: virtual.getTotalSize() }} role="rowgroup">
          {items.map((item) => {
            const row = rows[item.index]
            if (row === undefined) return null
            return (
              <div
                key={item.key}
                id={`${idBase}${item.index}`}
                ref={isNarrow ? virtual.measureElement : undefined}
                data-index={item.index}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={item.index === active}
                className={isNarrow ? classes.card : classes.row}
                data-active={item.index === active || undefined}
                data-tone={props.rowTone?.(row)}
                data-opens={onOpen !== undefined || undefined}
                style={{ transform: `translateY(${item.start}px)`, ...(!isNarrow && { gridTemplateColumns: template, height: ROW_PX }) }}
              >
                {isNarrow ? <Card row={row} columns={columns} /> : <Cells row={row} columns={columns} />}
              </div>
            )
          })}
        </div>
        {props.totals !== undefined && rows.length > 0 && (
          <div role="row" className={isNarrow ? classes.totalsCard : classes.totals} style={isNarrow ? undefined : { gridTemplateColumns: template }}>
            {isNarrow ? <Card row={props.totals} columns={columns} /> : <Cells row={props.totals} columns={columns} />}
          </div>
        )}
      </div>
      <footer className={classes.foot} aria-live="polite">
        {list.isLoading ? words.loading : words.rowsShown(rows.length, list.total, list.totalIsCapped)}
        {list.isLoadingMore && <span> · {words.loading} …</span>}
        {list.hasMore && !list.isLoadingMore && (
          <button type="button" className={classes.more} onClick={list.loadMore}>
            {words.loadMore}
          </button>
        )}
      </footer>
    </div>
  )
}

function Header<Row>({ columns, template, sort, onSort }: DataTableProps<Row> & { template: string }) {
  const words = useWords()
  return (
    <div className={classes.header} role="row" style={{ gridTemplateColumns: template }}>
      {columns.map(({ key, header, align, sort: sorts }) => {
        const state = sorts && sort !== undefined ? (sort === sorts.up ? 'ascending' : sort === sorts.down ? 'descending' : 'none') : undefined
        const next = sorts && (state === 'ascending' ? (sorts.down ?? sorts.up) : (sorts.up ?? sorts.down))
        return (
          <div key={key} role="columnheader" className={classes.head} data-align={align} aria-sort={state}>
            {next !== undefined && onSort ? (
              <button type="button" className={classes.sort} title={words.sortBy(header)} onClick={() => onSort(next)}>
                <span className={classes.clip}>{header}</span>
                <span aria-hidden="true" className={classes.arrow}>
                  {state === 'ascending' ? '▲' : state === 'descending' ? '▼' : '↕'}
                </span>
              </button>
            ) : (
              <span className={classes.clip}>{header}</span>
            )}
          </div>
        )
      })}
    </div>
  )
}

function Cells<Row>({ row, columns }: { row: Row; columns: readonly Column<Row>[] }) {
  return columns.map((column) => {
    const content = column.cell(row)
    return (
      <div key={column.key} role="gridcell" className={classes.cell} data-align={column.align}>
        {typeof content === 'string' || typeof content === 'number' ? <bdi>{content}</bdi> : content}
      </div>
    )
  })
}

function Card<Row>({ row, columns }: { row: Row; columns: readonly Column<Row>[] }) {
  const of = (place: Column<Row>['card']) => columns.filter((column) => (column.card ?? 'line') === place)
  return (
    <>
      <div className={classes.cardHead} role="gridcell">
        <span className={classes.cardTitle}>
          {of('title').map((column) => (
            <span key={column.key}>{column.cell(row)}</span>
          ))}
        </span>
        <span className={classes.cardBadges}>
          {of('badge').map((column) => (
            <span key={column.key}>{column.cell(row)}</span>
          ))}
        </span>
      </div>
      <div className={classes.cardLines} role="gridcell">
        {of('line').map((column) => {
          const content = column.cell(row)
          if (content === null || content === undefined || content === false || content === '') return null
          return (
            <span key={column.key} className={classes.cardLine}>
              <span className={classes.cardLabel}>{column.header}</span> {content}
            </span>
          )
        })}
      </div>
    </>
  )
}

function useIsNarrow(of: { current: HTMLElement | null }): boolean {
  const [isNarrow, setIsNarrow] = useState(() => window.innerWidth < NARROW_PX)
  useEffect(() => {
    const element = of.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => setIsNarrow((entry?.contentRect.width ?? NARROW_PX) < NARROW_PX))
    observer.observe(element)
    return () => observer.disconnect()
  }, [of])
  return isNarrow
}
