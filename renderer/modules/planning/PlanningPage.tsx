import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import type { Planned } from '#shared/modules/planning/model.ts'
import { useCommand } from '../../data/command.ts'
import { useQuery } from '../../data/queries.ts'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { DateTime, Time } from '../../ui/display.tsx'
import { notify } from '../../ui/notify.ts'
import { Page, Panel } from '../../ui/Page.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { reasonText } from '../appointments/parts/SlotProposal.tsx'
import { AsOf } from '../sync/parts/AsOf.tsx'
import { BayLoads } from './parts/BayLoads.tsx'
import { growthText } from './parts/growth.ts'
import classes from './PlanningPage.module.css'

/** Bookings that cannot stay where they are: the plan before and after, applied on one confirmation. And how full the bays are. */
export function PlanningPage() {
  const t = useT()
  const { company, location } = useShop()
  return (
    <Page title={t('planning.title')} intro={t('planning.intro')} badge={<AsOf locationId={location?.id} />}>
      {!company ? (
        <Loading />
      ) : !location ? (
        <EmptyState title={t('bays.noLocation')} />
      ) : (
        <>
          <Plan key={location.id} locationId={location.id} />
          <BayLoads locationId={location.id} zone={company.zone} />
        </>
      )}
    </Page>
  )
}

function Plan({ locationId }: { locationId: string }) {
  const t = useT()
  const { can } = useSession()
  const { data, failure, retry } = useQuery('planning.proposal', { locationId }, { keepLast: true })
  const [left, setLeft] = useState<readonly string[]>([])
  const [asks, setAsks] = useState(false)
  const apply = useCommand('planning.apply')
  if (failure) return <ErrorState failure={failure} onRetry={retry} />
  if (!data) return <Loading />
  if (data.moves.length === 0) return <EmptyState title={t('planning.none')} text={t('planning.noneText')} />

  // A move may need the place that one before it leaves: what is left out takes those after it along only if they collide, which applying tells.
  const chosen = data.moves.flatMap(({ appointmentId, before, after }) =>
    after === null || left.includes(appointmentId) ? [] : [{ appointmentId, before: seatOf(before), after: seatOf(after) }],
  )
  const confirm = async () => {
    const done = await apply.run({ moves: chosen })
    if (!done.ok) return
    setAsks(false)
    notify.done(t('planning.applied', { count: done.value.moved }))
  }
  return (
    <Panel
      flush
      title={t('planning.plan')}
      hint={data.isAll ? undefined : t('planning.notAll')}
      actions={
        <ActionButton
          look="primary"
          label={t('planning.apply', { count: chosen.length })}
          shortcut="F2"
          disabledReason={can('planning.write') ? (chosen.length === 0 ? t('planning.noneChosen') : null) : t('failure.platform.notAllowed')}
          onClick={() => setAsks(true)}
        />
      }
    >
      <div className={classes.scroll}>
        <table className={classes.plan}>
          <thead>
            <tr>
              <th aria-label={t('planning.apply', { count: chosen.length })} />
              <th>{t('planning.customer')}</th>
              <th>{t('planning.cause')}</th>
              <th>{t('planning.before')}</th>
              <th>{t('planning.after')}</th>
              <th>{t('planning.reasons')}</th>
            </tr>
          </thead>
          <tbody>
            {data.moves.map((move) => (
              <Move
                key={move.appointmentId}
                move={move}
                isTaken={!left.includes(move.appointmentId)}
                onTake={(takes) => setLeft(takes ? left.filter((id) => id !== move.appointmentId) : [...left, move.appointmentId])}
              />
            ))}
          </tbody>
        </table>
      </div>
      {asks && (
        <ConfirmDialog
          opened
          title={t('planning.confirmTitle')}
          text={t('planning.confirmText')}
          confirmLabel={t('planning.apply', { count: chosen.length })}
          busy={apply.isRunning}
          failure={apply.failure}
          onConfirm={() => void confirm()}
          onCancel={() => {
            apply.clear()
            setAsks(false)
          }}
        />
      )}
    </Panel>
  )
}

type Seat = Planned['before']
/** The places alone: a strict input refuses names. */
const seatOf = ({ startAt, endAt, bayId, technicianId }: Seat) => ({ startAt, endAt, bayId, technicianId })

function Move({ move, isTaken, onTake }: { move: Planned; isTaken: boolean; onTake: (takes: boolean) => void }) {
  const t = useT()
  const { customerName, vehicleLabel, cause, before, after } = move
  return (
    <tr data-off={after === null || !isTaken || undefined}>
      <td>
        <Checkbox
          aria-label={t('planning.take', { customer: customerName })}
          checked={after !== null && isTaken}
          disabled={after === null}
          onChange={(event) => onTake(event.currentTarget.checked)}
        />
      </td>
      <td>
        <strong dir="auto">{customerName}</strong>
        {vehicleLabel && <bdi className={classes.dim}>{vehicleLabel}</bdi>}
      </td>
      <td>
        <StateBadge tone={cause === 'pulled' ? 'good' : 'waiting'} label={t(`planCause.${cause}`)} />
      </td>
      <td data-label={t('planning.before')}>
        <SeatText seat={before} />
      </td>
      <td data-label={t('planning.after')}>{after ? <SeatText seat={after} before={before} /> : <StateBadge tone="bad" label={t('planning.noSlot')} />}</td>
      <td data-label={t('planning.reasons')}>
        <ul className={classes.reasons}>
          {reasonsOf(move, t).map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </td>
    </tr>
  )
}

const MAX_REASONS = 3
const reasonsOf = (move: Planned, t: Translate): string[] => [
  ...(move.cause === 'grown' ? [growthText(move.after === null, move.pushes, t)] : []),
  ...move.why.map(({ code, name, what }) => t(`slot.this.${code}`, { name, what })),
  ...[...new Set(move.whyNotEarlier.map((reason) => reasonText(reason, t)))].slice(0, MAX_REASONS),
]

/** A place in time; what differs from `before` is bold. */
function SeatText({ seat, before }: { seat: Seat; before?: Seat }) {
  const isOther = (key: keyof Seat) => before !== undefined && before[key] !== seat[key]
  const mark = (key: keyof Seat) => ({ 'data-other': isOther(key) || undefined })
  return (
    <span className={classes.seat}>
      <span>
        <span {...mark('startAt')}>
          <DateTime at={seat.startAt} />
        </span>
        {' – '}
        <span {...mark('endAt')}>
          <Time at={seat.endAt} />
        </span>
      </span>
      <span>
        <bdi {...mark('bayId')}>{seat.bayName}</bdi> · <bdi {...mark('technicianId')}>{seat.technicianName}</bdi>
      </span>
    </span>
  )
}
