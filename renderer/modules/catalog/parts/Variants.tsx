import { useState } from 'react'
import type { ItemCard } from '#shared/modules/catalog/model.ts'
import { useCommand } from '../../../data/command.ts'
import { TextLink } from '../../../data/route.tsx'
import { paths } from '../../../paths.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Code, Money } from '../../../ui/display.tsx'
import { CodeField, focusOnMount, MoneyField, TextInput } from '../../../ui/fields.tsx'
import { notify } from '../../../ui/notify.ts'
import { Panel } from '../../../ui/Page.tsx'
import { FailureNotice } from '../../../ui/states.tsx'
import classes from './goods.module.css'

/** Items that are like this one but for a size, a colour, a side. */
export function Variants({ card: { item, to }, reason }: { card: ItemCard; reason: string | null }) {
  const t = useT()
  const add = useCommand('catalog.addVariant')
  const variants = to.filter(({ kind }) => kind === 'variant')
  const names = [...new Set(variants.flatMap(({ options }) => options.map(({ name }) => name)))]
  const [typed, setTyped] = useState<{ name: string; value: string; sku: string; priceMinor: number | null } | null>(null)
  const save = async () => {
    if (!typed) return
    const { name, value, sku, priceMinor } = typed
    const done = await add.run({ itemId: item.id, options: [{ name, value }], sku, ...(priceMinor !== null && { priceMinor }) })
    if (!done.ok) return
    notify.done(t('goods.variantAdded', { name: done.value.name }))
    setTyped({ name, value: '', sku: '', priceMinor: null })
  }
  return (
    <Panel
      flush
      title={t('goods.variants')}
      actions={
        typed === null && (
          <ActionButton
            size="xs"
            label={t('goods.variantAdd')}
            disabledReason={reason}
            onClick={() => setTyped({ name: names[0] ?? '', value: '', sku: '', priceMinor: null })}
          />
        )
      }
    >
      {variants.length === 0 ? (
        <p className={classes.nothing}>{t('goods.variantsNone')}</p>
      ) : (
        <div className={classes.frame}>
          <table className={classes.table}>
            <tbody>
              {variants.map(({ relationId, item: variant, options }) => (
                <tr key={relationId}>
                  <th scope="row">
                    <TextLink to={paths.catalogItem} params={{ itemId: variant.id }}>
                      <bdi>{variant.name}</bdi>
                    </TextLink>{' '}
                    {variant.sku && <Code>{variant.sku}</Code>}
                  </th>
                  <td>
                    <bdi>{options.map(({ name, value }) => `${name}: ${value}`).join(' · ')}</bdi>
                  </td>
                  <td data-end>
                    <Money minor={variant.priceMinor} strong />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {typed && (
        <form
          className={classes.add}
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          <div className={classes.line}>
            <TextInput
              label={t('goods.variantName')}
              placeholder={t('goods.variantNameHint')}
              required
              dir="auto"
              value={typed.name}
              onChange={(event) => setTyped({ ...typed, name: event.currentTarget.value })}
            />
            <TextInput
              label={t('goods.variantValue')}
              required
              ref={focusOnMount}
              dir="auto"
              value={typed.value}
              onChange={(event) => setTyped({ ...typed, value: event.currentTarget.value })}
            />
            <CodeField label={t('catalog.sku')} value={typed.sku} onChange={(sku) => setTyped({ ...typed, sku })} />
            <MoneyField label={t('catalog.price')} value={typed.priceMinor} onChange={(priceMinor) => setTyped({ ...typed, priceMinor })} />
          </div>
          <div className={classes.line}>
            <ActionButton label={t('common.done')} onClick={() => setTyped(null)} />
            <ActionButton look="primary" label={t('goods.variantAdd')} busy={add.isRunning} onClick={() => void save()} />
          </div>
          <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true" />
        </form>
      )}
      <FailureNotice failure={add.failure} />
    </Panel>
  )
}
