import { atLocal, localDate, localMinutes } from '#shared/kernel/time.ts'
import { type AppointmentView, type Purpose, PURPOSES } from '#shared/modules/appointments/model.ts'
import { useCommand } from '../../data/command.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useQuery } from '../../data/queries.ts'
import { useSession } from '../../data/session.ts'
import { failureText } from '../../texts/failure.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ClockField, DateField, Select, Textarea } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Fields } from '../../ui/Page.tsx'
import { labelOf } from './parts/label.ts'

type Values = {
  purpose: Purpose
  /** Empty: none. */
  bayId: string
  technicianId: string
  on: string | null
  startMinutes: number | null
  endMinutes: number | null
  note: string
}
export type BlockStart = Partial<Values>

interface BlockFormProps {
  /** Null: a new one. */
  block: AppointmentView | null
  start?: BlockStart
  locationId: string
  /** The shop's IANA zone. */
  zone: string
  onClose: () => void
  onDone?: (saved: AppointmentView) => void
}

const DAY_MINUTES = 24 * 60

/** Time of a bay or a technician without a job: new, or known. Mount it when it opens. */
export function BlockForm({ block, start, locationId, zone, onClose, onDone }: BlockFormProps) {
  const t = useT()
  const { can } = useSession()
  const bays = useQuery('bays.board', { locationId }).data ?? []
  const technicians = useQuery('staff.technicians', {}).data ?? []
  const remove = useCommand('appointments.removeBlock')
  const options = {
    initial: valuesOf(block, start, zone),
    fieldOf: {
      'appointments.bayTaken': 'bayId',
      'appointments.technicianTaken': 'technicianId',
      'appointments.wrongTimes': 'endMinutes',
      'appointments.takesNothing': 'bayId',
    } as const,
    fieldOfPath: { startAt: 'startMinutes', endAt: 'endMinutes' } as const,
    onDone: (saved: AppointmentView) => {
      notify.done(t('block.saved', { what: labelOf(saved, t), at: saved.startAt }))
      onClose()
      onDone?.(saved)
    },
  }
  const create = useCommandForm('appointments.block', { ...options, toInput: (values) => ({ locationId, ...inputOf(values, zone) }) as never }) // a time left empty is refused under its field
  const update = useCommandForm('appointments.updateBlock', {
    ...options,
    toInput: (values) => ({ appointmentId: block?.id ?? '', ...inputOf(values, zone) }) as never,
  }) // as above
  const form = block ? update : create
  const takeAway = async () => {
    const done = await remove.run({ appointmentId: block?.id ?? '' })
    if (!done.ok) return notify.failed(failureText(done.error))
    notify.done(t('block.removed'))
    onClose()
  }
  return (
    <FormDrawer
      opened
      title={block ? t('block.edit') : t('block.create')}
      submitLabel={block ? undefined : t('block.save')}
      form={form}
      onClose={onClose}
      extra={
        block && (
          <ActionButton
            size="xs"
            look="danger"
            label={t('block.remove')}
            disabledReason={can('appointments.write') ? null : t('failure.platform.notAllowed')}
            busy={remove.isRunning}
            onClick={() => void takeAway()}
          />
        )
      }
    >
      <Select
        label={t('block.purpose')}
        allowDeselect={false}
        data-autofocus
        data={PURPOSES.map((purpose) => ({ value: purpose, label: t(`purpose.${purpose}`) }))}
        {...form.field('purpose')}
      />
      <Fields>
        <Select
          label={t('booking.bay')}
          {...form.field('bayId')}
          value={form.values.bayId || null}
          onChange={(bayId) => form.set('bayId', bayId ?? '')}
          data={bays.map(({ id, name }) => ({ value: id as string, label: name }))}
          placeholder={t('block.noBay')}
          clearable
        />
        <Select
          label={t('booking.technician')}
          {...form.field('technicianId')}
          value={form.values.technicianId || null}
          onChange={(technicianId) => form.set('technicianId', technicianId ?? '')}
          data={technicians.map(({ id, name }) => ({ value: id as string, label: name }))}
          placeholder={t('block.noTechnician')}
          clearable
        />
      </Fields>
      <DateField label={t('booking.day')} required {...form.field('on')} />
      <Fields>
        <ClockField label={t('booking.time')} required {...form.field('startMinutes')} />
        <ClockField label={t('block.until')} required {...form.field('endMinutes')} />
      </Fields>
      <Textarea label={t('common.note')} autosize minRows={1} maxRows={4} {...form.field('note')} />
    </FormDrawer>
  )
}

function valuesOf(block: AppointmentView | null, start: BlockStart | undefined, zone: string): Values {
  if (!block) return { purpose: 'closed', bayId: '', technicianId: '', on: null, startMinutes: null, endMinutes: null, note: '', ...start }
  const { purpose, bayId, technicianId, startAt, endAt, note } = block
  const endMinutes = localMinutes(endAt, zone)
  return {
    purpose: purpose ?? 'other',
    bayId: bayId ?? '',
    technicianId: technicianId ?? '',
    on: localDate(startAt, zone),
    startMinutes: localMinutes(startAt, zone),
    endMinutes: endMinutes === 0 ? DAY_MINUTES : endMinutes,
    note,
  }
}

const inputOf = ({ purpose, note, bayId, technicianId, on, startMinutes, endMinutes }: Values, zone: string) => ({
  purpose,
  note,
  bayId: bayId === '' ? null : bayId,
  technicianId: technicianId === '' ? null : technicianId,
  ...(on !== null && startMinutes !== null && { startAt: atLocal(on, startMinutes, zone) }),
  ...(on !== null && endMinutes !== null && { endAt: atLocal(on, endMinutes, zone) }),
})
