import { type Alert, PRIORITY_NAMES, type Priority } from '#shared/modules/alerts/model.ts'
import { useGo } from '../../../data/route.tsx'
import { paths } from '../../../paths.ts'
import { lookUp, useT } from '../../../texts/t.ts'
import { typedText } from '../../../ui/decimal.ts'
import { StateBadge, type Tone } from '../../../ui/StateBadge.tsx'

const TONES: Readonly<Record<Priority, Tone>> = { 1: 'neutral', 2: 'info', 3: 'waiting', 4: 'bad' }

export function PriorityBadge({ priority }: { priority: Priority }) {
  const t = useT()
  return <StateBadge tone={TONES[priority]} look="plain" label={t(`alertPriority.${PRIORITY_NAMES[priority]}`)} />
}

/** Names keep the direction of their own letters within the line. */
const apart = (text: string): string => `\u2068${text}\u2069`

/** What is wrong, in one line, made of the facts of its source. */
export const alertWords = ({ source, facts }: Pick<Alert, 'source' | 'facts'>): string =>
  lookUp(`alertText.${source}`, source, {
    ...facts,
    hours: Math.round(Number(facts['minutes'] ?? 0) / 6) / 10,
    qty: `${typedText(Number(facts['qtyMilli'] ?? 0), 3, false)} ${facts['unit'] ?? ''}`.trim(),
    where: apart([facts['bay'], facts['technician']].filter(Boolean).join(', ') || String(facts['number'] ?? '')),
    parts: apart(String(facts['parts'] ?? '')),
  })

/** Goes to where something can be done about it. */
export function useFollow() {
  const go = useGo()
  return ({ source, subjectId, facts }: Pick<Alert, 'source' | 'subjectId' | 'facts'>): void => {
    if (source === 'bayOverfull') go({ to: paths.schedule, search: { day: facts['on'] } })
    else if (source === 'stockCritical') go({ to: paths.stockItem, params: { itemId: subjectId.slice(0, 36) } })
    else if (source === 'returnedTwice') go({ to: paths.counter })
    else if (source === 'cardsLate') go({ to: paths.till })
    else if (source === 'clockDrift') go({ to: paths.clock })
    else go({ to: paths.workOrder, params: { workOrderId: subjectId } })
  }
}
