import type { InvoiceHead } from '#shared/modules/invoicing/model.ts'
import { useT } from '../../../texts/t.ts'
import { StateBadge, type Tone } from '../../../ui/StateBadge.tsx'

const TONES: Readonly<Record<InvoiceHead['state'], Tone>> = { issued: 'waiting', paid: 'good', void: 'off' }

interface InvoiceBadgeProps {
  state: InvoiceHead['state']
  /** Still to pay after its day. */
  isOverdue?: boolean
  look?: 'box' | 'plain'
  size?: 'sm' | 'lg'
}

export function InvoiceBadge({ state, isOverdue = false, look = 'box', size = 'sm' }: InvoiceBadgeProps) {
  const t = useT()
  return <StateBadge tone={isOverdue ? 'bad' : TONES[state]} label={isOverdue ? t('invoices.overdue') : t(`invoiceState.${state}`)} look={look} size={size} />
}

/** `today` is the shop's calendar day. */
export const isOverdue = ({ state, dueOn }: Pick<InvoiceHead, 'state' | 'dueOn'>, today: string): boolean => state === 'issued' && dueOn < today
