import { IconArrowBackUp } from '@tabler/icons-react'
import { useT } from '../../../texts/t.ts'
import { BigButton } from '../../../ui/kiosk.tsx'
import classes from '../Kiosk.module.css'

/** Head of a step of a job: what is asked, and the way back. */
export function KioskTitle({ title, onBack }: { title: string; onBack: () => void }) {
  const t = useT()
  return (
    <header className={classes.jobHead}>
      <BigButton label={t('common.back')} icon={<IconArrowBackUp size={30} stroke={1.7} className={classes.turns} aria-hidden="true" />} onClick={onBack} />
      <h1 className={classes.title}>{title}</h1>
    </header>
  )
}
