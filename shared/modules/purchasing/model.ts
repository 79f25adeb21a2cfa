import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { type Machine, states } from '../../kernel/machine.ts'
import { filled, line, paragraph } from '../../kernel/text.ts'
import { TRACKINGS } from '../catalog/model.ts'
import { quantity, unitCost } from '../inventory/model.ts'
import { costEntry, partRequest } from './model/parts.ts'

/*
 * PUR-1: lines change only while the order is a draft (rule).
 * PUR-2: what has come in is the sum of the order's receipts; the order keeps no count of its own (service).
 * PUR-3: an order is received when everything came in or a person says that nothing more will (rule).
 * PUR-4: of an order that has come in, even in part, nothing is cancelled (rule).
 * PUR-5: what is on order is not proposed again (rule).
 * PUR-6: what a delivery brought into stock is worth its invoice and its freight and duty, to the minor unit (rule, service).
 * PUR-7: a part that a job waits for has come when all that the job wants of it has come on its order, older requests first (rule).
 * PUR-8: a core's chain nets to nothing when the customer has the deposit back and the vendor has credited the charge (rule).
 * PUR-9: what a sent return took leaves stock once, and comes back when it is taken back (service).
 */

type PurchaseState = 'draft' | 'ordered' | 'received' | 'cancelled'
type PurchaseEvent = 'edit' | 'order' | 'receive' | 'complete' | 'cancel'

/** `receive` is some of it, `complete` the last of it, or the word that no more comes. */
export const purchaseMachine: Machine<PurchaseState, PurchaseEvent> = {
  draft: { edit: 'draft', order: 'ordered', receive: 'refused', complete: 'refused', cancel: 'cancelled' },
  ordered: { edit: 'refused', order: 'refused', receive: 'ordered', complete: 'received', cancel: 'cancelled' },
  received: { edit: 'refused', order: 'refused', receive: 'refused', complete: 'refused', cancel: 'refused' },
  cancelled: { edit: 'refused', order: 'refused', receive: 'refused', complete: 'refused', cancel: 'refused' },
}
export const PURCHASE_STATES = states(purchaseMachine)

export const supplierFields = z.object({
  name: filled(120),
  /** Who answers the phone there. */
  contact: line(120),
  phone: line(40),
  email: line(200),
  address: paragraph(400),
  /** The shop's number with them. */
  accountNumber: line(60),
  note: paragraph(2000),
})
export type SupplierFields = z.infer<typeof supplierFields>
export const supplier = z.object({ ...supplierFields.shape, id: id('supplier'), name: z.string(), deleted: z.boolean() })
export type Supplier = z.infer<typeof supplier>
export const BLANK_SUPPLIER: Omit<SupplierFields, 'name'> = { contact: '', phone: '', email: '', address: '', accountNumber: '', note: '' }

/** One part of an order. `receivedMilli` is what came in of it so far. */
export const purchaseLine = z.object({
  id: id('purchaseLine'),
  orderId: id('purchaseOrder'),
  position: z.number().int(),
  itemId: id('item'),
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  qtyMilli: z.number().int(),
  /** Of a pack of `packMilli`. */
  unitCostMinor: z.number().int(),
  packMilli: z.number().int(),
  receivedMilli: z.number().int(),
  tracking: z.enum(TRACKINGS),
  /** The supplier's number for it and the name of the pack; empty where no offer says. */
  supplierCode: z.string(),
  packUnit: z.string(),
})
export type PurchaseLine = z.infer<typeof purchaseLine>
export const lineFields = z.object({ qtyMilli: quantity, unitCostMinor: unitCost })

export const purchaseHead = z.object({
  id: id('purchaseOrder'),
  number: z.string(),
  state: z.enum(PURCHASE_STATES),
  supplierId: id('supplier'),
  supplierName: z.string(),
  placeId: id('stockPlace'),
  placeName: z.string(),
  locationId: id('location'),
  note: z.string(),
  /** Local date, null while nobody knows. */
  expectedOn: z.string().nullable(),
  /** Epoch ms; null before it was ordered. */
  orderedAt: z.number().int().nullable(),
  createdAt: z.number().int(),
  netMinor: z.number().int(),
})
export type PurchaseHead = z.infer<typeof purchaseHead>
/** `costs` is what came in at which price, `requests` who waits for what of it, and whom it came for. */
export const purchaseOrder = z.object({ head: purchaseHead, lines: z.array(purchaseLine), costs: z.array(costEntry), requests: z.array(partRequest) })
export type PurchaseOrder = z.infer<typeof purchaseOrder>

/** A part that is at or below its limit, and how much of it to order. */
export const suggestion = z.object({
  itemId: id('item'),
  placeId: id('stockPlace'),
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  qtyMilli: z.number().int(),
  onOrderMilli: z.number().int(),
  suggestedMilli: z.number().int(),
  costMinor: z.number().int(),
})
export type Suggestion = z.infer<typeof suggestion>

/** One order of a part, as the part's own history shows it. */
export const itemOrder = purchaseHead
  .pick({ id: true, number: true, state: true, supplierName: true, expectedOn: true, createdAt: true })
  .extend(purchaseLine.pick({ qtyMilli: true, unitCostMinor: true, receivedMilli: true }).shape)
export type ItemOrder = z.infer<typeof itemOrder>

export const LONGEST_ORDER = 300
