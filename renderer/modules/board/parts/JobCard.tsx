import { IconDots, IconMessage2 } from '@tabler/icons-react'
import { memo } from 'react'
import { DAY_MS } from '#shared/kernel/time.ts'
import type { Card, Label, PromiseState } from '#shared/modules/board/model.ts'
import { promiseOf } from '#shared/modules/board/rules.ts'
import type { PartsState } from '#shared/modules/work-orders/model.ts'
import { useT } from '../../../texts/t.ts'
import { Plate, Time } from '../../../ui/display.tsx'
import { StateBadge, type Tone } from '../../../ui/StateBadge.tsx'
import { When } from '../../work-orders/parts/When.tsx'
import classes from './Board.module.css'

const PROMISE_TONES: Readonly<Record<PromiseState, Tone>> = { none: 'neutral', onTime: 'good', dueSoon: 'waiting', late: 'bad' }
const PARTS_TONES: Readonly<Record<PartsState, Tone>> = { none: 'off', missing: 'bad', ordered: 'waiting', here: 'good', settled: 'neutral' }

interface JobCardProps {
  card: Card
  label: Label | undefined
  /** To the minute: what is late changes with it. */
  now: number
  isActive: boolean
  onOpen: (card: Card) => void
  onMenu: (card: Card, anchor: Element) => void
  onFocus: (card: Card) => void
}

/** A tile with a label or a reason to wait has a line more. */
const hasExtra = ({ labelId, holdReason }: Card): boolean => labelId !== null || holdReason !== ''
/** Height with the gap below it, see `.card`: known beforehand, so that long columns scroll without measuring. Units: CSS px. */
export const cardPx = (card: Card): number => (hasExtra(card) ? 152 : 132)

/** A job as a tile. */
export const JobCard = memo(function JobCard({ card, label, now, isActive, onOpen, onMenu, onFocus }: JobCardProps) {
  const t = useT()
  const promised = promiseOf(card, now)
  return (
    <article className={classes.card} data-promise={promised} data-extra={hasExtra(card) || undefined}>
      <button
        type="button"
        className={classes.open}
        data-card={card.id}
        tabIndex={isActive ? 0 : -1}
        onClick={() => onOpen(card)}
        onFocus={() => onFocus(card)}
      >
        <span className={classes.first}>{card.plate === '' ? <bdi dir="ltr">{card.number}</bdi> : <Plate plate={card.plate} />}</span>
        <span className={classes.line}>
          <bdi className={classes.customer}>{card.customerName}</bdi>
          {card.unread > 0 && (
            <span className={classes.unread} title={t('jobBoard.unread', { count: card.unread })}>
              <IconMessage2 size={14} stroke={1.8} aria-hidden="true" />
              <span aria-hidden="true">{card.unread}</span>
              <span className="visually-hidden">{t('jobBoard.unread', { count: card.unread })}</span>
            </span>
          )}
        </span>
        <bdi className={classes.dim}>{card.vehicleLabel}</bdi>
        <span className={classes.line}>
          {card.promisedAt === null ? (
            <span className={classes.dim}>{t('promise.none')}</span>
          ) : promised === 'none' ? (
            <span className={classes.dim}>
              <When at={card.promisedAt} now={now} />
            </span>
          ) : (
            <>
              <StateBadge tone={PROMISE_TONES[promised]} look="plain" label={t(`promise.${promised}`)} />
              {card.promisedAt - now < DAY_MS / 2 ? <Time at={card.promisedAt} /> : <When at={card.promisedAt} now={now} />}
            </>
          )}
        </span>
        <span className={classes.line}>
          {card.parts !== 'none' && <StateBadge tone={PARTS_TONES[card.parts]} look="plain" label={t(`partsState.${card.parts}`)} />}
        </span>
        {hasExtra(card) && (
          <span className={classes.line}>
            {label && <StateBadge tone={label.tone} label={label.name} />}
            <bdi className={classes.dim}>{card.holdReason}</bdi>
          </span>
        )}
        <span className={classes.line}>
          <bdi className={card.technicianName === null ? classes.dim : undefined}>{card.technicianName ?? t('jobBoard.noTechnician')}</bdi>
          {card.advisorName !== null && (
            <span className={classes.advisor} title={t('jobBoard.by', { name: card.advisorName })}>
              {initials(card.advisorName)}
            </span>
          )}
        </span>
      </button>
      <button
        type="button"
        className={classes.more}
        tabIndex={-1}
        aria-label={t('jobBoard.more', { number: card.number })}
        onClick={(event) => onMenu(card, event.currentTarget)}
      >
        <IconDots size={18} stroke={1.8} aria-hidden="true" />
      </button>
    </article>
  )
})

/** First letters of the first and the last name. */
const initials = (name: string): string => {
  const words = name.split(/\s+/).filter((word) => word !== '')
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => Array.from(word ?? '')[0] ?? '').join('')
}
