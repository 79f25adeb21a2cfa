import type { KeyboardEvent, ReactNode } from 'react'
import type { Failure } from '#shared/kernel/result.ts'
import { useT } from '../../../texts/t.ts'
import { Panel } from '../../../ui/Page.tsx'
import { ErrorState, Loading } from '../../../ui/states.tsx'
import classes from './AgendaPanel.module.css'

/** Rows of a panel at most; the rest is one press away. */
export const SHOWN = 12

interface AgendaPanelProps {
  title: string
  /** How many wait; null while unknown. */
  count: number | null
  /** Asks for the eye when there is something in it. */
  tone?: 'bad' | 'waiting'
  isLoading: boolean
  failure: Failure | null
  onRetry: () => void
  /** Said instead of rows when there are none. */
  none: ReactNode
  /** The right without which this panel stays closed is missing. */
  isClosed?: boolean
  actions?: ReactNode
  children: ReactNode
}

/** One kind of thing that waits for somebody, on Today. Arrow keys go from row to row. */
export function AgendaPanel({ title, count, tone, isLoading, failure, onRetry, none, isClosed = false, actions, children }: AgendaPanelProps) {
  const t = useT()
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-agenda-row]')]
    const at = rows.findIndex((row) => row.closest('li')?.contains(document.activeElement))
    const next = rows[at + (event.key === 'ArrowDown' ? 1 : -1)]
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  return (
    <Panel
      flush
      title={
        <span className={classes.title} data-tone={count ? tone : undefined}>
          {title}
          {count !== null && count > 0 && <span className={classes.count}>{count}</span>}
        </span>
      }
      actions={actions}
    >
      {isClosed ? (
        <p className={classes.none}>{t('todayPage.noRight')}</p>
      ) : failure ? (
        <ErrorState failure={failure} onRetry={onRetry} />
      ) : isLoading ? (
        <Loading lines={3} />
      ) : count === 0 ? (
        <div className={classes.none}>{none}</div>
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrows between the rows' own buttons
        <ul className={classes.rows} aria-label={title} onKeyDown={onKeyDown}>
          {children}
        </ul>
      )}
    </Panel>
  )
}

interface AgendaRowProps {
  onOpen: () => void
  /** Time or place, at the start. */
  lead: ReactNode
  title: ReactNode
  line?: ReactNode
  badge?: ReactNode
  /** The one thing to do about it. */
  action?: ReactNode
  tone?: 'bad' | 'waiting' | undefined
}

export function AgendaRow({ onOpen, lead, title, line, badge, action, tone }: AgendaRowProps) {
  return (
    <li className={classes.row} data-tone={tone}>
      <button type="button" data-agenda-row className={classes.main} onClick={onOpen}>
        <span className={classes.lead}>{lead}</span>
        <span className={classes.words}>
          <span className={classes.first}>{title}</span>
          {(line || badge) && (
            <span className={classes.line}>
              {badge}
              {line && (typeof line === 'string' ? <bdi className={classes.lineText}>{line}</bdi> : <span className={classes.lineText}>{line}</span>)}
            </span>
          )}
        </span>
      </button>
      {action && <span className={classes.action}>{action}</span>}
    </li>
  )
}
