import type { ModuleSync } from '../../contract/sync.ts'

export const vehiclesSync = {
  vehicle: { scope: 'company', merge: 'fields', groups: { plate: 'plate', platePlain: 'plate', make: 'type', model: 'type', year: 'type', engine: 'type' } },
} satisfies ModuleSync
