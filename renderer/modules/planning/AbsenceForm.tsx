import { addDays, atLocal, localDate, localMinutes } from '#shared/kernel/time.ts'
import { ABSENCE_KINDS, type Absence } from '#shared/modules/staff/model.ts'
import { useCommand } from '../../data/command.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useList } from '../../data/queries.ts'
import { failureText } from '../../texts/failure.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ClockField, DateField, Select, Switch, TextInput } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Fields } from '../../ui/Page.tsx'

interface AbsenceFormProps {
  absence: Absence | null
  /** The shop's IANA zone. */
  zone: string
  today: string
  onClose: () => void
}

type Values = {
  employeeId: string
  kind: Absence['kind']
  firstOn: string | null
  lastOn: string | null
  fromMinutes: number | null
  untilMinutes: number | null
  wholeDays: boolean
  note: string
}

/** A new absence, or a known one: whole days, or from and until a time. Mount it when it opens. */
export function AbsenceForm({ absence, zone, today, onClose }: AbsenceFormProps) {
  const t = useT()
  const employees = useList('staff.list', { active: true, limit: 200 })
  const remove = useCommand('staff.removeAbsence')
  const options = {
    initial: valuesOf(absence, zone, today),
    fieldOf: { 'staff.absenceEndsBeforeStart': 'lastOn', 'staff.unknown': 'employeeId' } as const,
    fieldOfPath: { startAt: 'firstOn', endAt: 'lastOn' } as const,
    onDone: (saved: Absence) => {
      notify.done(t('absences.saved', { name: saved.employeeName }))
      onClose()
    },
  }
  const create = useCommandForm('staff.addAbsence', {
    ...options,
    toInput: (values) => ({ employeeId: values.employeeId, kind: values.kind, note: values.note, ...spanOf(values, zone) }) as never, // a day left empty is refused under its field
  })
  const update = useCommandForm('staff.updateAbsence', {
    ...options,
    toInput: (values) => ({ absenceId: absence?.id ?? '', kind: values.kind, note: values.note, ...spanOf(values, zone) }) as never, // as above
  })
  const form = absence ? update : create
  const takeAway = async () => {
    const done = await remove.run({ absenceId: absence?.id ?? '' })
    if (!done.ok) return notify.failed(failureText(done.error))
    notify.done(t('absences.removedDone', { name: done.value.employeeName }))
    onClose()
  }
  const { values } = form
  return (
    <FormDrawer
      opened
      title={absence ? t('absences.edit') : t('absences.create')}
      form={form}
      onClose={onClose}
      extra={absence && <ActionButton size="xs" look="danger" label={t('absences.remove')} busy={remove.isRunning} onClick={() => void takeAway()} />}
    >
      <Select
        label={t('absences.employee')}
        required
        searchable
        data-autofocus
        disabled={absence !== null}
        data={
          absence ? [{ value: absence.employeeId, label: absence.employeeName }] : employees.rows.map(({ id, name }) => ({ value: id as string, label: name }))
        }
        {...form.field('employeeId')}
      />
      <Select
        label={t('absences.kind')}
        allowDeselect={false}
        data={ABSENCE_KINDS.map((kind) => ({ value: kind, label: t(`absenceKind.${kind}`) }))}
        {...form.field('kind')}
      />
      <Switch label={t('absences.wholeDays')} checked={values.wholeDays} onChange={(event) => form.set('wholeDays', event.currentTarget.checked)} />
      <Fields>
        <DateField
          label={t('absences.firstDay')}
          required
          {...form.field('firstOn')}
          onChange={(on) => {
            form.set('firstOn', on)
            if (on !== null && (values.lastOn === null || values.lastOn < on)) form.set('lastOn', on)
          }}
        />
        <DateField label={t('absences.lastDay')} required {...form.field('lastOn')} />
      </Fields>
      {!values.wholeDays && (
        <Fields>
          <ClockField label={t('absences.fromTime')} {...form.field('fromMinutes')} />
          <ClockField label={t('absences.untilTime')} {...form.field('untilMinutes')} />
        </Fields>
      )}
      <TextInput label={t('common.note')} dir="auto" maxLength={200} {...form.field('note')} />
    </FormDrawer>
  )
}

function valuesOf(absence: Absence | null, zone: string, today: string): Values {
  if (!absence) return { employeeId: '', kind: 'vacation', firstOn: today, lastOn: today, fromMinutes: 480, untilMinutes: 1020, wholeDays: true, note: '' }
  const { employeeId, kind, startAt, endAt, note } = absence
  const wholeDays = localMinutes(startAt, zone) === 0 && localMinutes(endAt, zone) === 0
  return {
    employeeId,
    kind,
    note,
    wholeDays,
    firstOn: localDate(startAt, zone),
    lastOn: localDate(wholeDays ? endAt - 1 : endAt, zone),
    fromMinutes: localMinutes(startAt, zone),
    untilMinutes: localMinutes(endAt, zone),
  }
}

/** Whole days end with the midnight after the last. */
function spanOf({ firstOn, lastOn, fromMinutes, untilMinutes, wholeDays }: Values, zone: string): { startAt?: number; endAt?: number } {
  if (firstOn === null || lastOn === null) return {}
  if (wholeDays) return { startAt: atLocal(firstOn, 0, zone), endAt: atLocal(addDays(lastOn, 1), 0, zone) }
  return { startAt: atLocal(firstOn, fromMinutes ?? 0, zone), endAt: atLocal(lastOn, untilMinutes ?? 1439, zone) }
}
