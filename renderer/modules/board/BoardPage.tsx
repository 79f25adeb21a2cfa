import { type KeyboardEvent, memo, useCallback, useDeferredValue, useMemo, useRef, useState } from 'react'
import { MINUTE_MS } from '#shared/kernel/time.ts'
import { type Card, COLUMNS, type Column, type Label, MAX_CARDS } from '#shared/modules/board/model.ts'
import type { Deed } from '#shared/modules/board/rules.ts'
import { useNow } from '../../data/now.ts'
import { useQuery } from '../../data/queries.ts'
import { useFilters, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Page } from '../../ui/Page.tsx'
import { EmptyState, ErrorState, Loading, Notice } from '../../ui/states.tsx'
import { AsOf } from '../sync/parts/AsOf.tsx'
import classes from './parts/Board.module.css'
import { BoardColumn } from './parts/BoardColumn.tsx'
import { BoardFilters, filterShape } from './parts/BoardFilters.tsx'
import { neighbour, placed } from './parts/board.ts'
import { moveOf } from './parts/moves.ts'
import { CardDeed } from './parts/CardDeed.tsx'
import { CardMenu } from './parts/CardMenu.tsx'

const NO_CARDS: readonly Card[] = []
const NO_LABELS: readonly Label[] = []
const ARROWS = { ArrowUp: 'up', ArrowDown: 'down', Home: 'first', End: 'last' } as const

/** Every open job of the location, in the column that its state puts it. */
export function BoardPage() {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const { company, location } = useShop()
  // To the minute, so that tiles are drawn anew no more often.
  const now = Math.floor(useNow() / MINUTE_MS) * MINUTE_MS
  const [filters, setFilters] = useFilters(filterShape)
  const board = useQuery('board.jobs', { locationId: location?.id ?? '' }, { enabled: location !== null, keepLast: true })
  const labels = useQuery('board.labels', {}).data ?? NO_LABELS
  const cards = board.data?.cards ?? NO_CARDS
  const { text, advisor, technician, label, late } = filters
  const columns = useMemo(() => placed(cards, { text, advisor, technician, label, late }, now), [cards, text, advisor, technician, label, late, now])
  const labelById = useMemo(() => new Map<string, Label>(labels.map((each) => [each.id, each])), [labels])
  const [activeId, setActiveId] = useState<string | null>(null)
  const [dragged, setDragged] = useState<Card | null>(null)
  const [menu, setMenu] = useState<{ cardId: string; at: DOMRect } | null>(null)
  const [deed, setDeed] = useState<{ card: Card; deed: Deed; no: number } | null>(null)
  const wantsFocus = useRef(false)
  const active = cards.find(({ id }) => id === activeId)
  const shownActive = active ?? neighbour(columns, undefined, 'first')
  const menuCard = menu && cards.find(({ id }) => id === menu.cardId)

  const open = useCallback((card: Card) => go({ to: paths.workOrder, params: { workOrderId: card.id } }), [go])
  const focus = useCallback((card: Card) => setActiveId(card.id), [])
  const showMenu = useCallback((card: Card, anchor: Element) => {
    setActiveId(card.id)
    setMenu({ cardId: card.id, at: anchor.getBoundingClientRect() })
  }, [])
  const perform = useCallback((card: Card, next: Deed) => setDeed((before) => ({ card, deed: next, no: (before?.no ?? 0) + 1 })), [])
  const drop = useCallback(
    (column: Column) => {
      const move = dragged && moveOf(dragged, column, can)
      setDragged(null)
      if (dragged && move?.deed) perform(dragged, move.deed)
    },
    [dragged, can, perform],
  )
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof Element && event.target.matches('[data-card]'))) return
    const isTurned = document.documentElement.dir === 'rtl'
    const sideways = event.key === 'ArrowLeft' || event.key === 'ArrowRight' ? ((event.key === 'ArrowRight') !== isTurned ? 'forward' : 'back') : undefined
    const key = sideways ?? ARROWS[event.key as keyof typeof ARROWS] // undefined for all others
    if (key !== undefined) {
      const next = neighbour(columns, shownActive, key)
      wantsFocus.current = true
      if (next) setActiveId(next.id)
    } else if ((event.code === 'KeyM' && !event.ctrlKey && !event.metaKey && !event.altKey) || event.key === 'ContextMenu') {
      if (shownActive) showMenu(shownActive, event.target)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  // The tiles are waited for, the lists to choose from are not.
  const chosenFrom = useDeferredValue(cards)
  const isFiltered = Object.keys(filters).length > 0
  const isEmpty = COLUMNS.every((column) => columns.get(column)?.length === 0)
  return (
    <Page fills title={t('jobBoard.title')} badge={<AsOf locationId={location?.id} />} actions={<BoardActions />}>
      <BoardFilters cards={chosenFrom} labels={labels} onChange={setFilters} {...filters} />
      {board.data?.isAll === false && <Notice tone="info">{t('jobBoard.tooMany', { max: MAX_CARDS })}</Notice>}
      {company && !location ? (
        <EmptyState title={t('bays.noLocation')} />
      ) : board.failure ? (
        <ErrorState failure={board.failure} onRetry={board.retry} />
      ) : !board.data ? (
        <Loading lines={8} />
      ) : isEmpty ? (
        <EmptyState title={isFiltered ? t('jobBoard.noMatches') : t('jobBoard.noneTitle')} text={isFiltered ? undefined : t('jobBoard.noneText')} />
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of the tiles inside
        <div
          className={classes.board}
          onKeyDown={onKeyDown}
          // Whoever moves the mouse without a button drags nothing any more.
          {...(dragged && { onPointerMove: () => setDragged(null) })}
        >
          {COLUMNS.map((column) => {
            const move = dragged && moveOf(dragged, column, can)
            return (
              <BoardColumn
                key={column}
                column={column}
                cards={columns.get(column) ?? NO_CARDS}
                labels={labelById}
                now={now}
                activeId={shownActive?.column === column ? shownActive.id : null}
                wantsFocus={wantsFocus}
                drop={move && { isLegal: move.deed !== null, words: move.words }}
                onDrag={setDragged}
                onDrop={drop}
                onOpen={open}
                onMenu={showMenu}
                onFocus={focus}
              />
            )
          })}
        </div>
      )}
      {!isEmpty && <p className={classes.hint}>{t('jobBoard.hint')}</p>}
      {menu && menuCard && (
        <CardMenu
          key={menu.cardId}
          card={menuCard}
          at={menu.at}
          labels={labels}
          onOpen={open}
          onDeed={perform}
          onClose={() => {
            setMenu(null)
            document.querySelector<HTMLElement>(`[data-card="${menuCard.id}"]`)?.focus()
          }}
        />
      )}
      {deed && <CardDeed key={deed.no} card={deed.card} deed={deed.deed} onClose={() => setDeed(null)} />}
    </Page>
  )
}

/** Drawn once, however often the jobs change. */
const BoardActions = memo(function BoardActions() {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  return (
    <>
      {can('board.manage') && <ActionButton label={t('jobBoard.editLabels')} onClick={() => go({ to: paths.settings })} />}
      <ActionButton
        look="primary"
        label={t('orders.create')}
        shortcut="F4"
        disabledReason={can('workOrders.write') ? null : t('failure.platform.notAllowed')}
        onClick={() => go({ to: paths.newWorkOrder })}
      />
    </>
  )
})
