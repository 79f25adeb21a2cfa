import type { ModuleSync } from '../../contract/sync.ts'

/** Devices that notice the same raise the same row; what a person says of it is another clock than whether its cause lasts. */
export const alertsSync: ModuleSync = {
  alert: {
    scope: { location: 'locationId' },
    merge: 'fields',
    groups: { resolvedAt: 'resolution', resolvedBy: 'resolution', resolvedByName: 'resolution', resolution: 'resolution', priority: 'told', facts: 'told' },
  },
  alert_seen: { scope: 'company', merge: 'fields' },
}
