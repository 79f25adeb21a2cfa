import { useMediaQuery } from '@mantine/hooks'
import { Outlet, useRouter, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useGo } from '../data/route.tsx'
import { useSession } from '../data/session.ts'
import { useWindow } from '../data/window.ts'
import { useT } from '../texts/t.ts'
import { Header } from './Header.tsx'
import { LeaveGuard } from './LeaveGuard.tsx'
import { NAVIGATION } from './navigation.ts'
import { SearchPalette } from './SearchPalette.tsx'
import classes from './Shell.module.css'
import { ShortcutSheet } from './ShortcutSheet.tsx'
import { Sidebar } from './Sidebar.tsx'
import { Drawer } from '../ui/dialogs.tsx'
import { useShortcut } from '../ui/shortcuts.tsx'
import type { NavItem } from './navigation.ts'

/** The counter's frame: sidebar, header, page. On a small screen the sidebar is a drawer. */
export function Shell() {
  const t = useT()
  const { menuIsNarrow } = useWindow()
  const { can } = useSession()
  const isSmall = useMediaQuery('(max-width: 820px)', window.innerWidth <= 820)
  const [menuIsOpen, setMenuIsOpen] = useState(false)
  const [searches, setSearches] = useState(false)
  const [showsKeys, setShowsKeys] = useState(false)
  const page = useFocusOnPage()

  useShortcut({ keys: 'mod+k', label: t('shortcut.search'), group: t('shortcutGroup.everywhere'), run: () => setSearches(true) })
  useShortcut({ keys: '/', label: t('shortcut.search'), group: t('shortcutGroup.everywhere'), run: () => setSearches(true) })
  useShortcut({ keys: '?', label: t('shortcut.sheet'), group: t('shortcutGroup.everywhere'), run: () => setShowsKeys(true) })
  const items = NAVIGATION.flatMap((group) => group.items).filter(({ needs }) => needs === undefined || can(needs))

  return (
    <div className={classes.shell} data-narrow={menuIsNarrow || undefined} data-small={isSmall || undefined}>
      <a href="#page" className={classes.skip}>
        {t('shell.skip')}
      </a>
      {items.map((item) => (
        <GoShortcut key={item.to} item={item} />
      ))}
      {isSmall ? (
        <Drawer
          opened={menuIsOpen}
          onClose={() => setMenuIsOpen(false)}
          withCloseButton={false}
          padding={0}
          size={236}
          classNames={{ content: classes.drawer }}
          title={undefined}
          aria-label={t('shell.menu')}
        >
          <Sidebar isNarrow={false} onGo={() => setMenuIsOpen(false)} />
        </Drawer>
      ) : (
        <Sidebar isNarrow={menuIsNarrow} />
      )}
      <Header isSmall={isSmall} onMenu={() => setMenuIsOpen(true)} onSearch={() => setSearches(true)} onKeys={() => setShowsKeys(true)} />
      <main id="page" ref={page} className={classes.page} tabIndex={-1} aria-label={t('parts.page')}>
        <Outlet />
      </main>
      <SearchPalette opened={searches} onClose={() => setSearches(false)} />
      <LeaveGuard />
      <ShortcutSheet opened={showsKeys} onClose={() => setShowsKeys(false)} />
    </div>
  )
}

/** What had the focus goes with its page: the next Tab is to begin in the new one, not in the menu before it. */
function useFocusOnPage() {
  const page = useRef<HTMLElement>(null)
  const pathname = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname })
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    const frame = requestAnimationFrame(() => document.activeElement === document.body && page.current?.focus({ preventScroll: true }))
    return () => cancelAnimationFrame(frame)
  }, [pathname])
  return page
}

function GoShortcut({ item }: { item: NavItem }) {
  const t = useT()
  const go = useGo()
  const router = useRouter()
  const target = { to: item.to } as { to: '/' } // navigation holds plain paths only
  useShortcut(
    item.key === undefined
      ? undefined
      : {
          keys: `g ${item.key}`,
          label: t(item.label),
          group: t('shortcutGroup.go'),
          run: () => go(target),
          ahead: item.isLarge && (() => void router.preloadRoute(target)),
        },
  )
  return null
}
