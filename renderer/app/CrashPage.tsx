import type { ErrorComponentProps } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useLink } from '../data/connection.ts'
import { useT } from '../texts/t.ts'
import { ActionButton } from '../ui/ActionButton.tsx'
import classes from './Centre.module.css'

/** A fault in a page ends that page, not the program. Without the line to the core a page cannot be fetched: that is no fault, and it comes with the line. */
export function CrashPage({ error }: ErrorComponentProps) {
  const t = useT()
  const link = useLink()
  const [isWaiting] = useState(link !== 'connected')
  useEffect(() => {
    if (isWaiting && link === 'connected') window.location.reload()
  }, [isWaiting, link])
  if (isWaiting)
    return (
      <div className={classes.centre} role="alert">
        <h1 className={classes.title}>{link === 'gone' ? t('link.gone') : t('link.reconnecting')}</h1>
        <p className={classes.text}>{link === 'gone' ? t('link.goneHint') : t('link.reconnectingHint')}</p>
      </div>
    )
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
