import type { ModuleSync } from '../../contract/sync.ts'

export const auditSync: ModuleSync = {
  pos_seal: { scope: { location: 'locationId' }, merge: 'append', unique: { pos_seal_place: { fields: ['deviceTag', 'seq'] } } },
}
