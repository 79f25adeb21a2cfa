import type { ModuleSync } from '../../contract/sync.ts'
import { agreementMachine } from './model.ts'

export const agreementsSync: ModuleSync = {
  agreement: {
    scope: { location: 'locationId' },
    merge: 'guarded',
    groups: { rule: 'series', startOn: 'series', startMinutes: 'series', minutes: 'series', bookingTypeId: 'series', bayId: 'series', technicianId: 'series' },
    lifecycle: { field: 'state', machine: agreementMachine },
  },
  // What a visit is now is one thing: its time, its booking and its state come from one author.
  agreement_visit: {
    scope: { location: 'locationId' },
    merge: 'fields',
    groups: { dueAt: 'visit', round: 'visit', state: 'visit', appointmentId: 'visit' },
  },
}
