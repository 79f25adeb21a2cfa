import type { ModuleSync } from '../../contract/sync.ts'

export const catalogSync: ModuleSync = {
  catalog_item: {
    scope: 'company',
    merge: 'fields',
    groups: { name: 'name', nameKey: 'name', sku: 'codes', skuKey: 'codes', barcode: 'codes', codes: 'codes' },
  },
  catalog_barcode: { scope: 'company', merge: 'fields' },
  catalog_relation: { scope: 'company', merge: 'fields' },
  catalog_price: { scope: 'company', merge: 'fields', groups: { priceMinor: 'price', fromOn: 'price', untilOn: 'price' } },
}
