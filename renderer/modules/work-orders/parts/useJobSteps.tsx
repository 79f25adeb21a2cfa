import { type ReactNode, useState } from 'react'
import { orderMachine } from '#shared/modules/work-orders/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useSession } from '../../../data/session.ts'
import { failureText } from '../../../texts/failure.ts'
import { useT } from '../../../texts/t.ts'
import { whyNot } from '../../../texts/why.ts'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { notify } from '../../../ui/notify.ts'
import { FinishJobForm } from './FinishJobForm.tsx'
import { HoldJobForm } from './HoldJobForm.tsx'
import type { JobDialog, JobRef } from './job.ts'
import { StartJobForm } from './StartJobForm.tsx'

type Event = keyof (typeof orderMachine)['open']
/** Steps of the work itself, which technicians take too. */
const WORK = new Set<Event>(['start', 'hold', 'resume', 'finish'])

export interface JobSteps {
  /** Why the step cannot be taken now; null when it can. */
  reason: (event: Event) => string | null
  /** Starts or resumes at once where bay and technician are known, else asks for them. */
  begin: () => void
  open: (dialog: JobDialog) => void
  reopen: () => void
  /** Back to an estimate. */
  quote: () => void
  restore: () => void
  readonly isRunning: boolean
  /** The dialog that is open now; put it on the screen. */
  readonly dialog: ReactNode
}

/** The steps of one job, wherever it is shown: on its own screen, on the bay board, on Today. */
export function useJobSteps(job: JobRef): JobSteps {
  const t = useT()
  const { can } = useSession()
  const [dialog, setDialog] = useState<{ kind: JobDialog; because?: string } | null>(null)
  const start = useCommand('workOrders.start')
  const resume = useCommand('workOrders.resume')
  const reopen = useCommand('workOrders.reopen')
  const restore = useCommand('workOrders.restore')
  const quote = useCommand('workOrders.quote')
  const close = () => setDialog(null)

  const begin = async () => {
    if (job.bayId === null || job.technicianId === null) return setDialog({ kind: 'start' })
    const event = job.state === 'onHold' ? 'resume' : 'start'
    const done = await (event === 'resume' ? resume : start).run({ workOrderId: job.id })
    if (done.ok) notify.done(t(`order.did.${event}`, { number: job.number }))
    else setDialog({ kind: 'start', because: failureText(done.error) })
  }
  const at = async (event: 'reopen' | 'restore' | 'quote') => {
    const done = await { reopen, restore, quote }[event].run({ workOrderId: job.id })
    if (done.ok) notify.done(t(`order.did.${event}`, { number: job.number }))
    else notify.failed(failureText(done.error))
  }

  return {
    reason: (event) => {
      if (!can(WORK.has(event) ? 'workOrders.work' : 'workOrders.write')) return t('failure.platform.notAllowed')
      return job.deleted ? t('order.isRemoved') : whyNot(orderMachine, job.state, event, (state) => t(`orderState.${state}`))
    },
    begin: () => void begin(),
    open: (kind) => setDialog({ kind }),
    reopen: () => void at('reopen'),
    quote: () => void at('quote'),
    restore: () => void at('restore'),
    isRunning: start.isRunning || resume.isRunning || reopen.isRunning || restore.isRunning,
    dialog: dialog && (
      <>
        {dialog.kind === 'start' && <StartJobForm job={job} because={dialog.because} onClose={close} />}
        {dialog.kind === 'hold' && <HoldJobForm job={job} onClose={close} />}
        {dialog.kind === 'finish' && <FinishJobForm job={job} onClose={close} />}
        {dialog.kind === 'cancel' && <CancelJob job={job} onClose={close} />}
        {dialog.kind === 'remove' && <RemoveJob job={job} onClose={close} />}
      </>
    ),
  }
}

function CancelJob({ job, onClose }: { job: JobRef; onClose: () => void }) {
  const t = useT()
  const { run, isRunning, failure } = useCommand('workOrders.cancel')
  const confirm = async (reason: string) => {
    const done = await run({ workOrderId: job.id, reason })
    if (!done.ok) return
    notify.done(t('order.did.cancel', { number: job.number }))
    onClose()
  }
  return (
    <ConfirmDialog
      opened
      withReason
      danger
      title={t('order.cancelTitle', { number: job.number })}
      text={t('order.cancelText')}
      confirmLabel={t('order.cancel')}
      cancelLabel={t('order.keep')}
      busy={isRunning}
      failure={failure}
      onConfirm={(reason) => void confirm(reason)}
      onCancel={onClose}
    />
  )
}

function RemoveJob({ job, onClose }: { job: JobRef; onClose: () => void }) {
  const t = useT()
  const { run, isRunning, failure } = useCommand('workOrders.remove')
  const confirm = async () => {
    const done = await run({ workOrderId: job.id })
    if (!done.ok) return
    notify.done(t('order.did.remove', { number: job.number }))
    onClose()
  }
  return (
    <ConfirmDialog
      opened
      danger
      title={`${t('order.remove')}: ${job.number}`}
      text={t('order.removeText', { number: job.number })}
      confirmLabel={t('order.remove')}
      cancelLabel={t('order.keep')}
      busy={isRunning}
      failure={failure}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    />
  )
}
