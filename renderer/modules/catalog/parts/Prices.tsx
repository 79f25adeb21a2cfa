import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { ItemCard, PriceRow } from '#shared/modules/catalog/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useQuery } from '../../../data/queries.ts'
import { type Translate, useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { typedText } from '../../../ui/decimal.ts'
import { Dim, Money } from '../../../ui/display.tsx'
import { DateField, focusOnMount, MoneyField, QuantityField, TextInput } from '../../../ui/fields.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { FailureNotice } from '../../../ui/states.tsx'
import classes from './goods.module.css'
import { RowTool } from './RowTool.tsx'
import { TryPrice } from './TryPrice.tsx'

const BLANK = {
  priceGroup: '',
  minQtyMilli: 1000 as number | null,
  priceMinor: null as number | null,
  fromOn: null as string | null,
  untilOn: null as string | null,
}
type Typed = typeof BLANK

/** What an item costs whom, from how many on; each row is saved by itself. */
export function Prices({ card: { item, prices }, reason }: { card: ItemCard; reason: string | null }) {
  const t = useT()
  const groups = useQuery('catalog.priceGroups', {})
  const save = useCommand('catalog.setPrice')
  const remove = useCommand('catalog.removePrice')
  const [typed, setTyped] = useState<Typed | null>(null)
  const set = (patch: Partial<Typed>) => setTyped((before) => ({ ...BLANK, ...before, ...patch }))
  const add = async () => {
    if (!typed) return
    // What is not typed stays null, and the contract names it.
    const done = await save.run({
      itemId: item.id,
      ...typed,
      minQtyMilli: (typed.minQtyMilli === 1000 ? 1 : typed.minQtyMilli) ?? 1,
      priceMinor: typed.priceMinor as never,
    })
    if (done.ok) setTyped(null)
  }
  return (
    <Panel
      flush
      title={t('goods.prices')}
      hint={t('goods.pricesHint')}
      actions={typed === null && <ActionButton size="xs" label={t('goods.priceAdd')} disabledReason={reason} onClick={() => set({})} />}
    >
      <div className={classes.frame}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('goods.priceGroup')}</th>
              <th scope="col" data-end>
                {t('goods.priceFrom')}
              </th>
              <th scope="col">{t('goods.pricePeriod')}</th>
              <th scope="col" data-end>
                {t('goods.priceEach')}
              </th>
              <th aria-hidden="true" />
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{t('goods.priceList')}</th>
              <td data-end>
                <Dim>–</Dim>
              </td>
              <td>
                <Dim>{t('goods.priceAlways')}</Dim>
              </td>
              <td data-end>
                <Money minor={item.priceMinor} strong />
              </td>
              <td aria-hidden="true" />
            </tr>
            {prices.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <bdi>{row.priceGroup || t('goods.priceList')}</bdi>
                </th>
                <td data-end>{row.minQtyMilli > 1 ? <bdi dir="ltr">{`${typedText(row.minQtyMilli, 3, false)} ${item.unit}`}</bdi> : <Dim>–</Dim>}</td>
                <td>
                  <Dim>{periodText(t, row)}</Dim>
                </td>
                <td data-end>
                  <Money minor={row.priceMinor} strong />
                </td>
                <td data-tools>
                  <RowTool
                    label={t('goods.priceRemove', { name: row.priceGroup || t('goods.priceList') })}
                    icon={<IconX size={16} />}
                    reason={reason}
                    onClick={() => void remove.run({ priceId: row.id })}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {typed && (
        <form
          className={classes.add}
          onSubmit={(event) => {
            event.preventDefault()
            void add()
          }}
        >
          <div className={classes.line}>
            <TextInput
              label={t('goods.priceGroup')}
              placeholder={t('goods.priceGroupHint')}
              list="price-groups"
              ref={focusOnMount}
              dir="auto"
              value={typed.priceGroup}
              onChange={(event) => set({ priceGroup: event.currentTarget.value })}
            />
            <datalist id="price-groups">
              {groups.data?.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </datalist>
            <QuantityField label={t('goods.priceFrom')} unit={item.unit} value={typed.minQtyMilli} onChange={(minQtyMilli) => set({ minQtyMilli })} />
            <MoneyField label={t('goods.priceEach')} required value={typed.priceMinor} onChange={(priceMinor) => set({ priceMinor })} />
          </div>
          <div className={classes.line}>
            <DateField label={t('common.from')} clearable value={typed.fromOn} onChange={(fromOn) => set({ fromOn })} />
            <DateField label={t('common.to')} clearable value={typed.untilOn} onChange={(untilOn) => set({ untilOn })} />
            <ActionButton label={t('common.cancel')} onClick={() => setTyped(null)} />
            <ActionButton look="primary" label={t('common.save')} busy={save.isRunning} onClick={() => void add()} />
          </div>
          <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true" />
        </form>
      )}
      <FailureNotice failure={save.failure ?? remove.failure} />
      <TryPrice item={item} />
    </Panel>
  )
}

function periodText(t: Translate, { fromOn, untilOn }: PriceRow): string {
  if (fromOn !== null && untilOn !== null) return t('goods.priceBetween', { from: fromOn, until: untilOn })
  return fromOn !== null ? t('goods.priceSince', { on: fromOn }) : untilOn !== null ? t('goods.priceUntil', { on: untilOn }) : t('goods.priceAlways')
}
