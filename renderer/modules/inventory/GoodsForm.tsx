import { useState } from 'react'
import { useCommandForm } from '../../data/command-form.ts'
import { useT } from '../../texts/t.ts'
import { Select, TextInput } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Fields } from '../../ui/Page.tsx'
import { useWords } from '../../ui/words.tsx'
import { saidBin } from './parts/Bin.tsx'
import { GoodsLines, type GoodsLine } from './parts/GoodsLines.tsx'
import type { NamedPlace } from './parts/named-places.ts'

interface GoodsFormProps {
  places: readonly NamedPlace[]
  placeId: string
  onClose(): void
}

/** Goods that came in with their cost and lots: scan, type, next. Mount it when it opens. */
export function GoodsForm({ places, placeId, onClose }: GoodsFormProps) {
  const t = useT()
  const words = useWords()
  const [lines, setLines] = useState<readonly GoodsLine[]>([])
  const form = useCommandForm('inventory.receive', {
    initial: { placeId: placeId as string | null, documentNumber: '', lines: 0 },
    // An amount that is no number stays null, and the contract names the line.
    toInput: (values) =>
      ({
        placeId: values.placeId,
        documentNumber: values.documentNumber,
        lines: lines.map(({ itemId, qtyMilli, unitCostMinor, tracking, lots, bin }) => ({
          itemId,
          qtyMilli,
          unitCostMinor,
          ...(tracking !== 'none' && { lots }),
          ...saidBin(bin),
        })),
      }) as never,
    onDone: ({ moves, valueMinor }) => {
      notify.done(t('stock.received', { count: moves, value: words.money(valueMinor) }))
      onClose()
    },
  })
  return (
    <FormDrawer opened size="lg" title={t('stock.receiveTitle')} form={{ ...form, isDirty: form.isDirty || lines.length > 0 }} onClose={onClose}>
      <Fields>
        <Select
          label={t('stock.place')}
          allowDeselect={false}
          data={places.map(({ id, label }) => ({ value: id as string, label }))}
          {...form.field('placeId')}
        />
        <TextInput label={t('stock.document')} {...form.field('documentNumber')} />
      </Fields>
      <GoodsLines lines={lines} onLines={setLines} into={form.values.placeId} error={form.field('lines').error} />
    </FormDrawer>
  )
}
