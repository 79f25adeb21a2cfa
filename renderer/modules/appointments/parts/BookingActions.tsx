import { useState } from 'react'
import { type AppointmentView, appointmentMachine } from '#shared/modules/appointments/model.ts'
import { call, saveText } from '../../../data/client.ts'
import { useCommand } from '../../../data/command.ts'
import { useGo } from '../../../data/route.tsx'
import { useSession } from '../../../data/session.ts'
import { paths } from '../../../paths.ts'
import { failureText } from '../../../texts/failure.ts'
import { useT } from '../../../texts/t.ts'
import { whyNot } from '../../../texts/why.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { notify } from '../../../ui/notify.ts'

type Step = 'confirm' | 'arrive' | 'noShow'

/** The steps of a booking's life, each with the reason why it cannot be taken now. */
export function useBookingSteps(appointment: AppointmentView) {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const commands = { confirm: useCommand('appointments.confirm'), arrive: useCommand('appointments.arrive'), noShow: useCommand('appointments.noShow') }
  const mayWrite = can('appointments.write') ? null : t('failure.platform.notAllowed')
  const reason = (event: Step | 'cancel') => mayWrite ?? whyNot(appointmentMachine, appointment.state, event, (state) => t(`bookingState.${state}`))
  const take = async (step: Step) => {
    const result = await commands[step].run({ appointmentId: appointment.id })
    if (result.ok) notify.done(t(`booking.did.${step}`, { customer: appointment.customerName }))
    else notify.failed(failureText(result.error))
  }
  return {
    reason,
    take: (step: Step) => void take(step),
    isRunning: Object.values(commands).some(({ isRunning }) => isRunning),
    orderReason: can('workOrders.write')
      ? appointment.state === 'arrived'
        ? null
        : whyNot(appointmentMachine, appointment.state, 'arrive', (state) => t(`bookingState.${state}`))
      : t('failure.platform.notAllowed'),
    openOrder: () => go({ to: paths.newWorkOrder, search: { appointment: appointment.id } }),
  }
}

/** The one step that comes next for a booking at the counter: the customer arrives, then a work order is opened. */
export function NextBookingStep({ appointment }: { appointment: AppointmentView }) {
  const t = useT()
  const steps = useBookingSteps(appointment)
  if (appointment.state === 'pending' || appointment.state === 'confirmed') {
    return (
      <ActionButton size="xs" label={t('booking.arrive')} disabledReason={steps.reason('arrive')} busy={steps.isRunning} onClick={() => steps.take('arrive')} />
    )
  }
  return <ActionButton size="xs" look="primary" label={t('booking.openOrderShort')} disabledReason={steps.orderReason} onClick={steps.openOrder} />
}

/** Asks why, and gives the slot back. */
export function CancelBooking({ appointment, onClose, onDone }: { appointment: AppointmentView; onClose: () => void; onDone: () => void }) {
  const t = useT()
  const { run, isRunning, failure } = useCommand('appointments.cancel')
  const confirm = async (reason: string) => {
    const result = await run({ appointmentId: appointment.id, reason })
    if (!result.ok) return
    notify.done(t('booking.did.cancel', { customer: appointment.customerName }))
    onDone()
  }
  return (
    <ConfirmDialog
      opened
      withReason
      danger
      title={t('booking.cancel')}
      text={t('booking.cancelText', { customer: appointment.customerName })}
      confirmLabel={t('booking.cancel')}
      cancelLabel={t('booking.cancelKeep')}
      busy={isRunning}
      failure={failure}
      onConfirm={(reason) => void confirm(reason)}
      onCancel={onClose}
    />
  )
}

/** The booking as a file for the calendar of a phone or a PC. */
function CalendarFile({ appointmentId }: { appointmentId: string }) {
  const t = useT()
  const save = async () => {
    const answer = await call('calendar.ofAppointment', { appointmentId })
    if (answer.ok) await saveText(answer.value.name, answer.value.text)
    else notify.failed(failureText(answer.error))
  }
  return <ActionButton size="xs" look="quiet" label={t('calendar.save')} onClick={() => void save()} />
}

/** All steps in a row, above the fields of a booking. */
export function BookingSteps({ appointment, onDone }: { appointment: AppointmentView; onDone: () => void }) {
  const t = useT()
  const { can } = useSession()
  const steps = useBookingSteps(appointment)
  const [cancels, setCancels] = useState(false)
  return (
    <>
      {appointment.state === 'pending' && (
        <ActionButton
          size="xs"
          label={t('booking.confirm')}
          disabledReason={steps.reason('confirm')}
          busy={steps.isRunning}
          onClick={() => steps.take('confirm')}
        />
      )}
      <ActionButton size="xs" label={t('booking.arrive')} disabledReason={steps.reason('arrive')} busy={steps.isRunning} onClick={() => steps.take('arrive')} />
      <ActionButton size="xs" label={t('booking.noShow')} disabledReason={steps.reason('noShow')} busy={steps.isRunning} onClick={() => steps.take('noShow')} />
      <ActionButton size="xs" label={t('booking.cancel')} look="danger" disabledReason={steps.reason('cancel')} onClick={() => setCancels(true)} />
      <ActionButton size="xs" label={t('booking.openOrder')} disabledReason={steps.orderReason} onClick={steps.openOrder} />
      {can('calendar.read') && <CalendarFile appointmentId={appointment.id} />}
      {cancels && <CancelBooking appointment={appointment} onClose={() => setCancels(false)} onDone={onDone} />}
    </>
  )
}
