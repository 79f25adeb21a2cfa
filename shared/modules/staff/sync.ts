import type { ModuleSync } from '../../contract/sync.ts'

export const staffSync: ModuleSync = {
  skill: { scope: 'company', merge: 'fields' },
  absence: { scope: 'company', merge: 'fields', groups: { startAt: 'span', endAt: 'span' } },
  holiday: { scope: { location: 'locationId' }, merge: 'fields' },
  employee: { scope: 'company', merge: 'fields', groups: { hiredOn: 'employment', endedOn: 'employment' }, unique: { employee_user: { fields: ['userId'] } } },
}
