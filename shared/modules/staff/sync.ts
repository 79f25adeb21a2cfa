import type { ModuleSync } from '../../contract/sync.ts'

export const staffSync: ModuleSync = {
  employee: { scope: 'company', merge: 'fields', groups: { hiredOn: 'employment', endedOn: 'employment' }, unique: { employee_user: { fields: ['userId'] } } },
}
