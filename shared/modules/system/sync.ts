import type { ModuleSync } from '../../contract/sync.ts'

export const systemSync: ModuleSync = {
  notice: { scope: 'company', merge: 'local' },
}
