import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { MAX_MINOR, minorDigits } from '#shared/kernel/money.ts'
import { LINE_KINDS, MAX_QTY_MILLI, type OrderView } from '#shared/modules/work-orders/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useT } from '../../../texts/t.ts'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { Code, Money } from '../../../ui/display.tsx'
import { notify } from '../../../ui/notify.ts'
import { FailureNotice } from '../../../ui/states.tsx'
import { useWords } from '../../../ui/words.tsx'
import { NumberCell, TextCell } from './cells.tsx'
import classes from './LinesTable.module.css'

type Line = OrderView['lines'][number]
type Patch = Partial<Pick<Line, 'kind' | 'description' | 'qtyMilli' | 'unitPriceMinor' | 'discountBp' | 'taxRateBp' | 'taxExempt'>>

interface LineRowProps {
  line: Line
  /** Counted from 1. */
  row: number
  isLocked: boolean
  /** Enter in a cell: to the line below, or to the box that adds one. */
  onNext: (column: string) => void
}

const ALL_BP = 10_000

/** One line, every field editable in place; a refusal stands below it and what was typed stays. */
export function LineRow({ line, row, isLocked, onNext }: LineRowProps) {
  const t = useT()
  const { currency } = useWords()
  const { run, failure } = useCommand('workOrders.updateLine')
  const [removes, setRemoves] = useState(false)
  const save = async (patch: Patch) => (await run({ lineId: line.id, ...patch })).ok
  const cell = (column: string, name: string) => ({
    column,
    row,
    isLocked,
    label: t('lines.cell', { column: name, position: row }),
    onNext: () => onNext(column),
  })
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the cells inside
    <fieldset
      className={classes.line}
      aria-label={`${t(`lineKind.${line.kind}`)}: ${line.description}`}
      onKeyDown={(event) => {
        if (!isLocked && event.key === 'Delete' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault()
          setRemoves(true)
        }
      }}
    >
      <span className={classes.position}>{row}</span>
      <span className={classes.kind} data-kind={line.kind}>
        {t(`lineKind.${line.kind}`)}
      </span>
      <span className={classes.description}>
        <TextCell {...cell('description', t('lines.description'))} value={line.description} onSave={(description) => save({ description })} />
        {line.itemCode && (
          <span className={classes.code}>
            <Code>{line.itemCode}</Code>
          </span>
        )}
      </span>
      <NumberCell {...cell('qty', t('lines.qty'))} value={line.qtyMilli} digits={3} max={MAX_QTY_MILLI} onSave={(qtyMilli) => save({ qtyMilli })} />
      <NumberCell
        {...cell('price', t('lines.price'))}
        value={line.unitPriceMinor}
        digits={minorDigits(currency)}
        keepZeros
        max={MAX_MINOR}
        onSave={(unitPriceMinor) => save({ unitPriceMinor })}
      />
      <NumberCell {...cell('discount', t('lines.discount'))} value={line.discountBp} digits={2} max={ALL_BP} onSave={(discountBp) => save({ discountBp })} />
      {line.taxExempt ? (
        <span className={classes.exempt}>{t('lines.exemptShort')}</span>
      ) : (
        <NumberCell {...cell('tax', t('lines.tax'))} value={line.taxRateBp} digits={2} max={ALL_BP} onSave={(taxRateBp) => save({ taxRateBp })} />
      )}
      <span className={classes.net}>
        <Money minor={line.netMinor} strong />
      </span>
      {isLocked ? (
        <span />
      ) : (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" size="md" aria-label={t('lines.more', { position: row })}>
              <IconDots size={17} stroke={1.7} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item rightSection={line.taxExempt ? '✓' : null} onClick={() => void save({ taxExempt: !line.taxExempt })}>
              {t('lines.exempt')}
            </Menu.Item>
            <Menu.Label>{t('lines.kind')}</Menu.Label>
            {LINE_KINDS.map((kind) => (
              <Menu.Item key={kind} rightSection={kind === line.kind ? '✓' : null} onClick={() => void save({ kind })}>
                {t(`lineKind.${kind}`)}
              </Menu.Item>
            ))}
            <Menu.Divider />
            <Menu.Item color="red" onClick={() => setRemoves(true)}>
              {t('lines.remove', { position: row })}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {failure && (
        <div className={classes.failure}>
          <FailureNotice failure={failure} />
        </div>
      )}
      {removes && <RemoveLine line={line} row={row} onClose={() => setRemoves(false)} />}
    </fieldset>
  )
}

function RemoveLine({ line, row, onClose }: { line: Line; row: number; onClose: () => void }) {
  const t = useT()
  const { run, isRunning, failure } = useCommand('workOrders.removeLine')
  const confirm = async () => {
    const done = await run({ lineId: line.id })
    if (!done.ok) return
    notify.done(t('lines.removed'))
    onClose()
  }
  return (
    <ConfirmDialog
      opened
      danger
      title={t('lines.remove', { position: row })}
      text={line.description}
      confirmLabel={t('common.remove')}
      busy={isRunning}
      failure={failure}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    />
  )
}
