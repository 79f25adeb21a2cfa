import type { ModuleSync } from '../../contract/sync.ts'

export const authSync: ModuleSync = {
  user: { scope: 'company', merge: 'fields' },
  credential: { scope: 'company', merge: 'fields', secret: ['passwordHash', 'pinHash'] },
  login_guard: { scope: 'company', merge: 'local' },
  session: { scope: 'company', merge: 'local', secret: ['tokenHash'] },
  step_up: { scope: 'company', merge: 'local' },
  role_permission: { scope: 'company', merge: 'fields' },
}
