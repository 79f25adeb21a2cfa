import { IconPencil, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Item } from '#shared/modules/catalog/model.ts'
import { unitCostOf } from '#shared/modules/catalog/rules/packs.ts'
import type { Offer } from '#shared/modules/purchasing/model/parts.ts'
import { useCommand } from '../../../data/command.ts'
import { useQuery } from '../../../data/queries.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Code, Dim, Money } from '../../../ui/display.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import { FailureNotice } from '../../../ui/states.tsx'
import classes from '../../catalog/parts/goods.module.css'
import { RowTool } from '../../catalog/parts/RowTool.tsx'
import { OfferForm } from '../OfferForm.tsx'
import { packText } from './Packs.tsx'

/** Who sells an item, under which number, in which packs. */
export function Offers({ item, reason }: { item: Item; reason: string | null }) {
  const t = useT()
  const { data, failure } = useQuery('purchasing.offers', { itemId: item.id })
  const remove = useCommand('purchasing.removeOffer')
  const [opened, setOpened] = useState<Offer | 'new' | null>(null)
  return (
    <Panel
      flush
      title={t('goods.offers')}
      actions={<ActionButton size="xs" label={t('goods.offerAdd')} disabledReason={reason} onClick={() => setOpened('new')} />}
    >
      <FailureNotice failure={failure ?? remove.failure} />
      {data?.length === 0 && <p className={classes.nothing}>{t('goods.offersNone')}</p>}
      {data && data.length > 0 && (
        <div className={classes.frame}>
          <table className={classes.table}>
            <tbody>
              {data.map((one) => (
                <tr key={one.id}>
                  <th scope="row">
                    <bdi>{one.supplierName}</bdi> {one.preferred && <StateBadge look="plain" tone="good" label={t('goods.offerFirst')} />}
                  </th>
                  <td>{one.code && <Code>{one.code}</Code>}</td>
                  <td>
                    <bdi>{one.packMilli === 1000 && one.packUnit === '' ? item.unit : packText(t, { ...one, unit: item.unit })}</bdi>
                  </td>
                  <td data-end>
                    <Money minor={one.packMinor} strong />{' '}
                    {one.packMilli !== 1000 && <Dim>{t('goods.offerEach', { price: unitCostOf(one.packMinor, one.packMilli) })}</Dim>}
                  </td>
                  <td data-tools>
                    <RowTool
                      label={`${t('goods.offerEdit')}: ${one.supplierName}`}
                      icon={<IconPencil size={16} />}
                      reason={reason}
                      onClick={() => setOpened(one)}
                    />
                    <RowTool
                      label={t('goods.offerRemove', { name: one.supplierName })}
                      icon={<IconX size={16} />}
                      reason={reason}
                      onClick={() => void remove.run({ offerId: one.id })}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {opened !== null && <OfferForm item={item} offer={opened === 'new' ? null : opened} onClose={() => setOpened(null)} />}
    </Panel>
  )
}
