import { type ReactNode, useRef, useState } from 'react'
import type { Failure } from '#shared/kernel/result.ts'
import { ActionButton } from './ActionButton.tsx'
import { ConfirmDialog } from './ConfirmDialog.tsx'
import { Drawer, Modal } from './dialogs.tsx'
import classes from './forms.module.css'
import { useShortcut } from './shortcuts.tsx'
import { FailureNotice } from './states.tsx'
import { useWords } from './words.tsx'

/** What a form frame needs of a form; `useCommandForm` of the data layer is one. */
export interface FormState {
  readonly isDirty: boolean
  readonly isBusy: boolean
  /** A refusal that belongs to no field. */
  readonly failure: Failure | null
  submit: () => void
}

interface FrameProps {
  title: string
  opened: boolean
  onClose: () => void
  form: FormState
  /** Word on the button; `Save` if not given. */
  submitLabel?: string
  children: ReactNode
  /** Small actions at the other end of the foot. */
  extra?: ReactNode
  size?: 'sm' | 'md' | 'lg'
}
const WIDTHS = { sm: 400, md: 520, lg: 780 }

/** A form that slides in from the side, for records: the list stays in sight. Asks before typed words are thrown away. */
export function FormDrawer({ size = 'md', ...props }: FrameProps) {
  const guard = useGuard(props)
  return (
    <>
      <Drawer
        opened={props.opened}
        onClose={guard.leave}
        title={props.title}
        position="right"
        size={WIDTHS[size]}
        padding={0}
        classNames={{ body: classes.body, content: classes.content }}
      >
        <Form {...props} leave={guard.leave} />
      </Drawer>
      {guard.dialog}
    </>
  )
}

/** A form in the middle of the screen, for one or two fields. */
export function FormModal({ size = 'sm', ...props }: FrameProps) {
  const guard = useGuard(props)
  return (
    <>
      <Modal opened={props.opened} onClose={guard.leave} title={props.title} size={WIDTHS[size]} padding={0} classNames={{ body: classes.body }}>
        <Form {...props} leave={guard.leave} />
      </Modal>
      {guard.dialog}
    </>
  )
}

function useGuard({ form, onClose }: FrameProps) {
  const words = useWords()
  const [asks, setAsks] = useState(false)
  const leave = () => {
    if (form.isDirty) setAsks(true)
    else onClose()
  }
  // Mounted when it asks, so that the Escape that brought it up does not close it at once.
  const dialog = asks && (
    <ConfirmDialog
      opened
      title={words.unsavedTitle}
      text={words.unsavedText}
      confirmLabel={words.unsavedLeave}
      cancelLabel={words.unsavedStay}
      danger
      onCancel={() => setAsks(false)}
      onConfirm={() => {
        setAsks(false)
        onClose()
      }}
    />
  )
  return { leave, dialog, words }
}

/** Typing begins in the first field where the form names none: the way out stands before it. */
const beginInFields = (fields: HTMLElement | null): void => {
  if (fields?.querySelector('[data-autofocus]') === null) fields.querySelector('input:enabled, textarea:enabled')?.setAttribute('data-autofocus', 'true')
}

function Form({ form, children, submitLabel, extra, leave }: FrameProps & { leave: () => void }) {
  const words = useWords()
  const at = useRef<HTMLFormElement>(null)
  useShortcut({ keys: 'mod+s', label: submitLabel ?? words.save, group: '', run: form.submit, at })
  return (
    <form
      ref={at}
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        form.submit()
      }}
    >
      <div className={classes.fields} ref={beginInFields}>
        {children}
        <FailureNotice failure={form.failure} />
      </div>
      <footer className={classes.foot}>
        <div>{extra}</div>
        <div className={classes.buttons}>
          <ActionButton label={words.cancel} onClick={leave} />
          <SubmitButton form={form} label={submitLabel ?? words.save} />
        </div>
      </footer>
    </form>
  )
}

interface SubmitButtonProps {
  form: FormState
  label: string
  /** What is written on the button. */
  hint?: string
  /** Answers Ctrl+S itself: for forms that stand in a page and not in a frame of this file. */
  answersKey?: boolean
  fullWidth?: boolean
}

/** The save button of a form: Enter in a field and Ctrl+S do the same. */
export function SubmitButton({ form, label, hint = 'mod+s', answersKey = false, fullWidth = false }: SubmitButtonProps) {
  const words = useWords()
  useShortcut(answersKey ? { keys: 'mod+s', label, group: '', run: form.submit } : undefined)
  return (
    <>
      <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true">
        {label}
      </button>
      <ActionButton label={form.isBusy ? words.saving : label} look="primary" busy={form.isBusy} onClick={form.submit} hint={hint} fullWidth={fullWidth} />
    </>
  )
}
