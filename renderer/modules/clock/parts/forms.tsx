import type { Id } from '#shared/kernel/ids.ts'
import { atLocal, localDate, localMinutes } from '#shared/kernel/time.ts'
import type { Punch } from '#shared/modules/clock/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useCommandForm } from '../../../data/command-form.ts'
import { useNow } from '../../../data/now.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { ClockField, DateField, Select, TextInput } from '../../../ui/fields.tsx'
import { FormModal } from '../../../ui/forms.tsx'
import { notify } from '../../../ui/notify.ts'
import { Fields } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'

interface When {
  on: string | null
  at: number | null
}
/** NaN while day or time is missing: the contract refuses it under its field. */
const instant = ({ on, at }: When, zone: string): number => (on === null || at === null ? Number.NaN : atLocal(on, at, zone))

/** Moves a punch, or takes it away; the reason stays with it. */
export function CorrectForm({ punch, onClose }: { punch: Punch; onClose: () => void }) {
  const t = useT()
  const { zone } = useWords()
  const takeAway = useCommand('clock.correct')
  const done = () => {
    notify.done(t('common.saved'))
    onClose()
  }
  const form = useCommandForm('clock.correct', {
    initial: { on: localDate(punch.at, zone) as string | null, at: localMinutes(punch.at, zone) as number | null, reason: '' },
    toInput: ({ reason, ...when }) => ({ punchId: punch.id, at: instant(when, zone), reason }),
    fieldOf: { 'clock.inFuture': 'at', 'clock.tooFar': 'on' },
    onDone: done,
  })
  const kind = punch.kind === 'void' ? 'off' : punch.kind
  return (
    <FormModal
      opened
      title={t('clock.correctTitle')}
      form={{ ...form, failure: form.failure ?? takeAway.failure }}
      onClose={onClose}
      extra={
        <ActionButton
          size="xs"
          look="danger"
          label={t('clock.takeAway')}
          busy={takeAway.isRunning}
          disabledReason={form.values.reason.trim() === '' ? t('problem.required') : null}
          onClick={() => void takeAway.run({ punchId: punch.id, at: null, reason: form.values.reason }).then((answer) => answer.ok && done())}
        />
      }
    >
      <p>{t('clock.correctText', { activity: t(`activity.${kind}`), at: punch.at })}</p>
      <Fields>
        <DateField label={t('clock.on')} {...form.field('on')} />
        <ClockField label={t('clock.at')} {...form.field('at')} />
      </Fields>
      <TextInput label={t('common.reason')} required dir="auto" data-autofocus {...form.field('reason')} />
    </FormModal>
  )
}

const KINDS = ['shift', 'break', 'off'] as const

/** A punch that was forgotten. */
export function AddPunchForm({ employeeId, onClose }: { employeeId: Id<'employee'>; onClose: () => void }) {
  const t = useT()
  const { zone } = useWords()
  const now = useNow()
  const form = useCommandForm('clock.add', {
    initial: { activity: 'off' as (typeof KINDS)[number], on: localDate(now, zone) as string | null, at: null as number | null, reason: '' },
    toInput: ({ activity, reason, ...when }) => ({ employeeId, activity, at: instant(when, zone), reason }),
    fieldOf: { 'clock.inFuture': 'at' },
    onDone: () => {
      notify.done(t('common.saved'))
      onClose()
    },
  })
  return (
    <FormModal opened title={t('clock.add')} form={form} onClose={onClose}>
      <Select
        label={t('clock.what')}
        data={KINDS.map((value) => ({ value, label: t(`activity.${value}`) }))}
        allowDeselect={false}
        {...form.field('activity')}
      />
      <Fields>
        <DateField label={t('clock.on')} {...form.field('on')} />
        <ClockField label={t('clock.at')} required {...form.field('at')} />
      </Fields>
      <TextInput label={t('common.reason')} required dir="auto" {...form.field('reason')} />
    </FormModal>
  )
}

/** What a person's badge reads as; a scanner types into the field. */
export function BadgeForm({ employeeId, code, onClose }: { employeeId: Id<'employee'>; code: string; onClose: () => void }) {
  const t = useT()
  const form = useCommandForm('clock.setBadge', {
    initial: { code },
    toInput: (values) => ({ employeeId, code: values.code }),
    fieldOf: { 'clock.badgeTaken': 'code' },
    onDone: () => {
      notify.done(form.values.code === '' ? t('clock.badgeGone') : t('clock.badgeSaved'))
      onClose()
    },
  })
  return (
    <FormModal opened title={t('clock.badge')} form={form} onClose={onClose}>
      <TextInput label={t('clock.badge')} description={t('clock.badgeHint')} dir="ltr" data-autofocus {...form.field('code')} />
    </FormModal>
  )
}
