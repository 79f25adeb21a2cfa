import { useGo } from '../data/route.tsx'
import { paths } from '../paths.ts'
import { useT } from '../texts/t.ts'
import { ActionButton } from '../ui/ActionButton.tsx'
import classes from './Centre.module.css'

export function NotFoundPage() {
  const t = useT()
  const go = useGo()
  return (
    <div className={classes.centre}>
      <p className={classes.code}>404</p>
      <h1 className={classes.title}>{t('crash.missingTitle')}</h1>
      <p className={classes.text}>{t('crash.missingText')}</p>
      <ActionButton label={t('crash.home')} look="primary" onClick={() => go({ to: paths.home })} />
    </div>
  )
}
