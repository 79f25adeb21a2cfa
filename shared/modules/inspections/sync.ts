import type { ModuleSync } from '../../contract/sync.ts'
import { inspectionMachine } from './model.ts'

export const inspectionsSync: ModuleSync = {
  inspection_template: {
    scope: 'company',
    merge: 'fields',
    groups: { name: 'version', nameKey: 'version', versionId: 'version', sections: 'version', points: 'version' },
  },
  inspection_version: { scope: 'company', merge: 'append' },
  inspection: {
    scope: { location: 'locationId' },
    merge: 'guarded',
    groups: { state: 'state', doneAt: 'state', reportedAt: 'state' },
    lifecycle: { field: 'state', machine: inspectionMachine },
    unique: { inspection_number: { fields: ['number'] } },
  },
  /** A row per point, made with the sheet: two people at two ends of a car write on one sheet without knowing of each other. */
  inspection_point: {
    scope: { location: 'locationId' },
    merge: 'fields',
    groups: { level: 'found', tone: 'found', measuredMilli: 'found', recordedBy: 'found' },
  },
  inspection_photo: { scope: { location: 'locationId' }, merge: 'fields' },
}
