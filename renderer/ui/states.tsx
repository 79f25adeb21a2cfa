import { IconAlertTriangle, IconInbox, IconLock } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Failure } from '#shared/kernel/result.ts'
import { ActionButton } from './ActionButton.tsx'
import classes from './states.module.css'
import { useWords } from './words.tsx'

/** Nothing to show, and what to do about it. */
export function EmptyState({ title, text, action, icon }: { title?: string; text?: ReactNode; action?: ReactNode; icon?: ReactNode }) {
  const words = useWords()
  return (
    <div className={classes.state}>
      <span className={classes.icon}>{icon ?? <IconInbox size={30} stroke={1.4} />}</span>
      <p className={classes.title}>{title ?? words.noRows}</p>
      {text && <p className={classes.text}>{text}</p>}
      {action}
    </div>
  )
}

/** Loading was refused: says why in one line, and offers to try again where that can help. */
export function ErrorState({ failure, onRetry }: { failure: Failure; onRetry?: () => void }) {
  const words = useWords()
  const isForbidden = failure.kind === 'forbidden'
  return (
    <div className={classes.state} role="alert">
      <span className={classes.icon} data-bad={!isForbidden || undefined}>
        {isForbidden ? <IconLock size={30} stroke={1.4} /> : <IconAlertTriangle size={30} stroke={1.4} />}
      </span>
      <p className={classes.title}>{isForbidden ? words.forbiddenTitle : words.failedTitle}</p>
      <p className={classes.text}>{words.failureText(failure)}</p>
      {onRetry && !isForbidden && <ActionButton label={words.retry} onClick={onRetry} />}
    </div>
  )
}

/** The line of a refused command, where it was pressed. Shows nothing without a failure. */
export function FailureNotice({ failure }: { failure: Failure | null }) {
  const words = useWords()
  return failure && <Notice tone="bad">{words.failureText(failure)}</Notice>
}

/** Grey bars where lines will stand. They appear after a moment only, so that quick answers do not flicker. */
export function Loading({ lines = 6, label }: { lines?: number; label?: string }) {
  const words = useWords()
  return (
    <output className={classes.loading} aria-label={label ?? words.loading}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className={classes.bar} style={{ inlineSize: `${92 - ((line * 37) % 45)}%` }} />
      ))}
    </output>
  )
}

/** A line above a form or list that must be read. */
export function Notice({ tone, children, action }: { tone: 'info' | 'waiting' | 'bad' | 'good'; children: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.notice} data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
      <div>{children}</div>
      {action}
    </div>
  )
}
