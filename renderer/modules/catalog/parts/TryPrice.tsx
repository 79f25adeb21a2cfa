import { useState } from 'react'
import type { Item, Price } from '#shared/modules/catalog/model.ts'
import { useQuery } from '../../../data/queries.ts'
import { type Translate, useT } from '../../../texts/t.ts'
import { typedText } from '../../../ui/decimal.ts'
import { Dim, Money } from '../../../ui/display.tsx'
import { QuantityField } from '../../../ui/fields.tsx'
import { FailureNotice } from '../../../ui/states.tsx'
import { CustomerPicker } from '../../customers/parts/CustomerPicker.tsx'
import classes from './goods.module.css'

/** What an item costs this customer in this quantity today, and why. */
export function TryPrice({ item }: { item: Item }) {
  const t = useT()
  const [customerId, setCustomerId] = useState<string | null>(null)
  const [qtyMilli, setQty] = useState<number | null>(1000)
  const isAsked = qtyMilli !== null && qtyMilli > 0
  const { data, failure } = useQuery(
    'catalog.quote',
    { customerId, lines: [{ itemId: item.id, qtyMilli: qtyMilli ?? 1 }] },
    { enabled: isAsked, keepLast: true },
  )
  const [price] = data ?? []
  return (
    <div className={classes.add}>
      <div className={classes.line}>
        <CustomerPicker label={t('goods.tryPrice')} value={customerId} onChange={setCustomerId} />
        <QuantityField label={t('goods.tryQuantity')} unit={item.unit} value={qtyMilli} onChange={setQty} />
        <output style={{ alignSelf: 'center', display: 'grid', textAlign: 'end' }}>
          {price && (
            <>
              <Money minor={price.priceMinor} strong />
              <Dim>{priceText(t, price, item.unit)}</Dim>
            </>
          )}
        </output>
      </div>
      <FailureNotice failure={failure} />
    </div>
  )
}

function priceText(t: Translate, { because, group, minQtyMilli }: Price, unit: string): string {
  const count = `${typedText(minQtyMilli, 3, false)} ${unit}`
  switch (because) {
    case 'list':
      return t('priceReason.list')
    case 'group':
      return t('priceReason.group', { group })
    case 'quantity':
      return t('priceReason.quantity', { count })
    case 'groupQuantity':
      return t('priceReason.groupQuantity', { group, count })
  }
}
