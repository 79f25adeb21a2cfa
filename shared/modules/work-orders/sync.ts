import type { ModuleSync } from '../../contract/sync.ts'

export const workOrdersSync: ModuleSync = {
  work_order: {
    scope: { location: 'locationId' },
    merge: 'guarded',
    groups: {
      state: 'state',
      bayId: 'state',
      technicianId: 'state',
      startedAt: 'state',
      finishedAt: 'state',
      workedMs: 'state',
      runningSinceAt: 'state',
      holdReason: 'state',
      cancelledReason: 'state',
      promisedAt: 'promise',
      dueAt: 'promise',
      netMinor: 'totals',
      taxMinor: 'totals',
      totalMinor: 'totals',
    },
  },
  work_order_line: {
    scope: { location: 'locationId' },
    merge: 'fields',
    groups: { qtyMilli: 'price', unitPriceMinor: 'price', discountBp: 'price', netMinor: 'price', taxRateBp: 'tax', taxExempt: 'tax' },
  },
}
