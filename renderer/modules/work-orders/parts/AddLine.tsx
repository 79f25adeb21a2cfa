import { IconBarcode, IconBox, IconReceipt2, IconTool } from '@tabler/icons-react'
import { type RefObject, useState } from 'react'
import { LINE_KINDS } from '#shared/modules/work-orders/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useT } from '../../../texts/t.ts'
import { ComboBox, type ComboOption } from '../../../ui/ComboBox.tsx'
import { FailureNotice } from '../../../ui/states.tsx'
import { useHits } from '../../../data/hits.ts'
import classes from './LinesTable.module.css'

interface AddLineProps {
  workOrderId: string
  inputRef: RefObject<HTMLInputElement | null>
  /** A line that is not from the catalogue was added, so its figures come next. */
  onFree: (kind: (typeof LINE_KINDS)[number]) => void
}

const ICONS = { labor: IconTool, part: IconBox, fee: IconReceipt2 }

/** The box that adds lines: a catalogue item by name, SKU or barcode, or any words as labour, part or fee. */
export function AddLine({ workOrderId, inputRef, onFree }: AddLineProps) {
  const t = useT()
  const [text, setText] = useState('')
  const { hits, isStale } = useHits(text, ['item'])
  const { run, failure, isRunning } = useCommand('workOrders.addLine')
  const typed = text.trim()
  const options: ComboOption[] = [
    ...hits.map(({ id, title, subtitle }) => ({
      key: `item:${id}`,
      group: t('lines.fromCatalog'),
      title,
      subtitle,
      icon: <IconBarcode size={17} stroke={1.6} />,
    })),
    ...LINE_KINDS.map((kind) => {
      const Icon = ICONS[kind]
      return {
        key: `free:${kind}`,
        makes: true,
        group: t('lines.free'),
        title: t('lines.addAs', { kind: t(`lineKind.${kind}`), text: typed }),
        icon: <Icon size={17} stroke={1.6} />,
      }
    }),
  ]
  const add = async (key: string) => {
    const kind = LINE_KINDS.find((known) => key === `free:${known}`)
    const done = await run(kind ? { workOrderId, kind, description: typed } : { workOrderId, itemId: key.slice('item:'.length) })
    if (!done.ok) return
    setText('')
    if (kind) onFree(kind)
  }
  return (
    <div className={classes.add}>
      <ComboBox
        label={t('lines.add')}
        hideLabel
        inputRef={inputRef}
        text={text}
        onText={setText}
        options={typed === '' ? [] : options}
        isStale={isStale || isRunning}
        onChoose={(key) => void add(key)}
        placeholder={t('lines.addHint')}
      />
      <FailureNotice failure={failure} />
    </div>
  )
}
