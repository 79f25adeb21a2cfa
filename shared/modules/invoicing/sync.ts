import type { ModuleSync } from '../../contract/sync.ts'
import { invoiceMachine } from './model.ts'

export const invoicingSync: ModuleSync = {
  invoice: {
    scope: { location: 'locationId' },
    merge: 'guarded',
    groups: { state: 'state', voidReason: 'state' },
    lifecycle: { field: 'state', machine: invoiceMachine },
    unique: { invoice_number: { fields: ['number'] }, invoice_order: { fields: ['workOrderId'], while: { field: 'state', in: ['issued', 'paid'] } } },
  },
  invoice_line: { scope: { location: 'locationId' }, merge: 'append' },
  payment: { scope: { location: 'locationId' }, merge: 'append', unique: { payment_reversed: { fields: ['reversesId'] } } },
}
