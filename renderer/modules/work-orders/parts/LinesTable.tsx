import { useRef, useState } from 'react'
import type { OrderView } from '#shared/modules/work-orders/model.ts'
import { useT } from '../../../texts/t.ts'
import { KeyHint } from '../../../ui/KeyHint.tsx'
import { useShortcut } from '../../../ui/shortcuts.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { AddLine } from './AddLine.tsx'
import { ApprovalBar } from './ApprovalBar.tsx'
import { focusCell } from './cells.tsx'
import { LineRow } from './LineRow.tsx'
import classes from './LinesTable.module.css'
import { ServiceHead } from './ServiceHead.tsx'
import { TotalsBar } from './TotalsBar.tsx'

interface LinesTableProps {
  view: OrderView
  /** Why lines cannot be changed; null when they can. */
  lockedBecause: string | null
  onApprove: () => void
}

type Service = OrderView['services'][number]

/** The lines of an order under the services they belong to, edited in place by keyboard, with the totals always in sight. */
export function LinesTable({ view, lockedBecause, onApprove }: LinesTableProps) {
  const t = useT()
  const frame = useRef<HTMLElement>(null)
  const addInput = useRef<HTMLInputElement>(null)
  const [chosenId, setChosenId] = useState<Service['id'] | null | undefined>(undefined)
  const { services, totals, order } = view
  const isLocked = lockedBecause !== null
  useShortcut(isLocked ? undefined : { keys: 'a', label: t('lines.add'), group: t('shortcutGroup.page'), run: () => addInput.current?.focus() })
  const groups = groupsOf(view)
  const lines = groups.flatMap((group) => group.lines)
  // What is added goes to the service that was worked on last; at first to the last one.
  const target = chosenId === null ? undefined : (services.find(({ id }) => id === chosenId) ?? services.at(-1))
  const heads = [
    ['description', t('lines.description')],
    ['qty', t('lines.qty')],
    ['price', t('lines.price')],
    ['discount', t('lines.discount')],
    ['tax', t('lines.tax')],
    ['net', order.taxInclusive ? t('lines.gross') : t('lines.net')],
  ] as const
  const next = (column: string, row: number) => {
    if (row < lines.length && frame.current) focusCell(frame.current, column, row + 1)
    else addInput.current?.focus()
  }
  return (
    <section ref={frame} className={classes.panel} data-lines aria-label={t('lines.title')}>
      <div className={classes.head} aria-hidden="true">
        <span />
        <span>{t('lines.kind')}</span>
        {heads.map(([key, label]) => (
          <span key={key} data-column={key}>
            {label}
          </span>
        ))}
        <span />
      </div>
      <div className={classes.lines}>
        {groups.length === 0 && <EmptyState title={t('lines.noneTitle')} text={isLocked ? lockedBecause : t('lines.noneText')} />}
        {groups.map(({ service, lines: own, first }) => (
          // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- notes which service is being worked on, no control of its own
          <div key={service?.id ?? ''} onFocus={() => setChosenId(service?.id ?? null)}>
            {service && <ServiceHead service={service} lineCount={own.length} isLocked={isLocked} isTarget={!isLocked && service.id === target?.id} />}
            {own.map((line, i) => (
              <LineRow key={line.id} view={view} line={line} row={first + i} isLocked={isLocked} onNext={(column) => next(column, first + i)} />
            ))}
          </div>
        ))}
      </div>
      {isLocked ? (
        <p className={classes.locked}>{lockedBecause}</p>
      ) : (
        <div className={classes.addBar}>
          <AddLine
            workOrderId={order.id}
            serviceId={target?.id ?? null}
            inputRef={addInput}
            onService={setChosenId}
            onFree={(kind, lineId) => {
              // The new line is on the screen with the answer's refetch; its quantity or price is what comes next.
              waitFor(
                () => frame.current?.querySelector<HTMLInputElement>(`[data-line="${lineId}"] [data-cell^="${kind === 'labor' ? 'qty' : 'price'}:"]`) ?? null,
                (cell) => cell.focus(),
              )
            }}
          />
          <span className={classes.hint}>
            {target && <strong className={classes.target}>{t('service.adds', { title: target.title })}</strong>} <KeyHint keys="a" /> {t('lines.keys')}
          </span>
        </div>
      )}
      <ApprovalBar view={view} onApprove={onApprove} />
      <TotalsBar totals={totals} taxInclusive={order.taxInclusive} />
    </section>
  )
}

/** Lines of no service first, then service by service; `first` is the number of a group's first line. */
function groupsOf({ lines, services }: OrderView): { service: Service | null; lines: OrderView['lines']; first: number }[] {
  let first = 1
  return [null, ...services].flatMap((service) => {
    // A line whose service is not there (any more) stands with those of none.
    const own = lines.filter(({ serviceId }) => (service ? serviceId === service.id : !services.some(({ id }) => id === serviceId)))
    if (service === null && own.length === 0) return []
    const group = { service, lines: own, first }
    first += own.length
    return [group]
  })
}

const TRIES = 40

/** Runs once something is on the screen, looking at each frame for a moment. */
function waitFor<T>(find: () => T | null, then: (found: T) => void, tries = TRIES): void {
  const found = find()
  if (found !== null) then(found)
  else if (tries > 0) requestAnimationFrame(() => waitFor(find, then, tries - 1))
}
