import { ActionIcon } from '@mantine/core'
import { IconBarcode, IconX } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { Item } from '#shared/modules/catalog/model.ts'
import { call } from '../../../data/client.ts'
import { useHits } from '../../../data/hits.ts'
import { failureText } from '../../../texts/failure.ts'
import { useT } from '../../../texts/t.ts'
import { ComboBox } from '../../../ui/ComboBox.tsx'
import { MoneyField, QuantityField } from '../../../ui/fields.tsx'
import { notify } from '../../../ui/notify.ts'
import { BinField, useBins } from './Bin.tsx'
import classes from './GoodsLines.module.css'
import { type LotLine, LotLines, sumOf } from './LotLines.tsx'

export interface GoodsLine {
  readonly itemId: string
  readonly name: string
  readonly unit: string
  readonly qtyMilli: number | null
  readonly unitCostMinor: number | null
  readonly tracking: Item['tracking']
  readonly lots: readonly LotLine[]
  /** Where it is put away, where that is said. */
  readonly bin?: string
}

interface GoodsLinesProps {
  lines: readonly GoodsLine[]
  onLines: (lines: readonly GoodsLine[]) => void
  /** The place that goods come into: with what they cost, the lots of tracked parts and where they are put away. */
  into?: string | null
  error: string | undefined
}

/** Parts with their quantities; a scan of one that is in the list already counts it up by one. */
export function GoodsLines({ lines, onLines, into, error }: GoodsLinesProps) {
  const t = useT()
  const withCost = into !== undefined
  const binOf = useBins(
    into ?? null,
    lines.map(({ itemId }) => itemId),
  )
  const [text, setText] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const { hits, isStale } = useHits(text, ['item'])

  const add = async (itemId: string) => {
    setText('')
    const known = lines.find((line) => line.itemId === itemId)
    // Of a tracked part the lots say how much.
    if (known && withCost && known.tracking !== 'none') return
    if (known) return onLines(lines.map((line) => (line === known ? { ...line, qtyMilli: (line.qtyMilli ?? 0) + 1000 } : line)))
    const found = await call('catalog.get', { itemId })
    if (!found.ok) return void notify.failed(failureText(found.error))
    const { name, unit, costMinor, tracking } = found.value
    onLines([...lines, { itemId, name, unit, qtyMilli: tracking === 'none' || !withCost ? 1000 : 0, unitCostMinor: costMinor, tracking, lots: [] }])
  }
  const set = (itemId: string, patch: Partial<GoodsLine>) => onLines(lines.map((line) => (line.itemId === itemId ? { ...line, ...patch } : line)))
  return (
    <div className={classes.goods}>
      <ComboBox
        label={t('stock.addItem')}
        isFirst
        inputRef={input}
        text={text}
        onText={setText}
        error={error}
        options={hits.map(({ id, title, subtitle }) => ({ key: id, title, subtitle, icon: <IconBarcode size={17} stroke={1.6} /> }))}
        isStale={isStale}
        onChoose={(key) => void add(key)}
        placeholder={t('stock.addItemHint')}
      />
      {lines.length === 0 && <p className={classes.none}>{t('stock.noLines')}</p>}
      <ul className={classes.lines}>
        {lines.map((line) => (
          <li key={line.itemId} className={classes.line} data-cost={withCost || undefined}>
            <span className={classes.name}>
              <bdi>{line.name}</bdi>
              {withCost && <BinField name={line.name} known={binOf(line.itemId)} value={line.bin ?? ''} onChange={(bin) => set(line.itemId, { bin })} />}
            </span>
            <QuantityField
              aria-label={`${t('stock.quantity')}: ${line.name}`}
              unit={line.unit}
              value={line.qtyMilli}
              disabled={withCost && line.tracking !== 'none'}
              onChange={(qtyMilli) => set(line.itemId, { qtyMilli })}
            />
            {withCost && (
              <MoneyField
                aria-label={`${t('stock.unitCost')}: ${line.name}`}
                value={line.unitCostMinor}
                onChange={(unitCostMinor) => set(line.itemId, { unitCostMinor })}
              />
            )}
            <ActionIcon
              variant="subtle"
              size="lg"
              aria-label={t('stock.removeLine', { name: line.name })}
              onClick={() => onLines(lines.filter(({ itemId }) => itemId !== line.itemId))}
            >
              <IconX size={16} />
            </ActionIcon>
            {withCost && line.tracking !== 'none' && (
              <LotLines
                tracking={line.tracking}
                name={line.name}
                unit={line.unit}
                lots={line.lots}
                onLots={(lots) => set(line.itemId, { lots, qtyMilli: sumOf(lots) })}
              />
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
