import { localDate } from '#shared/kernel/time.ts'
import type { Slot, SlotReason } from '#shared/modules/appointments/model.ts'
import { formatDay } from '../../../texts/format.ts'
import { type Translate, useLanguage, useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { useShortcut } from '../../../ui/shortcuts.tsx'
import classes from './SlotProposal.module.css'
import type { Proposal } from './useProposal.ts'

interface SlotProposalProps {
  proposal: Proposal
  zone: string
  /** What the form holds is this very slot, so there is nothing to take. */
  isTaken: boolean
  /** The form asks for a time at which this slot does not start: it is the next one. */
  isOther: boolean
  onTake: (slot: Slot) => void
}
const MAX_REASONS = 3

/** The proposal at the top of a booking form: when, where, with whom, and why not earlier. F8 takes it. */
export function SlotProposal({ proposal, zone, isTaken, isOther, onTake }: SlotProposalProps) {
  const t = useT()
  const language = useLanguage()
  const { slot, isLoading, whyNotEarlier } = proposal
  useShortcut(slot && !isTaken ? { keys: 'F8', label: t('slot.take'), group: t('shortcutGroup.form'), run: () => onTake(slot), inDialog: true } : undefined)
  const reasons = whyNotEarlier.slice(0, MAX_REASONS)
  return (
    <section
      className={classes.strip}
      data-tone={isTaken ? 'good' : isOther || (!slot && !isLoading) ? 'waiting' : 'info'}
      aria-label={isOther ? t('slot.nextTitle') : t('slot.title')}
      aria-live="polite"
    >
      <div className={classes.main}>
        <div className={classes.words}>
          <span className={classes.title}>{isTaken ? t('slot.taken') : isOther ? t('slot.nextTitle') : t('slot.title')}</span>
          {isLoading && <span className={classes.when}>{t('slot.searching')}</span>}
          {!isLoading && !slot && <span className={classes.when}>{t('slot.none')}</span>}
          {slot && (
            <>
              <span className={classes.when}>
                {t('slot.line', { day: formatDay(localDate(slot.startAt, zone), language), from: slot.startAt, to: slot.endAt })}
              </span>
              <bdi className={classes.where}>{t('slot.with', { bay: slot.bayName, technician: slot.technicianName })}</bdi>
            </>
          )}
        </div>
        {slot && !isTaken && <ActionButton label={t('slot.take')} hint="F8" look="primary" onClick={() => onTake(slot)} />}
      </div>
      {!isTaken && reasons.length > 0 && (
        <ul className={classes.reasons} aria-label={slot ? t('slot.whyTitle') : t('slot.whyNone')}>
          <li className={classes.why} aria-hidden="true">
            {slot ? t('slot.whyTitle') : t('slot.whyNone')}:
          </li>
          {reasons.map((reason) => (
            <li key={`${reason.code} ${reason.name} ${reason.fromAt}`}>{reasonText(reason, t)}</li>
          ))}
        </ul>
      )}
    </section>
  )
}

function reasonText({ code, name, fromAt, untilAt }: SlotReason, t: Translate): string {
  switch (code) {
    case 'closed':
      return t('slot.why.closed', { untilAt })
    case 'bayTaken':
      return t('slot.why.bayTaken', { name, fromAt, untilAt })
    case 'technicianTaken':
      return t('slot.why.technicianTaken', { name, fromAt, untilAt })
    case 'noBay':
      return name === '' ? t('slot.why.noBay') : t('slot.why.bayDown', { name })
    case 'tooLong':
    case 'noTechnician':
      return t(`slot.why.${code}`)
  }
}
