import { Radio } from '@mantine/core'
import { useState } from 'react'
import type { Failure } from '#shared/kernel/result.ts'
import { atLocal, localDate, localMinutes } from '#shared/kernel/time.ts'
import type { VisitView } from '#shared/modules/agreements/model.ts'
import { visitMachine } from '#shared/modules/agreements/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useQuery } from '../../../data/queries.ts'
import { useSession } from '../../../data/session.ts'
import { useShop } from '../../../data/shop.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { ClockField, DateField } from '../../../ui/fields.tsx'
import { FormDrawer } from '../../../ui/forms.tsx'
import { notify } from '../../../ui/notify.ts'
import { Fields } from '../../../ui/Page.tsx'
import { Notice } from '../../../ui/states.tsx'
import { Preview } from './Preview.tsx'
import { RepeatField } from './RepeatField.tsx'

type Scope = 'one' | 'following'

/** One visit: moved alone or with all that follow, left out, or given a slot. Mount it when it opens. */
export function VisitDialog({ visit, onClose }: { visit: VisitView; onClose: () => void }) {
  const t = useT()
  const { can } = useSession()
  const zone = useShop().company?.zone ?? 'UTC'
  const agreement = useQuery('agreements.get', { agreementId: visit.agreementId }).data
  const [move, skip, place, change] = [
    useCommand('agreements.moveVisit'),
    useCommand('agreements.skipVisit'),
    useCommand('agreements.placeVisit'),
    useCommand('agreements.changeFollowing'),
  ]
  const shownAt = visit.startAt ?? visit.dueAt
  const [on, setOn] = useState<string | null>(localDate(shownAt, zone))
  const [minutes, setMinutes] = useState<number | null>(localMinutes(shownAt, zone))
  const [scope, setScope] = useState<Scope>('one')
  const [rule, setRule] = useState<string | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const mayWrite = can('agreements.write')
  const finish = (done: { ok: true; value: VisitView } | { ok: false; error: Failure }, text: (value: VisitView) => string) => {
    if (!done.ok) return setFailure(done.error)
    notify.done(text(done.value))
    onClose()
  }
  const booked = ({ startAt, dueAt }: VisitView) => t('visit.moved', { at: startAt ?? dueAt })
  const submit = async () => {
    if (on === null || minutes === null) return
    setFailure(null)
    if (scope === 'one') return finish(await move.run({ visitId: visit.id, dueAt: atLocal(on, minutes, zone) }), booked)
    const done = await change.run({
      agreementId: visit.agreementId,
      fromOn: visit.occurrenceOn,
      startOn: on,
      startMinutes: minutes,
      ...(rule !== null && { rule }),
    })
    if (!done.ok) return setFailure(done.error)
    notify.done(t('visit.changed', { number: done.value.number }))
    onClose()
  }
  const may = (event: 'skip' | 'move') => visitMachine[visit.state][event] !== 'refused'
  const isLost = visit.state !== 'booked' || visit.appointmentState === 'cancelled' || visit.appointmentState === 'noShow'
  return (
    <FormDrawer
      opened
      title={`${t('visit.one')}: ${visit.plate || visit.vehicleLabel}`}
      submitLabel={t(scope === 'one' ? 'visit.move' : 'common.save')}
      form={{
        isDirty: false,
        isBusy: move.isRunning || change.isRunning,
        failure,
        submit: () => void submit(),
      }}
      onClose={onClose}
      extra={
        mayWrite && (
          <>
            {may('skip') && (
              <ActionButton
                size="xs"
                look="danger"
                label={t('visit.skip')}
                busy={skip.isRunning}
                onClick={() => void skip.run({ visitId: visit.id }).then((done) => finish(done, () => t('visit.skipped')))}
              />
            )}
            {isLost && (
              <ActionButton
                size="xs"
                label={t('visit.place')}
                busy={place.isRunning}
                onClick={() => void place.run({ visitId: visit.id }).then((done) => finish(done, booked))}
              />
            )}
          </>
        )
      }
    >
      <Radio.Group label={t('visit.which')} value={scope} onChange={(value) => setScope(value === 'following' ? 'following' : 'one')}>
        <div style={{ display: 'grid', gap: 8, paddingBlockStart: 6 }}>
          <Radio value="one" label={t('visit.onlyThis')} disabled={!may('move')} />
          <Radio value="following" label={t('visit.following')} description={t('visit.followingHint')} />
        </div>
      </Radio.Group>
      <Fields>
        <DateField label={t('visit.moveTo')} value={on} onChange={setOn} />
        <ClockField label={t('agreements.time')} value={minutes} onChange={setMinutes} />
      </Fields>
      {scope === 'following' && agreement && (
        <>
          <RepeatField value={rule ?? agreement.rule} onChange={setRule} startOn={on ?? visit.occurrenceOn} />
          <Preview locationId={agreement.locationId} rule={rule ?? agreement.rule} startOn={on ?? visit.occurrenceOn} startMinutes={minutes ?? 0} />
        </>
      )}
      {!mayWrite && <Notice tone="info">{t('failure.platform.notAllowed')}</Notice>}
    </FormDrawer>
  )
}
