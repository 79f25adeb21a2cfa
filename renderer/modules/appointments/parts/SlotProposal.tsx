import { localDate } from '#shared/kernel/time.ts'
import type { Slot, SlotReason } from '#shared/modules/appointments/model.ts'
import { formatDay } from '../../../texts/format.ts'
import { type Translate, useLanguage, useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
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
const MAX_REASONS = 4

/** The proposal at the top of a booking form: when, where, with whom, why this one and why not earlier. F8 takes it, F7 and F6 turn to the next and back. */
export function SlotProposal({ proposal, zone, isTaken, isOther, onTake }: SlotProposalProps) {
  const t = useT()
  const language = useLanguage()
  const { slot, isLoading, whyNotEarlier, later, earlier } = proposal
  const group = t('shortcutGroup.form')
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
        <div className={classes.steps}>
          {slot && !isTaken && <ActionButton label={t('slot.take')} shortcut="F8" shortcutGroup={group} onClick={() => onTake(slot)} />}
          {!isTaken && (later ?? earlier) && (
            <div className={classes.turn}>
              <ActionButton
                size="xs"
                label={t('slot.earlier')}
                shortcut="F6"
                shortcutGroup={group}
                disabledReason={earlier ? null : t('slot.title')}
                onClick={() => earlier?.()}
              />
              <ActionButton
                size="xs"
                label={t('slot.later')}
                shortcut="F7"
                shortcutGroup={group}
                disabledReason={later ? null : t('slot.none')}
                onClick={() => later?.()}
              />
            </div>
          )}
        </div>
      </div>
      {slot && slot.why.length > 0 && (
        <ul className={classes.reasons} aria-label={t('slot.whyThis')}>
          <li className={classes.why} aria-hidden="true">
            {t('slot.whyThis')}:
          </li>
          {slot.why.map(({ code, name, what }) => (
            <li key={code}>{t(`slot.this.${code}`, { name, what })}</li>
          ))}
        </ul>
      )}
      {!isTaken && reasons.length > 0 && (
        <ul className={classes.reasons} aria-label={slot ? t('slot.whyTitle') : t('slot.whyNone')}>
          <li className={classes.why} aria-hidden="true">
            {slot ? t('slot.whyTitle') : t('slot.whyNone')}:
          </li>
          {reasons.map((reason) => (
            <li key={`${reason.code} ${reason.name} ${reason.fromAt} ${reason.untilAt}`}>{reasonText(reason, t)}</li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** One reason as a sentence: of one by name, of several by their number. */
export function reasonText({ code, name, count, fromAt, untilAt }: SlotReason, t: Translate): string {
  switch (code) {
    case 'bayDown':
    case 'bayHours':
    case 'bayTaken':
    case 'technicianTaken':
    case 'absent':
    case 'offHours':
      return count > 1 ? t(`slot.whyAll.${code}`, { count, untilAt }) : t(`slot.why.${code}`, { name, fromAt, untilAt })
    case 'closed':
    case 'waitsForParts':
    case 'waitsForApproval':
      return t(`slot.why.${code}`, { untilAt })
    case 'holiday':
    case 'typeHours':
    case 'noEquipment':
    case 'noSkill':
      return t(`slot.why.${code}`, { name })
    case 'noBay':
    case 'tooLong':
    case 'noTechnician':
      return t(`slot.why.${code}`)
  }
}
