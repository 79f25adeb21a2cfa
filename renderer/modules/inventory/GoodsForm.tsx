import { useState } from 'react'
import type { StockPlace } from '#shared/modules/inventory/model.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useT } from '../../texts/t.ts'
import { Select, TextInput } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Fields } from '../../ui/Page.tsx'
import { useWords } from '../../ui/words.tsx'
import { GoodsLines, type GoodsLine } from './parts/GoodsLines.tsx'

interface GoodsFormProps {
  kind: 'receive' | 'count'
  places: readonly StockPlace[]
  placeId: string
  onClose(): void
}

/** Goods that came in with their cost, or what a count found: scan, type, next. Mount it when it opens. */
export function GoodsForm({ kind, places, placeId, onClose }: GoodsFormProps) {
  const t = useT()
  const words = useWords()
  const [lines, setLines] = useState<readonly GoodsLine[]>([])
  const initial = { placeId: placeId as string | null, documentNumber: '', lines: 0 }
  const done = (text: string) => {
    notify.done(text)
    onClose()
  }
  const receive = useCommandForm('inventory.receive', {
    initial,
    // An amount that is no number stays null, and the contract names the line.
    toInput: (values) =>
      ({
        placeId: values.placeId,
        documentNumber: values.documentNumber,
        lines: lines.map(({ itemId, qtyMilli, unitCostMinor }) => ({ itemId, qtyMilli, unitCostMinor })),
      }) as never,
    onDone: ({ moves, valueMinor }) => done(t('stock.received', { count: moves, value: words.money(valueMinor) })),
  })
  const count = useCommandForm('inventory.count', {
    initial,
    toInput: (values) =>
      ({ placeId: values.placeId, note: values.documentNumber, lines: lines.map(({ itemId, qtyMilli }) => ({ itemId, countedMilli: qtyMilli })) }) as never, // likewise
    onDone: ({ moves, valueMinor }) => done(moves === 0 ? t('stock.countedNone') : t('stock.counted', { count: moves, value: words.money(valueMinor) })),
  })
  const form = kind === 'receive' ? receive : count
  return (
    <FormDrawer
      opened
      size="lg"
      title={kind === 'receive' ? t('stock.receiveTitle') : t('stock.countTitle')}
      form={{ ...form, isDirty: form.isDirty || lines.length > 0 }}
      onClose={onClose}
    >
      <Fields>
        <Select
          label={t('stock.place')}
          allowDeselect={false}
          data={places.map(({ id, name }) => ({ value: id as string, label: name }))}
          {...form.field('placeId')}
        />
        {kind === 'receive' && <TextInput label={t('stock.document')} {...form.field('documentNumber')} />}
      </Fields>
      <GoodsLines lines={lines} onLines={setLines} withCost={kind === 'receive'} error={form.field('lines').error} />
    </FormDrawer>
  )
}
