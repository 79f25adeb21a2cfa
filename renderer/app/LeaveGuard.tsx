import { useBlocker } from '@tanstack/react-router'
import { hasUnsaved } from '../data/unsaved.ts'
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx'
import { useWords } from '../ui/words.tsx'

/** Asks before a page with typed words is left, whether by a link, Back or reload. */
export function LeaveGuard() {
  const words = useWords()
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && hasUnsaved(),
    enableBeforeUnload: hasUnsaved,
    withResolver: true,
  })
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
