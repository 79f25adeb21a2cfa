import type { ReactNode } from 'react'
import { useQuery } from '../../../data/queries.ts'
import { setWindow, useWindow } from '../../../data/window.ts'
import { setLanguage, useLanguage, useT } from '../../../texts/t.ts'
import classes from './SignInFrame.module.css'

/** The narrow panel in which people sign in, unlock or set up, with the shop's name above and the device's below. */
export function SignInFrame({
  title,
  subtitle,
  children,
  foot,
  wide = false,
}: {
  title: ReactNode
  subtitle?: ReactNode
  children: ReactNode
  foot?: ReactNode
  wide?: boolean
}) {
  const t = useT()
  const language = useLanguage()
  const { theme } = useWindow()
  const { data: welcome } = useQuery('workspace.welcome', {})
  return (
    <div className={classes.screen}>
      <div className={classes.panel} data-wide={wide || undefined}>
        <div className={classes.stripe} aria-hidden="true" />
        <header className={classes.head}>
          <h1 className={classes.title}>{title}</h1>
          {subtitle && <p className={classes.subtitle}>{subtitle}</p>}
        </header>
        <main className={classes.body}>{children}</main>
        {foot && <footer className={classes.foot}>{foot}</footer>}
      </div>
      <div className={classes.below}>
        <span>{welcome && t('signIn.device', { name: welcome.deviceName })}</span>
        <span>{welcome && t('signIn.version', { version: welcome.version })}</span>
        <button type="button" className={classes.small} onClick={() => setLanguage(language === 'en' ? 'ar' : 'en')} lang={language === 'en' ? 'ar' : 'en'}>
          {language === 'en' ? t('common.arabic') : t('common.english')}
        </button>
        <button type="button" className={classes.small} onClick={() => setWindow({ theme: theme === 'light' ? 'dark' : 'light' })}>
          {theme === 'light' ? t('shell.themeDark') : t('shell.themeLight')}
        </button>
      </div>
    </div>
  )
}
