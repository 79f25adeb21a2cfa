import type { Bay } from '#shared/modules/bays/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useList } from '../../../data/queries.ts'
import { failureText } from '../../../texts/failure.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { notify } from '../../../ui/notify.ts'
import { Panel } from '../../../ui/Page.tsx'

/** Bays that were taken off the board, to bring back. Nothing when there are none. */
export function RemovedBays({ locationId }: { locationId: string }) {
  const t = useT()
  const { rows } = useList('bays.list', { locationId, deleted: true })
  if (rows.length === 0) return null
  return (
    <Panel title={t('bays.removedTitle')}>
      {rows.map((bay) => (
        <Restore key={bay.id} bay={bay} />
      ))}
    </Panel>
  )
}

function Restore({ bay }: { bay: Bay }) {
  const t = useT()
  const { run, isRunning } = useCommand('bays.restore')
  const restore = async () => {
    const done = await run({ bayId: bay.id })
    if (done.ok) notify.done(t('bays.restored', { name: bay.name }))
    else notify.failed(failureText(done.error))
  }
  return <ActionButton size="xs" label={`${t('common.restore')}: ${bay.name}`} busy={isRunning} onClick={() => void restore()} />
}
