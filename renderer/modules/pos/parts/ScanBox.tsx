import { IconBarcode, IconPlus } from '@tabler/icons-react'
import { type RefObject, useState } from 'react'
import type { Failure } from '#shared/kernel/result.ts'
import type { CodeHit } from '#shared/modules/catalog/model.ts'
import { call } from '../../../data/client.ts'
import { useHits } from '../../../data/hits.ts'
import { useShop } from '../../../data/shop.ts'
import { useT } from '../../../texts/t.ts'
import { ComboBox, type ComboOption } from '../../../ui/ComboBox.tsx'
import { FailureNotice } from '../../../ui/states.tsx'
import { useScanBox } from '../../../ui/scanner.ts'
import { addCores, addFree, addItem, type Terms } from './basket.ts'
import classes from './Sale.module.css'

/** `3*4006381333931`: three of it. */
const TIMES = /^(\d{1,4})\s*[*×x]\s*(.+)$/
const COULD_BE_CODE = /^\S*\d\S*$/

/** Of a serial number or lot. */
const LONGEST_NUMBER = 60

/** Until the company is known. */
const NO_TAX: Terms = { taxRules: [], taxRateBp: 0 }

/** Reads codes, from a scanner or by hand, and finds items by name. What is not known stays typed, with the reason. */
export function ScanBox({ inputRef, onFree, onScanned }: { inputRef: RefObject<HTMLInputElement | null>; onFree(): void; onScanned(): void }) {
  const t = useT()
  const { company } = useShop()
  const terms = company ?? NO_TAX
  const [text, setText] = useState('')
  const [failure, setFailure] = useState<Failure | null>(null)
  const [choices, setChoices] = useState<readonly CodeHit[]>([])
  const times = TIMES.exec(text.trim())
  const wanted = times?.[2] ?? text.trim()
  const { hits, isStale } = useHits(wanted, ['item'])

  const add = ({ item, qtyMilli }: CodeHit, count: number, serial?: string) => {
    addItem(item, qtyMilli * count, terms, serial)
    void call('catalog.coresWith', { itemId: item.id }).then((cores) => cores.ok && addCores(item.id, qtyMilli * count, cores.value, terms))
    setText('')
    setChoices([])
    setFailure(null)
    onScanned()
  }
  /** A serial number or a lot names the part and itself. */
  const readNumber = async (code: string): Promise<boolean> => {
    if (code.length > LONGEST_NUMBER) return false
    const found = await call('inventory.findLot', { code })
    const [lot, ...others] = found.ok ? found.value : []
    const item = lot && others.length === 0 ? await call('catalog.get', { itemId: lot.itemId }) : null
    if (!lot || !item?.ok) return false
    add({ item: item.value, qtyMilli: 1000 }, 1, lot.code)
    return true
  }
  /** True when the code was known. */
  const read = async (typed: string): Promise<boolean> => {
    const [, count = '1', code = typed] = TIMES.exec(typed.trim()) ?? []
    const answer = await call('catalog.byCode', { code })
    if (!answer.ok) {
      if (await readNumber(code)) return true
      setText(typed)
      setFailure(answer.error)
      inputRef.current?.select()
      return false
    }
    const [first, ...others] = answer.value
    if (first && others.length === 0) add(first, Number(count))
    else {
      setText(typed)
      setChoices(answer.value)
    }
    return true
  }
  useScanBox(inputRef, (code) => void read(code))

  const options: ComboOption[] =
    choices.length > 0
      ? choices.map(({ item }) => ({ key: `item:${item.id}`, title: item.name, subtitle: item.sku, icon: <IconBarcode size={17} stroke={1.6} /> }))
      : [
          ...hits.map(({ id, title, subtitle }) => ({
            key: `item:${id}`,
            group: t('lines.fromCatalog'),
            title,
            subtitle,
            icon: <IconBarcode size={17} stroke={1.6} />,
          })),
          { key: 'free', makes: true, group: t('lines.free'), title: t('pos.free', { text: wanted }), icon: <IconPlus size={17} stroke={1.6} /> },
        ]
  const choose = async (key: string) => {
    if (key === 'free') {
      addFree(wanted, terms)
      setText('')
      onFree()
      return
    }
    const known = choices.find(({ item }) => `item:${item.id}` === key)
    if (known) return add(known, Number(times?.[1] ?? 1))
    const itemId = key.slice('item:'.length)
    const [found, variants] = await Promise.all([call('catalog.get', { itemId }), call('catalog.variants', { itemId })])
    if (!found.ok) return setFailure(found.error)
    if (variants.ok && variants.value.length > 0) return setChoices(variants.value)
    add({ item: found.value, qtyMilli: 1000 }, Number(times?.[1] ?? 1))
  }
  return (
    <search
      className={classes.scan}
      onKeyDownCapture={(event) => {
        // A code is looked up as such before the finds of the search may answer: the one is exact, the other a guess.
        if (event.key !== 'Enter' || choices.length > 0 || !COULD_BE_CODE.test(wanted)) return
        event.preventDefault()
        event.stopPropagation()
        const [hit] = isStale ? [] : hits
        void read(text.trim()).then((isKnown) => (!isKnown && hit && /\p{L}/u.test(wanted) ? choose(`item:${hit.id}`) : undefined))
      }}
    >
      <ComboBox
        label={t('pos.scan')}
        hideLabel
        inputRef={inputRef}
        text={text}
        onText={(next) => {
          setText(next)
          setFailure(null)
          setChoices([])
        }}
        options={wanted === '' || failure !== null ? [] : options}
        isStale={choices.length === 0 && isStale}
        onChoose={(key) => void choose(key)}
        placeholder={t('pos.scanHint')}
        leftSection={<IconBarcode size={22} stroke={1.6} />}
      />
      {choices.length > 0 && <p className={classes.choose}>{t('pos.several')}</p>}
      {failure && <FailureNotice failure={failure} />}
    </search>
  )
}
