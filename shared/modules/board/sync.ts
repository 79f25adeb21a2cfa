import type { ModuleSync } from '../../contract/sync.ts'

export const boardSync: ModuleSync = {
  board_label: { scope: 'company', merge: 'fields' },
  /** What the shop says of an order beside its state; its id is the order's, so that two devices label one card. */
  board_card: { scope: { location: 'locationId' }, merge: 'fields', groups: { labelId: 'label', boardColumn: 'label' } },
}
