import type { ModuleSync } from '../../contract/sync.ts'

export const calendarSync: ModuleSync = {
  calendar_feed: { scope: 'company', merge: 'fields', secret: ['tokenHash'] },
}
