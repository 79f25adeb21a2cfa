import type { ModuleSync } from '../../contract/sync.ts'

export const importsSync: ModuleSync = {
  import_run: { scope: 'company', merge: 'append' },
}
