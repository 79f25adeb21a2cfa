import { useState } from 'react'
import type { Failure } from '#shared/kernel/result.ts'
import type { FoundHub } from '#shared/modules/sync/model/view.ts'
import { call } from '../../../data/client.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { FailureNotice, Notice } from '../../../ui/states.tsx'
import classes from './sync.module.css'

/** Looks for hubs on this network when asked; a tap takes one's address. */
export function FoundHubs({ onTake }: { onTake: (address: string) => void }) {
  const t = useT()
  const [found, setFound] = useState<readonly FoundHub[] | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [isLooking, setIsLooking] = useState(false)
  const look = async () => {
    setIsLooking(true)
    const answer = await call('sync.findHubs', {})
    setIsLooking(false)
    setFailure(answer.ok ? null : answer.error)
    if (answer.ok) setFound(answer.value)
  }
  return (
    <div className={classes.stack}>
      <div>
        <ActionButton size="xs" label={isLooking ? t('sync.findingHubs') : t('sync.findHubs')} busy={isLooking} onClick={() => void look()} />
      </div>
      <FailureNotice failure={failure} />
      {found?.length === 0 && <Notice tone="info">{t('sync.noHubs')}</Notice>}
      {found?.map((hub) => (
        <button key={hub.address} type="button" className={classes.choice} onClick={() => onTake(hub.address)}>
          <strong dir="auto">{hub.name}</strong>
          <bdi dir="ltr" className={classes.dim}>
            {hub.address}
          </bdi>
        </button>
      ))}
    </div>
  )
}
