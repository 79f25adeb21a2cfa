import type { ModuleSync } from '../../contract/sync.ts'
import { reminderMachine } from './model.ts'

export const remindersSync: ModuleSync = {
  service_interval: { scope: 'company', merge: 'fields', groups: { everyMonths: 'interval', everyKm: 'interval' } },
  /** Every device raises and closes what it knows of: the same step of another one is no trouble, whichever was first. */
  service_reminder: {
    scope: 'company',
    merge: 'fields',
    groups: { state: 'state', dismissedReason: 'state' },
    lifecycle: { field: 'state', machine: reminderMachine },
  },
}
