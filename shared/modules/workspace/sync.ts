import type { ModuleSync } from '../../contract/sync.ts'

export const workspaceSync: ModuleSync = {
  company: { scope: 'company', merge: 'fields', unique: { company_one: { fields: [] } } },
  letterhead: { scope: 'company', merge: 'fields' },
  location: { scope: 'company', merge: 'fields', groups: { opensAtMinutes: 'hours', closesAtMinutes: 'hours', openWeekdays: 'hours' } },
}
