import { z } from 'zod'
import { id } from '../../../kernel/ids.ts'
import { type Machine, states } from '../../../kernel/machine.ts'

type TransferState = 'draft' | 'sent' | 'partly' | 'received' | 'cancelled'
type TransferEvent = 'edit' | 'send' | 'arrive' | 'complete' | 'cancel'

/** `arrive` is some of it, `complete` the last of it. */
export const transferMachine: Machine<TransferState, TransferEvent> = {
  draft: { edit: 'draft', send: 'sent', arrive: 'refused', complete: 'refused', cancel: 'cancelled' },
  sent: { edit: 'refused', send: 'refused', arrive: 'partly', complete: 'received', cancel: 'refused' },
  partly: { edit: 'refused', send: 'refused', arrive: 'partly', complete: 'received', cancel: 'refused' },
  received: { edit: 'refused', send: 'refused', arrive: 'refused', complete: 'refused', cancel: 'refused' },
  cancelled: { edit: 'refused', send: 'refused', arrive: 'refused', complete: 'refused', cancel: 'refused' },
}
export const TRANSFER_STATES = states(transferMachine)
export type { TransferState }

/** Goods on their way from a place to a location; the company's, so that both sides see them. */
export const transferHead = z.object({
  id: id('stockTransfer'),
  number: z.string(),
  state: z.enum(TRANSFER_STATES),
  fromPlaceId: id('stockPlace'),
  fromPlaceName: z.string(),
  fromLocationId: id('location'),
  fromLocationName: z.string(),
  toLocationId: id('location'),
  toLocationName: z.string(),
  note: z.string(),
  createdAt: z.number().int(),
  createdBy: z.string(),
  sentAt: z.number().int().nullable(),
  receivedAt: z.number().int().nullable(),
})
export type TransferHead = z.infer<typeof transferHead>

export const transferLine = z.object({
  id: id('stockTransferLine'),
  itemId: id('item'),
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  lotId: id('stockLot').nullable(),
  lotCode: z.string(),
  qtyMilli: z.number().int(),
  /** What it cost when it left; 0 before. */
  valueMinor: z.number().int(),
  /** What of it is no longer on its way: it came in, or is known to be missing. */
  settledMilli: z.number().int(),
  settledMinor: z.number().int(),
  /** More (+) or less (−) came in than was said to have been sent. */
  differenceMilli: z.number().int(),
  reasons: z.string(),
})
export type TransferLine = z.infer<typeof transferLine>
export const stockTransfer = z.object({ head: transferHead, lines: z.array(transferLine) })
export type StockTransfer = z.infer<typeof stockTransfer>
export const LONGEST_TRANSFER = 300
