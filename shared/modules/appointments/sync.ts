import type { ModuleSync } from '../../contract/sync.ts'
import { appointmentMachine, LIVE_STATES } from './model.ts'

export const appointmentsSync: ModuleSync = {
  booking_type: { scope: 'company', merge: 'fields' },
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
      purpose: 'who',
      state: 'state',
      cancelledReason: 'state',
    },
    lifecycle: { field: 'state', machine: appointmentMachine },
    exclusive: { keys: ['bayId', 'technicianId'], from: 'startAt', until: 'endAt', while: { field: 'state', in: LIVE_STATES }, clash: { state: 'clash' } },
  },
}
