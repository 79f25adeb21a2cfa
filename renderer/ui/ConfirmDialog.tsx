import { Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Failure } from '#shared/kernel/result.ts'
import { ActionButton } from './ActionButton.tsx'
import { Modal } from './dialogs.tsx'
import classes from './forms.module.css'
import { FailureNotice } from './states.tsx'
import { useWords } from './words.tsx'

interface ConfirmDialogProps {
  opened: boolean
  title: string
  text?: ReactNode
  confirmLabel: string
  cancelLabel?: string
  danger?: boolean
  /** Asks for a reason and hands it to `onConfirm`. */
  withReason?: boolean
  busy?: boolean
  failure?: Failure | null
  onConfirm: (reason: string) => void
  onCancel: () => void
}

/** Asks before something that is hard to take back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return (
    <Modal opened={props.opened} onClose={props.onCancel} title={props.title} size={430} padding={0} zIndex={300} classNames={{ body: classes.body }}>
      {props.opened && <Question {...props} />}
    </Modal>
  )
}

function Question({
  text,
  confirmLabel,
  cancelLabel,
  danger = false,
  withReason = false,
  busy = false,
  failure = null,
  onConfirm,
  onCancel,
}: ConfirmDialogProps) {
  const words = useWords()
  const [reason, setReason] = useState('')
  const [wasTried, setWasTried] = useState(false)
  const isMissing = withReason && reason.trim() === ''
  const confirm = () => {
    setWasTried(true)
    if (!isMissing) onConfirm(reason.trim())
  }
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        confirm()
      }}
    >
      <div className={classes.fields}>
        {text && <div className={classes.text}>{text}</div>}
        {withReason && (
          <Textarea
            label={words.reason}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={wasTried && isMissing && words.reasonNeeded}
            autosize
            minRows={2}
            maxLength={200}
            data-autofocus
          />
        )}
        <FailureNotice failure={failure} />
      </div>
      <footer className={classes.foot}>
        <div />
        <div className={classes.buttons}>
          <ActionButton label={cancelLabel ?? words.cancel} onClick={onCancel} />
          <ActionButton label={confirmLabel} look={danger ? 'danger' : 'primary'} busy={busy} onClick={confirm} />
        </div>
      </footer>
    </form>
  )
}
