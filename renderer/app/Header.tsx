import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import {
  IconContrast,
  IconDeviceTablet,
  IconKeyboard,
  IconLanguage,
  IconLock,
  IconLogout,
  IconMenu2,
  IconMoon,
  IconPassword,
  IconSearch,
  IconSun,
  IconUserCircle,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useCommand } from '../data/command.ts'
import { useGo } from '../data/route.tsx'
import { closeSession, lockSession, useSession } from '../data/session.ts'
import { useShop } from '../data/shop.ts'
import { setWindow, useWindow } from '../data/window.ts'
import { paths } from '../paths.ts'
import { setLanguage, useLanguage, useT } from '../texts/t.ts'
import { KeyHint } from '../ui/KeyHint.tsx'
import { useShortcut } from '../ui/shortcuts.tsx'
import { THEMES, type ThemeName } from '../ui/theme.ts'
import { ConnectionBadge } from './ConnectionBadge.tsx'
import classes from './Header.module.css'
import { LocationSwitch } from './LocationSwitch.tsx'
import { AlertsBell } from '../modules/alerts/parts/AlertsBell.tsx'
import { NotesBell } from '../modules/notes/parts/NotesBell.tsx'
import { PasswordForm } from '../modules/auth/PasswordForm.tsx'

interface HeaderProps {
  isSmall: boolean
  onMenu: () => void
  onSearch: () => void
  onKeys: () => void
}

/** Shop, search, state of the line, and what concerns the person. */
export function Header({ isSmall, onMenu, onSearch, onKeys }: HeaderProps) {
  const t = useT()
  const { company } = useShop()
  return (
    <header className={classes.header}>
      {isSmall && (
        <ActionIcon variant="subtle" size="lg" onClick={onMenu} aria-label={t('shell.openMenu')}>
          <IconMenu2 size={20} stroke={1.7} />
        </ActionIcon>
      )}
      <div className={classes.shop}>
        <span className={classes.company}>{company?.name ?? ' '}</span>
        <span className={classes.location}>
          <LocationSwitch />
          {company?.isDemo && (
            <Tooltip label={t('shell.demoHint')}>
              <span className={classes.demo}>{t('shell.demo')}</span>
            </Tooltip>
          )}
        </span>
      </div>
      <button type="button" className={classes.search} onClick={onSearch} aria-label={t('shell.searchTitle')}>
        <IconSearch size={16} stroke={1.8} aria-hidden="true" />
        <span className={classes.searchHint}>{t('shell.searchHint')}</span>
        <KeyHint keys="mod+k" />
      </button>
      <div className={classes.end}>
        <ConnectionBadge isSmall={isSmall} />
        <AlertsBell />
        <NotesBell />
        {!isSmall && (
          <>
            <ThemeButton />
            <LanguageButton />
            <Tooltip label={t('shell.shortcuts')}>
              <ActionIcon variant="subtle" size="lg" onClick={onKeys} aria-label={t('shell.shortcuts')}>
                <IconKeyboard size={19} stroke={1.6} />
              </ActionIcon>
            </Tooltip>
          </>
        )}
        <UserMenu isSmall={isSmall} />
      </div>
    </header>
  )
}

const THEME_ICONS: Readonly<Record<ThemeName, typeof IconSun>> = { dark: IconMoon, light: IconSun, contrast: IconContrast }
const nextTheme = (name: ThemeName): ThemeName => THEMES[(THEMES.indexOf(name) + 1) % THEMES.length] ?? 'dark'

function useThemeName() {
  const t = useT()
  return (name: ThemeName) => ({ dark: t('shell.themeDark'), light: t('shell.themeLight'), contrast: t('shell.themeContrast') })[name]
}

function ThemeButton() {
  const t = useT()
  const { theme } = useWindow()
  const nameOf = useThemeName()
  const Icon = THEME_ICONS[theme]
  useShortcut({ keys: 'alt+t', label: t('shortcut.theme'), group: t('shortcutGroup.everywhere'), run: () => setWindow({ theme: nextTheme(theme) }) })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" size="lg" aria-label={`${t('shell.theme')}: ${nameOf(theme)}`}>
          <Icon size={19} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('shell.theme')}</Menu.Label>
        <ThemeItems />
      </Menu.Dropdown>
    </Menu>
  )
}

function ThemeItems() {
  const { theme } = useWindow()
  const nameOf = useThemeName()
  return THEMES.map((name) => {
    const Icon = THEME_ICONS[name]
    return (
      <Menu.Item key={name} leftSection={<Icon size={16} stroke={1.7} />} rightSection={name === theme ? '✓' : null} onClick={() => setWindow({ theme: name })}>
        {nameOf(name)}
      </Menu.Item>
    )
  })
}

/** Switches at once, and remembers it with the person's account for the next sign-in. */
function useLanguageSwitch() {
  const { run } = useCommand('auth.setMyLanguage')
  return (language: 'en' | 'ar') => {
    setLanguage(language)
    void run({ language })
  }
}

function LanguageButton() {
  const t = useT()
  const language = useLanguage()
  const choose = useLanguageSwitch()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" size="lg" aria-label={t('common.language')}>
          <IconLanguage size={19} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item rightSection={language === 'en' ? '✓' : null} onClick={() => choose('en')} lang="en">
          {t('common.english')}
        </Menu.Item>
        <Menu.Item rightSection={language === 'ar' ? '✓' : null} onClick={() => choose('ar')} lang="ar">
          {t('common.arabic')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function UserMenu({ isSmall }: { isSmall: boolean }) {
  const t = useT()
  const go = useGo()
  const language = useLanguage()
  const chooseLanguage = useLanguageSwitch()
  const { me } = useSession()
  const [changesPassword, setChangesPassword] = useState(false)
  useShortcut({ keys: 'mod+shift+l', label: t('shortcut.lock'), group: t('shortcutGroup.everywhere'), run: () => lockSession('asked') })
  return (
    <>
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <button type="button" className={classes.user} aria-label={t('shell.user')}>
            <IconUserCircle size={20} stroke={1.6} aria-hidden="true" />
            {!isSmall && (
              <span className={classes.person}>
                <span className={classes.personName}>{me?.user.name}</span>
                <span className={classes.role}>{me && t(`role.${me.user.role}`)}</span>
              </span>
            )}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {isSmall && (
            <>
              <Menu.Label>{me?.user.name}</Menu.Label>
              <ThemeItems />
              <Menu.Item leftSection={<IconLanguage size={16} stroke={1.7} />} onClick={() => chooseLanguage(language === 'en' ? 'ar' : 'en')}>
                {language === 'en' ? t('common.arabic') : t('common.english')}
              </Menu.Item>
              <Menu.Divider />
            </>
          )}
          <Menu.Item leftSection={<IconPassword size={16} stroke={1.7} />} onClick={() => setChangesPassword(true)}>
            {t('shell.changePassword')}
          </Menu.Item>
          <Menu.Item leftSection={<IconLock size={16} stroke={1.7} />} rightSection={<KeyHint keys="mod+shift+l" />} onClick={() => lockSession('asked')}>
            {t('shell.lock')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconDeviceTablet size={16} stroke={1.7} />}
            onClick={() => {
              closeSession()
              go({ to: paths.kiosk })
            }}
          >
            {t('shell.toKiosk')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={16} stroke={1.7} />} onClick={closeSession}>
            {t('shell.signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {changesPassword && <PasswordForm onClose={() => setChangesPassword(false)} />}
    </>
  )
}
