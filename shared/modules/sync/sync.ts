import type { ModuleSync } from '../../contract/sync.ts'
import { deviceMachine } from './model.ts'

export const syncSync: ModuleSync = {
  sync_device: {
    scope: 'company',
    merge: 'guarded',
    secret: ['codeHash'],
    groups: { state: 'state', codeHash: 'state', codeEndsAt: 'state', deviceId: 'state', tag: 'state', checkText: 'state' },
    lifecycle: { field: 'state', machine: deviceMachine },
    needs: 'sync.manage',
  },
  /** Written by the centre; a person's decision is an ordinary change. */
  sync_conflict: { scope: { location: 'locationId' }, merge: 'fields', groups: { resolvedAt: 'resolved', resolvedBy: 'resolved' } },
}
