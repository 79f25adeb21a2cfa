import type { ModuleSync } from '../../contract/sync.ts'
import { purchaseMachine } from './model.ts'

export const purchasingSync: ModuleSync = {
  supplier: { scope: 'company', merge: 'fields', groups: { name: 'name', nameKey: 'name' } },
  purchase_order: {
    scope: { location: 'locationId' },
    merge: 'guarded',
    groups: { state: 'state', orderedAt: 'state' },
    lifecycle: { field: 'state', machine: purchaseMachine },
    unique: { purchase_order_number: { fields: ['number'] } },
  },
  purchase_line: { scope: { location: 'locationId' }, merge: 'fields', groups: { qtyMilli: 'price', unitCostMinor: 'price' } },
}
