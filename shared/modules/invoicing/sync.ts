import type { ModuleSync } from '../../contract/sync.ts'

export const invoicingSync: ModuleSync = {
  invoice: { scope: { location: 'locationId' }, merge: 'guarded', groups: { state: 'state', voidReason: 'state' } },
  invoice_line: { scope: { location: 'locationId' }, merge: 'append' },
  payment: { scope: { location: 'locationId' }, merge: 'append' },
}
