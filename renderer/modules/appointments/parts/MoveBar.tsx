import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import classes from './MoveBar.module.css'
import { shifted, stretched } from './moving.ts'
import type { Moving } from './useMoving.ts'

/** What can be done with a block that was taken up, for hands that do not drag; `words` say what it is and where it stands. */
export function MoveBar({ moving, words, onOpen }: { moving: Moving; words: string; onOpen: () => void }) {
  const t = useT()
  const { taken } = moving
  if (!taken) return null
  const { booking, to } = taken
  const isMovable = moving.mayMove(booking)
  return (
    <div className={classes.bar} role="toolbar" aria-label={words}>
      <p className={classes.what}>
        <strong dir="auto">{words}</strong>
        {isMovable && <span>{t('schedule.takenTap')}</span>}
      </p>
      {isMovable && (
        <>
          <ActionButton label={t('schedule.earlier')} onClick={() => moving.to(shifted(to, -1))} />
          <ActionButton label={t('schedule.later')} onClick={() => moving.to(shifted(to, 1))} />
          <ActionButton label={t('schedule.shorter')} onClick={() => moving.to(stretched(to, -1))} />
          <ActionButton label={t('schedule.longer')} onClick={() => moving.to(stretched(to, 1))} />
          <ActionButton look="primary" label={t('schedule.putDown')} onClick={() => moving.put()} />
        </>
      )}
      <ActionButton
        label={t('schedule.openIt')}
        onClick={() => {
          moving.giveUp()
          onOpen()
        }}
      />
      <ActionButton look="quiet" label={t('schedule.giveUp')} shortcut="Escape" onClick={moving.giveUp} />
    </div>
  )
}
