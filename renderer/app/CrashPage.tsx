import type { ErrorComponentProps } from '@tanstack/react-router'
import { useT } from '../texts/t.ts'
import { ActionButton } from '../ui/ActionButton.tsx'
import classes from './Centre.module.css'

/** A fault in a page ends that page, not the program. */
export function CrashPage({ error }: ErrorComponentProps) {
  const t = useT()
  return (
    <div className={classes.centre} role="alert">
      <h1 className={classes.title}>{t('crash.title')}</h1>
      <p className={classes.text}>{t('crash.text')}</p>
      <div className={classes.buttons}>
        <ActionButton label={t('crash.reload')} look="primary" onClick={() => window.location.reload()} />
        <ActionButton label={t('crash.home')} onClick={() => window.location.assign('/')} />
      </div>
      <details className={classes.detail}>
        <summary>{t('crash.detail')}</summary>
        <pre dir="ltr">{error instanceof Error ? (error.stack ?? error.message) : String(error)}</pre>
      </details>
    </div>
  )
}
