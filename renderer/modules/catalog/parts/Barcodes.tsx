import { ActionIcon } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useCommand } from '../../../data/command.ts'
import { useQuery } from '../../../data/queries.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { typedText } from '../../../ui/decimal.ts'
import { Code, Dim } from '../../../ui/display.tsx'
import { CodeField, QuantityField } from '../../../ui/fields.tsx'
import { Fields } from '../../../ui/Page.tsx'
import { FailureNotice } from '../../../ui/states.tsx'

/** Codes of an item beside its first: of a carton, another maker, a supplier. Each is saved by itself. */
export function Barcodes({ itemId, unit, disabledReason }: { itemId: string; unit: string; disabledReason: string | null }) {
  const t = useT()
  const { data } = useQuery('catalog.barcodes', { itemId })
  const add = useCommand('catalog.addBarcode')
  const remove = useCommand('catalog.removeBarcode')
  const [code, setCode] = useState('')
  const [qtyMilli, setQty] = useState<number | null>(1000)
  const save = async () => {
    if (code.trim() === '' || qtyMilli === null || disabledReason !== null) return
    const done = await add.run({ itemId, code, qtyMilli })
    if (!done.ok) return
    setCode('')
    setQty(1000)
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Enter of the fields inside
    <fieldset
      style={{ border: '1px solid var(--line)', borderRadius: 'var(--radius)', display: 'grid', gap: 8, margin: 0, padding: 12 }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return
        event.preventDefault() // adds the code and does not send the form around it
        void save()
      }}
    >
      <legend>{t('pos.barcodes')}</legend>
      {data?.map((one) => (
        <span key={one.id} style={{ alignItems: 'center', display: 'flex', gap: 10 }}>
          <Code>{one.code}</Code>
          <Dim>
            {t('pos.barcodeCount')} <bdi>{`${typedText(one.qtyMilli, 3, false)} ${unit}`}</bdi>
          </Dim>
          <ActionIcon variant="subtle" color="gray" aria-label={`${t('common.remove')}: ${one.code}`} onClick={() => void remove.run({ barcodeId: one.id })}>
            <IconTrash size={16} />
          </ActionIcon>
        </span>
      ))}
      <Fields min={130}>
        <CodeField label={t('catalog.barcode')} value={code} onChange={setCode} />
        <QuantityField label={t('pos.barcodeCount')} unit={unit} value={qtyMilli} onChange={setQty} />
      </Fields>
      <FailureNotice failure={add.failure ?? remove.failure} />
      <span>
        <ActionButton size="xs" label={t('pos.addBarcode')} busy={add.isRunning} disabledReason={disabledReason} onClick={() => void save()} />
      </span>
    </fieldset>
  )
}
