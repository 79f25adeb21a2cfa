import { Tooltip } from '@mantine/core'
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useSession } from '../data/session.ts'
import { setWindow } from '../data/window.ts'
import { paths } from '../paths.ts'
import { useT } from '../texts/t.ts'
import { KeyHint } from '../ui/KeyHint.tsx'
import { Mark } from './Mark.tsx'
import { NAVIGATION, type NavItem } from './navigation.ts'
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
          if (items.length === 0) return null
          return (
            <section key={group.label} className={classes.group}>
              <h2 className={isNarrow ? 'visually-hidden' : classes.heading}>{t(group.label)}</h2>
              <ul className={classes.list}>
                {items.map((item) => (
                  <li key={item.to}>
                    <Item item={item} isNarrow={isNarrow} onGo={onGo} />
                  </li>
                ))}
              </ul>
            </section>
          )
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

function Item({ item, isNarrow, onGo }: { item: NavItem; isNarrow: boolean; onGo: (() => void) | undefined }) {
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
      {!isNarrow && (
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
}
