import type { Agreement, VisitView } from '#shared/modules/agreements/model.ts'
import { useT } from '../../../texts/t.ts'
import { StateBadge, type Tone } from '../../../ui/StateBadge.tsx'
import { BookingBadge } from '../../appointments/parts/BookingBadge.tsx'

const TONES: Readonly<Record<Agreement['state'], Tone>> = { draft: 'neutral', active: 'active', paused: 'waiting', ended: 'off' }
export function AgreementBadge({ state }: { state: Agreement['state'] }) {
  const t = useT()
  return <StateBadge tone={TONES[state]} label={t(`agreementState.${state}`)} />
}

const VISIT_TONES: Readonly<Record<VisitView['state'], Tone>> = { unplaced: 'bad', booked: 'good', skipped: 'off', withdrawn: 'off' }
/** A visit that is booked stands as its booking does. */
export function VisitBadge({ visit }: { visit: Pick<VisitView, 'state' | 'appointmentState'> }) {
  const t = useT()
  if (visit.state === 'booked' && visit.appointmentState !== null) return <BookingBadge state={visit.appointmentState} />
  return <StateBadge tone={VISIT_TONES[visit.state]} label={t(`visitState.${visit.state}`)} />
}
