import { IconChecklist } from '@tabler/icons-react'
import { useCommand } from '../../../data/command.ts'
import { useList } from '../../../data/queries.ts'
import { useSession } from '../../../data/session.ts'
import { useT } from '../../../texts/t.ts'
import { BigButton } from '../../../ui/kiosk.tsx'
import { EmptyState, FailureNotice } from '../../../ui/states.tsx'
import { useLabel } from './words.ts'
import classes from './sheet.module.css'

/** The shop's templates, each of which begins a sheet for an order. */
export function StartButtons({ workOrderId, onStarted }: { workOrderId: string; onStarted: (inspectionId: string) => void }) {
  const t = useT()
  const label = useLabel()
  const { can } = useSession()
  const templates = useList('inspections.templates', {})
  const { run, isRunning, failure } = useCommand('inspections.start')
  const start = async (templateId: string) => {
    const done = await run({ workOrderId, templateId })
    if (done.ok) onStarted(done.value.id)
    else if (done.error.code === 'inspections.alreadyOpen' && typeof done.error['inspectionId'] === 'string') onStarted(done.error['inspectionId'])
  }
  return (
    <>
      <FailureNotice failure={failure} />
      {!templates.isLoading && templates.rows.length === 0 && <EmptyState title={t('inspections.noTemplates')} text={t('inspections.noTemplatesText')} />}
      <div className={classes.choicesOf}>
        {templates.rows.map((template) => (
          <BigButton
            key={template.id}
            label={label(template.name)}
            hint={t('inspections.pointsCount', { count: template.points })}
            icon={<IconChecklist size={32} stroke={1.7} aria-hidden="true" />}
            disabledReason={can('inspections.work') ? null : t('failure.platform.notAllowed')}
            busy={isRunning}
            onClick={() => void start(template.id)}
          />
        ))}
      </div>
    </>
  )
}
