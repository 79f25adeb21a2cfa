import type { ModuleSync } from '../../contract/sync.ts'

export const filesSync: ModuleSync = {
  attachment: { scope: 'company', merge: 'fields' },
}
