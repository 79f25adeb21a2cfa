import { canonical } from '../../../contract/merge.ts'
import type { Id } from '../../../kernel/ids.ts'
import type { Json } from '../../../kernel/result.ts'
import type { Gate } from '../../workspace/model.ts'
import { isCovered } from './sums.ts'
import type { Approval, APPROVALS, LineFacts, LineSums, OrderFacts, SealedContent, SealedLine, Service } from '../model.ts'

type Word = SealedLine['word']
type Terms = Pick<OrderFacts, 'taxInclusive' | 'discountBp' | 'discountMinor'>

/** The estimate as the customer sees it now, with the word on each line. Lines and services stand in the order of their ids. */
export function contentOf(
  order: Pick<OrderFacts, 'number'> & Terms & Pick<SealedContent, 'netMinor' | 'taxMinor' | 'totalMinor'>,
  services: readonly Service[],
  lines: readonly (LineFacts & LineSums)[],
  wordOn: (id: LineFacts['id']) => Word,
): SealedContent {
  const { number, taxInclusive, discountBp, discountMinor, netMinor, taxMinor, totalMinor } = order
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
  return {
    number,
    taxInclusive,
    discountBp,
    discountMinor,
    services: services.toSorted(byId).map((service) => ({ id: service.id, title: service.title, ...discountsOf(service) })),
    lines: lines.toSorted(byId).map((line) => ({
      id: line.id,
      serviceId: line.serviceId,
      kind: line.kind,
      description: line.description,
      qtyMilli: line.qtyMilli,
      unitPriceMinor: line.unitPriceMinor,
      isFlat: line.isFlat,
      discountBp: line.discountBp,
      taxRateBp: line.taxRateBp,
      taxExempt: line.taxExempt,
      amountMinor: line.amountMinor,
      taxMinor: line.taxMinor,
      word: wordOn(line.id),
    })),
    netMinor,
    taxMinor,
    totalMinor,
  }
}
const discountsOf = ({ discountBp, discountMinor }: Pick<Service, 'discountBp' | 'discountMinor'>) => ({ discountBp, discountMinor })

/** The text whose hash seals an approval: every field in an order of its own, so that any change shows. Holds WO-8. */
export const sealText = ({ id, workOrderId, at, takenBy, channel, person, contact, note, signature, content }: Omit<Approval, 'hash'>): string =>
  canonical({ id, workOrderId, at, takenBy, channel, person, contact, note, signature, content } as unknown as Json) // plain data, as its model says

/** The newest word on each line, with the estimate that it was given on. */
const wordsOf = (approvals: readonly Approval[]): Map<LineFacts['id'], { sealed: SealedLine; content: SealedContent }> =>
  new Map(approvals.flatMap(({ content }) => content.lines.filter(({ word }) => word !== 'pending').map((sealed) => [sealed.id, { sealed, content }] as const)))

const TERMS = ['kind', 'description', 'qtyMilli', 'unitPriceMinor', 'isFlat', 'discountBp', 'taxRateBp', 'taxExempt'] as const

/**
 * Where the customer stands on each line: an approval holds for the terms it was given on, those of the line's service and order included.
 * `approvals` oldest first. Holds WO-8.
 */
export function standing(
  order: Terms,
  services: readonly Pick<Service, 'id' | 'discountBp' | 'discountMinor'>[],
  approvals: readonly Approval[],
): (line: LineFacts) => (typeof APPROVALS)[number] {
  const words = wordsOf(approvals)
  type Discounts = Omit<Terms, 'taxInclusive'> | undefined // lines of no service have none
  const isSame = (a: Discounts, b: Discounts) => (a?.discountBp ?? 0) === (b?.discountBp ?? 0) && (a?.discountMinor ?? 0) === (b?.discountMinor ?? 0)
  return (line) => {
    if (line.declined) return 'declined'
    const known = words.get(line.id)
    if (known?.sealed.word !== 'approved') return 'pending'
    const { sealed, content } = known
    const holds =
      TERMS.every((term) => sealed[term] === line[term]) &&
      content.taxInclusive === order.taxInclusive &&
      isSame(content, order) &&
      isSame(
        content.services.find(({ id }) => id === line.serviceId),
        services.find(({ id }) => id === line.serviceId),
      )
    return holds ? 'approved' : 'changed'
  }
}

/** True where the customer would be asked about something else than before. */
export const isNewOffer = (before: LineFacts, after: LineFacts): boolean => TERMS.some((term) => before[term] !== after[term])

type Closing = Pick<LineFacts, 'kind' | 'declined' | 'warranty' | 'technicianId' | 'serviceId' | 'disposition'> & { approval: (typeof APPROVALS)[number] }

/** Gates that are switched on and not passed yet. Holds WO-10. */
export function openGates(
  gates: readonly Gate[],
  { mileageKm }: Pick<OrderFacts, 'mileageKm'>,
  services: readonly { id: Id<'workOrderService'>; technicianId: Id<'employee'> | null }[],
  lines: readonly Closing[],
): Gate[] {
  const live = lines.filter(({ declined }) => !declined)
  const hasTechnician = ({ technicianId, serviceId }: Closing) => (technicianId ?? services.find(({ id }) => id === serviceId)?.technicianId ?? null) !== null
  const isPassed: Record<Gate, () => boolean> = {
    mileage: () => mileageKm !== null,
    technician: () => live.every((line) => line.kind !== 'labor' || hasTechnician(line)),
    parts: () => live.every(({ kind, disposition }) => kind !== 'part' || disposition !== 'open'),
    // What the customer does not pay needs no word of theirs.
    approval: () => live.every((line) => isCovered(line) || line.approval === 'approved'),
  }
  return gates.filter((gate) => !isPassed[gate]())
}
