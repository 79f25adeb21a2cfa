import type { ModuleSync } from '../../contract/sync.ts'
import { reminderMachine } from './model.ts'

export const remindersSync: ModuleSync = {
  service_interval: { scope: 'company', merge: 'fields', groups: { everyMonths: 'interval', everyKm: 'interval' } },
  service_reminder: {
    scope: 'company',
    merge: 'guarded',
    groups: { state: 'state', dismissedReason: 'state' },
    lifecycle: { field: 'state', machine: reminderMachine },
  },
}
