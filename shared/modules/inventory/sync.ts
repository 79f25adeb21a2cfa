import type { ModuleSync } from '../../contract/sync.ts'
import { countMachine } from './model/counts.ts'
import { transferMachine } from './model/transfers.ts'

export const inventorySync: ModuleSync = {
  stock_place: { scope: { location: 'locationId' }, merge: 'fields' },
  stock_rule: {
    scope: { location: 'locationId' },
    merge: 'fields',
    groups: { reorderAtMilli: 'limits', fillToMilli: 'limits', criticalAtMilli: 'limits' },
    unique: { stock_rule_one: { fields: ['itemId', 'placeId'] } },
  },
  stock_policy: { scope: 'company', merge: 'fields' },
  /** Its id is made of the item and the code: two devices that receive one lot make one row. */
  stock_lot: { scope: 'company', merge: 'fields', groups: { expiresOn: 'expiry', dueOn: 'expiry' } },
  stock_move: { scope: { location: 'locationId' }, merge: 'append' },
  stock_pick: { scope: { location: 'locationId' }, merge: 'fields' },
  stock_count: {
    scope: { location: 'locationId' },
    merge: 'guarded',
    groups: { state: 'state', approvedBy: 'state', approvedAt: 'state' },
    lifecycle: { field: 'state', machine: countMachine },
  },
  stock_count_entry: { scope: { location: 'locationId' }, merge: 'append' },
  /** The company's: the sender and the receiver are devices of different locations. */
  stock_transfer: {
    scope: 'company',
    merge: 'guarded',
    groups: { state: 'state', sentAt: 'state', receivedAt: 'state' },
    lifecycle: { field: 'state', machine: transferMachine },
  },
  stock_transfer_line: { scope: 'company', merge: 'fields', groups: { lotId: 'goods', qtyMilli: 'goods', valueMinor: 'goods' } },
  stock_transfer_arrival: { scope: 'company', merge: 'append' },
}
