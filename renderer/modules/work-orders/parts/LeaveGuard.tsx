import { useBlocker } from '@tanstack/react-router'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { useWords } from '../../../ui/words.tsx'

/** Asks before a page with typed words is left; `isDirty` is looked at when somebody leaves. */
export function LeaveGuard({ isDirty }: { isDirty: () => boolean }) {
  const words = useWords()
  const blocker = useBlocker({ shouldBlockFn: isDirty, enableBeforeUnload: isDirty, withResolver: true })
  return (
    <ConfirmDialog
      opened={blocker.status === 'blocked'}
      danger
      title={words.unsavedTitle}
      text={words.unsavedText}
      confirmLabel={words.unsavedLeave}
      cancelLabel={words.unsavedStay}
      onConfirm={() => blocker.proceed?.()}
      onCancel={() => blocker.reset?.()}
    />
  )
}
