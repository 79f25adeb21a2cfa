import { useState } from 'react'
import type { StockTransfer } from '#shared/modules/inventory/model/transfers.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useGo } from '../../data/route.tsx'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { Select, TextInput } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { Fields } from '../../ui/Page.tsx'
import { type GoodsLine, GoodsLines } from './parts/GoodsLines.tsx'
import type { NamedPlace } from './parts/named-places.ts'

interface SendFormProps {
  /** A draft to change; null makes one. */
  transfer: StockTransfer | null
  places: readonly NamedPlace[]
  onClose(): void
}

/** What goes to another location. Mount it when it opens. */
export function SendForm({ transfer, places, onClose }: SendFormProps) {
  const t = useT()
  const go = useGo()
  const { locations } = useShop()
  const [lines, setLines] = useState<readonly GoodsLine[]>(() =>
    (transfer?.lines ?? []).map((line) => ({ ...line, unitCostMinor: null, tracking: 'none', lots: [] })),
  )
  const [from] = places
  const others = locations.filter(({ id }) => id !== from?.locationId)
  const options = {
    initial: {
      fromPlaceId: (transfer?.head.fromPlaceId ?? from?.id ?? null) as string | null,
      toLocationId: (transfer?.head.toLocationId ?? others[0]?.id ?? null) as string | null,
      note: transfer?.head.note ?? '',
      lines: 0,
    },
    fieldOf: { 'inventory.noLines': 'lines' } as const,
    onDone: ({ head }: StockTransfer) => {
      onClose()
      if (!transfer) go({ to: paths.stockTransfer, params: { transferId: head.id } })
    },
  }
  const goods = () => lines.map(({ itemId, qtyMilli }) => ({ itemId, qtyMilli }))
  // A quantity that is none, and a place that is not chosen, stay null: the contract names them.
  const create = useCommandForm('inventory.createTransfer', { ...options, toInput: (values) => ({ ...values, lines: goods() }) as never })
  const change = useCommandForm('inventory.changeTransfer', {
    ...options,
    toInput: ({ note }) => ({ transferId: transfer?.head.id ?? '', note, lines: goods() }) as never,
  })
  const form = transfer ? change : create
  return (
    <FormDrawer
      opened
      size="lg"
      title={transfer ? transfer.head.number : t('transfers.createTitle')}
      form={{ ...form, isDirty: form.isDirty || lines.length > (transfer?.lines.length ?? 0) }}
      onClose={onClose}
    >
      <Fields>
        {!transfer && (
          <>
            <Select
              label={t('transfers.from')}
              allowDeselect={false}
              data={places.map(({ id, label }) => ({ value: id as string, label }))}
              {...form.field('fromPlaceId')}
            />
            <Select
              label={t('transfers.to')}
              allowDeselect={false}
              data={others.map(({ id, name }) => ({ value: id as string, label: name }))}
              {...form.field('toLocationId')}
            />
          </>
        )}
        <TextInput label={t('transfers.note')} dir="auto" maxLength={200} {...form.field('note')} />
      </Fields>
      <GoodsLines lines={lines} onLines={setLines} error={form.field('lines').error} />
    </FormDrawer>
  )
}
