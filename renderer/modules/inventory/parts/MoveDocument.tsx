import type { Move } from '#shared/modules/inventory/model.ts'
import { TextLink } from '../../../data/route.tsx'
import { paths } from '../../../paths.ts'
import { Code } from '../../../ui/display.tsx'

/** The document of a movement, with the way to it; its note where there is none. */
export function MoveDocument({ move }: { move: Move }) {
  const number = <Code>{move.documentNumber}</Code>
  const { documentId: id } = move
  if (id === null) return <bdi>{[move.documentNumber, move.note].filter((part) => part !== '').join(' · ')}</bdi>
  // Movements of former versions do not say what their document is: receipts are of purchase orders, all else of work orders.
  const kind = move.documentKind ?? (move.reason === 'receipt' ? 'purchaseOrder' : 'workOrder')
  if (kind === 'purchaseOrder')
    return (
      <TextLink to={paths.purchaseOrder} params={{ orderId: id }}>
        {number}
      </TextLink>
    )
  if (kind === 'sale')
    return (
      <TextLink to={paths.sale} params={{ saleId: id }}>
        {number}
      </TextLink>
    )
  if (kind === 'vendorReturn')
    return (
      <TextLink to={paths.vendorReturn} params={{ returnId: id }}>
        {number}
      </TextLink>
    )
  if (kind === 'transfer')
    return (
      <TextLink to={paths.stockTransfer} params={{ transferId: id }}>
        {number}
      </TextLink>
    )
  if (kind === 'count')
    return (
      <TextLink to={paths.stockCount} params={{ countId: id }}>
        {number}
      </TextLink>
    )
  return (
    <TextLink to={paths.workOrder} params={{ workOrderId: id }}>
      {number}
    </TextLink>
  )
}
