import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { extend } from '#shared/kernel/money.ts'
import type { ItemCard, Related } from '#shared/modules/catalog/model.ts'
import { useCommand } from '../../../data/command.ts'
import { TextLink } from '../../../data/route.tsx'
import { paths } from '../../../paths.ts'
import { useT } from '../../../texts/t.ts'
import { Code, Money } from '../../../ui/display.tsx'
import { QuantityField } from '../../../ui/fields.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { FailureNotice } from '../../../ui/states.tsx'
import classes from './goods.module.css'
import { ItemBox } from './ItemBox.tsx'
import { RowTool } from './RowTool.tsx'

/** What an item is made of, if it is a kit: changed in place. */
export function Kit({ card: { item, to }, reason }: { card: ItemCard; reason: string | null }) {
  const t = useT()
  const relate = useCommand('catalog.relate')
  const parts = to.filter(({ kind }) => kind === 'part')
  const sum = parts.reduce((total, part) => total + extend(part.qtyMilli, part.item.priceMinor), 0)
  return (
    <Panel flush title={t('goods.kit')} hint={parts.length > 0 ? t('goods.kitSum', { sum }) : undefined}>
      {parts.length === 0 ? (
        <p className={classes.nothing}>{t('goods.kitNone')}</p>
      ) : (
        <div className={classes.frame}>
          <table className={classes.table}>
            <tbody>
              {parts.map((part) => (
                <Part key={part.relationId} kitId={item.id} part={part} reason={reason} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {reason === null && (
        <div className={classes.add}>
          <ItemBox
            hideLabel
            label={t('goods.kitAdd')}
            isBusy={relate.isRunning}
            onChoose={(otherId) => void relate.run({ itemId: item.id, kind: 'part', otherId: otherId as typeof item.id })} // the search's own id
          />
          <FailureNotice failure={relate.failure} />
        </div>
      )}
    </Panel>
  )
}

function Part({ kitId, part, reason }: { kitId: ItemCard['item']['id']; part: Related; reason: string | null }) {
  const t = useT()
  const relate = useCommand('catalog.relate')
  const unrelate = useCommand('catalog.unrelate')
  const [typed, setTyped] = useState<number | null>(part.qtyMilli)
  const save = () => {
    if (typed !== null && typed > 0 && typed !== part.qtyMilli) void relate.run({ itemId: kitId, kind: 'part', otherId: part.item.id, qtyMilli: typed })
  }
  return (
    <tr>
      <th scope="row">
        <TextLink to={paths.catalogItem} params={{ itemId: part.item.id }}>
          <bdi>{part.item.name}</bdi>
        </TextLink>{' '}
        <Code>{part.item.sku}</Code>
        <FailureNotice failure={relate.failure ?? unrelate.failure} />
      </th>
      <td onBlur={save} style={{ width: 150 }}>
        <QuantityField
          aria-label={`${t('goods.kitPer')}: ${part.item.name}`}
          unit={part.item.unit}
          disabled={reason !== null}
          value={typed}
          onChange={setTyped}
        />
      </td>
      <td data-end>
        <Money minor={extend(part.qtyMilli, part.item.priceMinor)} />
      </td>
      <td data-tools>
        <RowTool
          label={t('goods.unrelate', { name: part.item.name })}
          icon={<IconX size={16} />}
          reason={reason}
          onClick={() => void unrelate.run({ relationId: part.relationId })}
        />
      </td>
    </tr>
  )
}
