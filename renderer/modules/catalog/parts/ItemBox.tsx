import { IconBarcode } from '@tabler/icons-react'
import { useState } from 'react'
import { useHits } from '../../../data/hits.ts'
import { useT } from '../../../texts/t.ts'
import { ComboBox } from '../../../ui/ComboBox.tsx'

interface ItemBoxProps {
  label: string
  /** The label is for screen readers only. */
  hideLabel?: boolean
  isBusy?: boolean
  onChoose(itemId: string, name: string): void
}

/** Finds an item by name, number or barcode, and empties itself. */
export function ItemBox({ label, hideLabel = false, isBusy = false, onChoose }: ItemBoxProps) {
  const t = useT()
  const [text, setText] = useState('')
  const { hits, isStale } = useHits(text, ['item'])
  return (
    <ComboBox
      label={label}
      hideLabel={hideLabel}
      text={text}
      onText={setText}
      options={hits.map(({ id, title, subtitle }) => ({ key: id, title, subtitle, icon: <IconBarcode size={17} stroke={1.6} /> }))}
      isStale={isStale || isBusy}
      onChoose={(itemId) => {
        setText('')
        onChoose(itemId, hits.find(({ id }) => id === itemId)?.title ?? '')
      }}
      placeholder={t('goods.addHint')}
    />
  )
}
