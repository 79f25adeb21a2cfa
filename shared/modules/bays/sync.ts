import type { ModuleSync } from '../../contract/sync.ts'
import { bayMachine } from './model.ts'

export const baysSync: ModuleSync = {
  bay: {
    scope: { location: 'locationId' },
    merge: 'guarded',
    groups: { state: 'lock', workOrderId: 'lock' },
    lifecycle: { field: 'state', machine: bayMachine },
    unique: { bay_work_order: { fields: ['workOrderId'] } },
  },
}
