import type { ModuleSync } from '../../contract/sync.ts'
import { invoiceMachine } from './model.ts'
import { tillMachine } from './model/drawer.ts'

const ofLocation = { scope: { location: 'locationId' }, merge: 'append' } as const

/**
 * Money that was taken is never refused: payments and allocations only add up, and what devices took too much together is shown for a
 * person to free. What would be charged or credited twice is refused, as no money has moved for it.
 */
export const invoicingSync: ModuleSync = {
  invoice: {
    scope: { location: 'locationId' },
    merge: 'guarded',
    groups: { state: 'state', voidReason: 'state' },
    lifecycle: { field: 'state', machine: invoiceMachine },
    official: { field: 'officialNumber', series: 'invoice' },
    unique: { invoice_number: { fields: ['number'] }, invoice_sale: { fields: ['saleId'], while: { field: 'state', in: ['issued', 'paid'] } } },
  },
  invoice_line: {
    ...ofLocation,
    unique: {
      invoice_line_order: { fields: ['workOrderLineId', 'turn'], turn: { record: 'invoiceId', of: 'invoice', once: { field: 'state', is: 'void' } } },
    },
  },
  payment: { ...ofLocation, unique: { payment_reversed: { fields: ['reversesId'] } } },
  payment_allocation: ofLocation,
  credit_note: {
    ...ofLocation,
    official: { field: 'officialNumber', series: 'creditNote' },
    unique: { credit_note_number: { fields: ['number'] } },
  },
  credit_note_line: { ...ofLocation, unique: { credit_note_line_once: { fields: ['invoiceLineId'], span: { from: 'fromMilli', length: 'qtyMilli' } } } },
  write_off: { ...ofLocation, unique: { write_off_reversed: { fields: ['reversesId'] } } },
  till: {
    scope: { location: 'locationId' },
    merge: 'guarded',
    groups: {
      state: 'state',
      closedAt: 'state',
      closedBy: 'state',
      expectedMinor: 'state',
      countedMinor: 'state',
      counts: 'state',
      note: 'state',
    },
    lifecycle: { field: 'state', machine: tillMachine },
    unique: { till_number: { fields: ['number'] }, till_open: { fields: ['deviceTag'], while: { field: 'state', in: ['open'] } } },
  },
  till_entry: ofLocation,
  customer_account: {
    scope: 'company',
    merge: 'fields',
    groups: { limitMinor: 'limit', aboveLimit: 'limit', dunningLevel: 'dunning', dunnedAt: 'dunning' },
  },
}
