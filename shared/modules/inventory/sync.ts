import type { ModuleSync } from '../../contract/sync.ts'

export const inventorySync: ModuleSync = {
  stock_place: { scope: { location: 'locationId' }, merge: 'fields' },
  stock_rule: {
    scope: { location: 'locationId' },
    merge: 'fields',
    groups: { reorderAtMilli: 'limits', fillToMilli: 'limits', criticalAtMilli: 'limits' },
    unique: { stock_rule_one: { fields: ['itemId', 'placeId'] } },
  },
  stock_move: { scope: { location: 'locationId' }, merge: 'append' },
}
