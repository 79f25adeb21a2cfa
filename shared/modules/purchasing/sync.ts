import type { ModuleSync } from '../../contract/sync.ts'
import { purchaseMachine } from './model.ts'
import { coreMachine, requestMachine, returnMachine } from './model/parts.ts'

export const purchasingSync: ModuleSync = {
  supplier: { scope: 'company', merge: 'fields', groups: { name: 'name', nameKey: 'name' } },
  purchase_order: {
    scope: { location: 'locationId' },
    merge: 'guarded',
    groups: { state: 'state', orderedAt: 'state' },
    lifecycle: { field: 'state', machine: purchaseMachine },
    unique: { purchase_order_number: { fields: ['number'] } },
  },
  purchase_line: { scope: { location: 'locationId' }, merge: 'fields', groups: { qtyMilli: 'price', unitCostMinor: 'price', packMilli: 'price' } },
  supplier_offer: {
    scope: 'company',
    merge: 'fields',
    groups: { packUnit: 'pack', packMilli: 'pack', packMinor: 'pack' },
  },
  purchase_cost: { scope: 'company', merge: 'append' },
  part_request: {
    scope: { location: 'locationId' },
    merge: 'guarded',
    groups: { state: 'state', orderId: 'state' },
    lifecycle: { field: 'state', machine: requestMachine },
  },
  vendor_return: {
    scope: { location: 'locationId' },
    merge: 'guarded',
    groups: { state: 'state', sentAt: 'state', creditedAt: 'state', creditMinor: 'state', creditNumber: 'state' },
    lifecycle: { field: 'state', machine: returnMachine },
    unique: { vendor_return_number: { fields: ['number'] } },
  },
  vendor_return_line: { scope: { location: 'locationId' }, merge: 'fields' },
  part_core: {
    scope: { location: 'locationId' },
    merge: 'guarded',
    groups: { state: 'state', returnId: 'state', supplierId: 'state', refundMinor: 'state', creditMinor: 'state' },
    lifecycle: { field: 'state', machine: coreMachine },
  },
}
