import type { ModuleSync } from '../../contract/sync.ts'

/** Of the whole company: who works at two locations has one clock. */
export const clockSync: ModuleSync = {
  clock_punch: { scope: 'company', merge: 'append' },
  clock_badge: { scope: 'company', merge: 'fields', unique: { clock_badge_code: { fields: ['code'] }, clock_badge_employee: { fields: ['employeeId'] } } },
}
