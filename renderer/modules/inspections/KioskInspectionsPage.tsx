import { IconArrowBackUp, IconChecklist } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useList } from '../../data/queries.ts'
import { useGo } from '../../data/route.tsx'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { BigButton } from '../../ui/kiosk.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { InspectionBadge } from './parts/InspectionBadge.tsx'
import { StartButtons } from './parts/StartButtons.tsx'
import { useLabel } from './parts/words.ts'
import classes from './parts/sheet.module.css'

/** The inspections of a job at the bay: go on with one, or begin one. */
export function KioskInspectionsPage() {
  const t = useT()
  const go = useGo()
  const label = useLabel()
  const { workOrderId } = useParams({ strict: false }) as { workOrderId: string } // the route's own parameter
  const list = useList('inspections.list', { workOrderId })
  const open = (inspectionId: string) => go({ to: paths.kioskInspection, params: { inspectionId } })
  if (list.failure) return <ErrorState failure={list.failure} onRetry={list.retry} />
  return (
    <div className={classes.sheet}>
      <header className={classes.head}>
        <BigButton
          label={t('common.back')}
          icon={<IconArrowBackUp size={30} stroke={1.7} className={classes.turns} aria-hidden="true" />}
          onClick={() => go({ to: paths.kioskJob, params: { workOrderId } })}
        />
        <h1 className={classes.name}>{t('inspections.title')}</h1>
      </header>
      {list.isLoading && <Loading />}
      {list.rows.length > 0 && (
        <div className={classes.choicesOf}>
          {list.rows.map((head) => (
            <BigButton
              key={head.id}
              look={head.state === 'open' ? 'primary' : 'plain'}
              icon={<IconChecklist size={32} stroke={1.7} aria-hidden="true" />}
              label={label(head.templateName)}
              hint={
                head.state === 'open' ? (
                  t('inspections.progressOf', { done: head.counts.points - head.counts.open, points: head.counts.points })
                ) : (
                  <InspectionBadge head={head} look="plain" size="lg" />
                )
              }
              onClick={() => open(head.id)}
            />
          ))}
        </div>
      )}
      <h2 className={classes.heading}>{t('inspections.begin')}</h2>
      <StartButtons workOrderId={workOrderId} onStarted={open} />
    </div>
  )
}
