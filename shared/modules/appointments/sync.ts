import type { ModuleSync } from '../../contract/sync.ts'

export const appointmentsSync: ModuleSync = {
  appointment: {
    scope: { location: 'locationId' },
    merge: 'exclusive',
    groups: {
      startAt: 'slot',
      endAt: 'slot',
      bayId: 'slot',
      technicianId: 'slot',
      customerId: 'who',
      vehicleId: 'who',
      state: 'state',
      cancelledReason: 'state',
    },
  },
}
