import { Tooltip } from '@mantine/core'
import { IconChevronDown, IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react'
import { Link, useLocation } from '@tanstack/react-router'
import { memo, useEffect, useRef } from 'react'
import { useSession } from '../data/session.ts'
import { setWindow, useWindow } from '../data/window.ts'
import { paths } from '../paths.ts'
import { useT } from '../texts/t.ts'
import { KeyHint } from '../ui/KeyHint.tsx'
import { Mark } from './Mark.tsx'
import { NAVIGATION, type NavGroup, type NavItem } from './navigation.ts'
import classes from './Sidebar.module.css'

/** Where one can go: words and icons, or icons alone. */
export function Sidebar({ isNarrow, onGo }: { isNarrow: boolean; onGo?: () => void }) {
  const t = useT()
  const { can } = useSession()
  return (
    <nav className={classes.rail} data-narrow={isNarrow || undefined} aria-label={t('shell.menu')}>
      <Link to={paths.home} className={classes.brand}>
        <Mark size={24} />
        {!isNarrow && <span>{t('shell.product')}</span>}
      </Link>
      <div className={classes.groups}>
        {NAVIGATION.map((group) => {
          const items = group.items.filter(({ needs }) => needs === undefined || can(needs))
          return items.length > 0 && <Group key={group.label} label={group.label} items={items} isNarrow={isNarrow} onGo={onGo} />
        })}
      </div>
      <button
        type="button"
        className={classes.fold}
        onClick={() => setWindow({ menuIsNarrow: !isNarrow })}
        aria-label={isNarrow ? t('shell.widen') : t('shell.narrow')}
      >
        {isNarrow ? <IconLayoutSidebarLeftExpand size={18} stroke={1.6} /> : <IconLayoutSidebarLeftCollapse size={18} stroke={1.6} />}
        {!isNarrow && <span>{t('shell.narrow')}</span>}
      </button>
    </nav>
  )
}

interface GroupProps extends NavGroup {
  isNarrow: boolean
  onGo: (() => void) | undefined
}

const AFTER_MS = 50

/** A heading that folds what is under it, so that the places of the day need no scrolling on a small screen. */
function Group({ label, items, isNarrow, onGo }: GroupProps) {
  const t = useT()
  const { foldedGroups } = useWindow()
  const list = useRef<HTMLUListElement>(null)
  // The address while it is one of this group: the others are not drawn anew on the way from page to page.
  const at = useLocation({
    select: ({ pathname }) => (items.some(({ to }) => pathname === to || (to !== paths.home && pathname.startsWith(`${to}/`))) ? pathname : null),
  })
  const isHere = at !== null
  // Whatever led to a page, its place in the menu is in sight: after the page's own first frame, which need not be laid out twice for it.
  useEffect(() => {
    if (!isHere) return
    const later = setTimeout(() => list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' }), AFTER_MS)
    return () => clearTimeout(later)
  }, [isHere, at])
  const isFolded = foldedGroups.includes(label)
  const isOpen = isHere || !isFolded
  const turn = () => setWindow({ foldedGroups: isFolded ? foldedGroups.filter((one) => one !== label) : [...foldedGroups, label] })
  return (
    <section className={classes.group}>
      <h2 className={classes.heading}>
        <button type="button" className={classes.turn} aria-expanded={isOpen} aria-label={t(label)} disabled={isHere} onClick={turn}>
          {!isNarrow && <span>{t(label)}</span>}
          {!isHere && <IconChevronDown size={14} stroke={1.8} className={classes.chevron} data-open={isOpen || undefined} aria-hidden="true" />}
        </button>
      </h2>
      {isOpen && (
        <ul ref={list} className={classes.list}>
          {items.map((item) => (
            <li key={item.to}>
              <Item item={item} isNarrow={isNarrow} onGo={onGo} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const Item = memo(function Item({ item, isNarrow, onGo }: { item: NavItem; isNarrow: boolean; onGo: (() => void) | undefined }) {
  const t = useT()
  const Icon = item.icon
  const label = t(item.label)
  const link = (
    <Link
      to={item.to as '/'}
      className={classes.item ?? ''}
      activeOptions={{ exact: item.to === paths.home, includeSearch: false }}
      activeProps={{ 'data-active': true, 'aria-current': 'page' }}
      aria-label={label}
      {...(onGo && { onClick: onGo })}
    >
      <Icon size={18} stroke={1.7} className={classes.icon} aria-hidden="true" />
      {!isNarrow && <span className={classes.label}>{label}</span>}
      {!isNarrow && item.key !== undefined && (
        <span className={classes.hint}>
          <KeyHint keys={`g ${item.key}`} />
        </span>
      )}
    </Link>
  )
  return isNarrow ? (
    <Tooltip label={label} position="right" openDelay={100}>
      {link}
    </Tooltip>
  ) : (
    link
  )
})
