import { packsOf } from '#shared/modules/catalog/rules/packs.ts'
import type { PurchaseLine } from '#shared/modules/purchasing/model.ts'
import { type Translate, useT } from '../../../texts/t.ts'
import { typedText } from '../../../ui/decimal.ts'
import { Dim } from '../../../ui/display.tsx'

/** `box of 12 pc` */
export const packText = (t: Translate, { packMilli, packUnit, unit }: Pick<PurchaseLine, 'packMilli' | 'packUnit' | 'unit'>): string =>
  t('goods.offerPack', { unit: packUnit || unit, count: `${typedText(packMilli, 3, false)} ${unit}` })

/** How many packs a line is, where it is not bought one by one; its price is that of a pack. */
export function Packs({ line: { qtyMilli, packMilli, packUnit, unit } }: { line: PurchaseLine }) {
  const t = useT()
  if (packMilli === 1000) return null
  const packs = packsOf(qtyMilli, packMilli)
  const pack = packText(t, { packMilli, packUnit, unit })
  return (
    <div>
      <Dim>
        <bdi>{packs === null ? pack : t('goods.packs', { packs: typedText(packs, 3, false), unit: pack })}</bdi>
      </Dim>
    </div>
  )
}
