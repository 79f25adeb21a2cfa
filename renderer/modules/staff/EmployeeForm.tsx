import { useState } from 'react'
import type { WeekHours } from '#shared/kernel/hours.ts'
import { BLANK_EMPLOYEE, type Employee } from '#shared/modules/staff/model.ts'
import { useCommand } from '../../data/command.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useList, useQuery } from '../../data/queries.ts'
import { useSession } from '../../data/session.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { DateField, MoneyField, MultiSelect, PhoneField, Select, Switch, Textarea, TextInput } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Fields } from '../../ui/Page.tsx'
import { WeekHoursField } from './parts/WeekHoursField.tsx'

/** A new employee, or a known one. Mount it when it opens. */
export function EmployeeForm({ employee, onClose }: { employee: Employee | null; onClose(): void }) {
  const t = useT()
  const { can } = useSession()
  const [removes, setRemoves] = useState(false)
  const skills = useQuery('staff.skills', {}).data ?? []
  const users = useList('auth.users', { limit: 200 }, { enabled: can('users.read') })
  const { name, jobTitle, email, phone, userId, isTechnician, laborCostMinor, hiredOn, endedOn, note, skillIds, weekHours } = employee ?? {
    ...BLANK_EMPLOYEE,
    name: '',
  }
  const options = {
    initial: {
      name,
      jobTitle,
      email,
      phone,
      userId: userId as string | null,
      isTechnician,
      laborCostMinor: laborCostMinor as number | null,
      hiredOn,
      endedOn,
      note,
      skillIds: skillIds as string[],
      weekHours: weekHours as WeekHours | null,
    },
    fieldOf: { 'staff.unknownUser': 'userId', 'staff.userTaken': 'userId', 'staff.endsBeforeStart': 'endedOn' } as const,
    onDone: (saved: Employee) => {
      notify.done(employee ? t('common.saved') : t('staff.created', { name: saved.name }))
      onClose()
    },
  }
  // An amount that is no number stays null, and the contract names the field.
  const create = useCommandForm('staff.create', { ...options, toInput: (values) => values as never })
  const update = useCommandForm('staff.update', { ...options, toInput: (values) => ({ ...values, employeeId: employee?.id ?? '' }) as never })
  const form = employee ? update : create
  const extra = employee && (
    <ActionButton
      size="xs"
      look="danger"
      label={t('common.remove')}
      disabledReason={can('staff.write') ? null : t('failure.platform.notAllowed')}
      onClick={() => setRemoves(true)}
    />
  )
  return (
    <FormDrawer opened title={employee ? t('staff.edit') : t('staff.create')} form={form} onClose={onClose} extra={extra}>
      <TextInput label={t('common.name')} required dir="auto" data-autofocus {...form.field('name')} />
      <TextInput label={t('staff.jobTitle')} dir="auto" {...form.field('jobTitle')} />
      <Switch
        label={t('staff.technician')}
        description={t('staff.technicianHint')}
        checked={form.values.isTechnician}
        onChange={(event) => form.set('isTechnician', event.currentTarget.checked)}
      />
      {form.values.isTechnician && skills.length > 0 && (
        <MultiSelect
          label={t('staff.skills')}
          data={skills.map(({ id, name: skillName }) => ({ value: id, label: skillName }))}
          clearable
          searchable
          {...form.field('skillIds')}
          value={form.values.skillIds.filter((id) => skills.some((known) => known.id === id))}
        />
      )}
      <WeekHoursField label={t('staff.hours')} value={form.values.weekHours} onChange={(hours) => form.set('weekHours', hours)} />
      <Select
        label={t('staff.account')}
        placeholder={t('staff.noAccount')}
        clearable
        searchable
        data={users.rows.map((user) => ({ value: user.id, label: user.name }))}
        {...form.field('userId')}
      />
      <Fields>
        <PhoneField label={t('common.phone')} {...form.field('phone')} />
        <TextInput label={t('common.email')} type="email" dir="ltr" {...form.field('email')} />
      </Fields>
      <Fields>
        <DateField label={t('staff.hiredOn')} clearable {...form.field('hiredOn')} />
        <DateField label={t('staff.endedOn')} clearable {...form.field('endedOn')} />
        <MoneyField label={t('staff.laborCost')} {...form.field('laborCostMinor')} />
      </Fields>
      <Textarea label={t('common.note')} autosize minRows={2} maxRows={6} dir="auto" {...form.field('note')} />
      {removes && employee && <RemoveDialog employee={employee} onCancel={() => setRemoves(false)} onDone={onClose} />}
    </FormDrawer>
  )
}

function RemoveDialog({ employee, onCancel, onDone }: { employee: Employee; onCancel(): void; onDone(): void }) {
  const t = useT()
  const { run, isRunning, failure } = useCommand('staff.remove')
  const confirm = async () => {
    const done = await run({ employeeId: employee.id })
    if (!done.ok) return
    notify.done(t('staff.removedDone', { name: employee.name }))
    onDone()
  }
  return (
    <ConfirmDialog
      opened
      title={`${t('common.remove')}: ${employee.name}`}
      text={t('staff.removeText')}
      confirmLabel={t('common.remove')}
      danger
      busy={isRunning}
      failure={failure}
      onConfirm={() => void confirm()}
      onCancel={onCancel}
    />
  )
}
