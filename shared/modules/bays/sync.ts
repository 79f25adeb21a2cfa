import type { ModuleSync } from '../../contract/sync.ts'

export const baysSync: ModuleSync = {
  bay: { scope: { location: 'locationId' }, merge: 'guarded', groups: { state: 'lock', workOrderId: 'lock' } },
}
