import { IconBarcode } from '@tabler/icons-react'
import type { CodeHit } from '#shared/modules/catalog/model.ts'
import { call } from '../../../data/client.ts'
import type { ComboOption } from '../../../ui/ComboBox.tsx'

/** What an item is sold as; empty where it is sold itself. */
export async function variantsOf(itemId: string): Promise<readonly CodeHit[]> {
  const found = await call('catalog.variants', { itemId })
  return found.ok ? found.value : []
}

/** A variant to choose, among others of its item. */
export const variantOption =
  (group: string) =>
  ({ item }: CodeHit): ComboOption => ({ key: `item:${item.id}`, group, title: item.name, subtitle: item.sku, icon: <IconBarcode size={17} stroke={1.6} /> })
