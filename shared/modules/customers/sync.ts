import type { ModuleSync } from '../../contract/sync.ts'

export const customersSync: ModuleSync = {
  customer: {
    scope: 'company',
    merge: 'fields',
    groups: {
      name: 'name',
      nameKey: 'name',
      phone: 'phone',
      phone2: 'phone',
      phoneDigits: 'phone',
      street: 'address',
      postcode: 'address',
      city: 'address',
      country: 'address',
    },
  },
}
