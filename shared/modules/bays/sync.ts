import type { ModuleSync } from '../../contract/sync.ts'
import { bayMachine } from './model.ts'

export const baysSync: ModuleSync = {
  bay_equipment: { scope: 'company', merge: 'fields' },
  bay: {
    scope: { location: 'locationId' },
    merge: 'guarded',
    groups: { state: 'lock', workOrderId: 'lock', downUntilAt: 'lock' },
    lifecycle: { field: 'state', machine: bayMachine },
    unique: { bay_work_order: { fields: ['workOrderId'] } },
  },
}
