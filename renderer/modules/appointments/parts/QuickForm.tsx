import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import type { FormState } from '../../../ui/forms.tsx'
import { FailureNotice } from '../../../ui/states.tsx'
import classes from './WhoPicker.module.css'

interface QuickFormProps {
  title: string
  submitLabel: string
  form: FormState
  onCancel: () => void
  children: ReactNode
}

/** A small form inside another one: Enter in its fields sends it and not the one around it, Escape leaves it. */
export function QuickForm({ title, submitLabel, form, onCancel, children }: QuickFormProps) {
  const t = useT()
  const frame = useRef<HTMLFieldSetElement>(null)
  useEffect(() => {
    const fields = [...(frame.current?.querySelectorAll('input') ?? [])]
    ;(fields.find(({ value }) => value === '') ?? fields[0])?.focus()
  }, [])
  // Escape leaves this form only: the dialog around it looks for this mark on what has the focus.
  useEffect(() => {
    for (const control of frame.current?.querySelectorAll('input, button') ?? []) control.setAttribute('data-mantine-stop-propagation', 'true')
  })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
      event.preventDefault()
      form.submit()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      onCancel()
    }
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the fields inside
    <fieldset ref={frame} className={classes.quick} aria-label={title} onKeyDown={onKeyDown}>
      <div className={classes.quickHead}>{title}</div>
      <div className={classes.quickFields}>{children}</div>
      <FailureNotice failure={form.failure} />
      <div className={classes.buttons}>
        <ActionButton label={t('common.cancel')} size="xs" onClick={onCancel} />
        <ActionButton label={submitLabel} size="xs" busy={form.isBusy} onClick={form.submit} hint="Enter" />
      </div>
    </fieldset>
  )
}
