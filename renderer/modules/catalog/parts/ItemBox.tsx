import { IconBarcode } from '@tabler/icons-react'
import { useState } from 'react'
import type { CodeHit } from '#shared/modules/catalog/model.ts'
import { useHits } from '../../../data/hits.ts'
import { useT } from '../../../texts/t.ts'
import { ComboBox } from '../../../ui/ComboBox.tsx'
import { variantsOf } from './choices.tsx'

interface ItemBoxProps {
  label: string
  /** The label is for screen readers only. */
  hideLabel?: boolean
  isBusy?: boolean
  /** The item goes on an order or into stock: of one that is sold in variants, which of them is asked. */
  asksVariant?: boolean
  onChoose(itemId: string, name: string): void
}

/** Finds an item by name, number or barcode, and empties itself. */
export function ItemBox({ label, hideLabel = false, isBusy = false, asksVariant = false, onChoose }: ItemBoxProps) {
  const t = useT()
  const [text, setText] = useState('')
  const [variants, setVariants] = useState<readonly CodeHit[]>([])
  const { hits, isStale } = useHits(text, ['item'])
  const choose = async (itemId: string) => {
    const variant = variants.find(({ item }) => item.id === itemId)
    const choices = variant || !asksVariant ? [] : await variantsOf(itemId)
    if (choices.length > 0) return setVariants(choices)
    setText('')
    setVariants([])
    onChoose(itemId, variant?.item.name ?? hits.find(({ id }) => id === itemId)?.title ?? '')
  }
  const options =
    variants.length > 0
      ? variants.map(({ item }) => ({ id: item.id as string, title: item.name, subtitle: item.sku, group: t('goods.whichVariant') }))
      : hits.map(({ id, title, subtitle }) => ({ id: id as string, title, subtitle }))
  return (
    <ComboBox
      label={label}
      hideLabel={hideLabel}
      text={text}
      onText={(next) => {
        setText(next)
        setVariants([])
      }}
      options={options.map(({ id, ...shown }) => ({ key: id, ...shown, icon: <IconBarcode size={17} stroke={1.6} /> }))}
      isStale={(isStale && variants.length === 0) || isBusy}
      onChoose={(itemId) => void choose(itemId)}
      placeholder={t('goods.addHint')}
    />
  )
}
