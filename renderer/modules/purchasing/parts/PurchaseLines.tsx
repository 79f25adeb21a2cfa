import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { costOf } from '#shared/modules/catalog/rules/packs.ts'
import type { PurchaseLine, PurchaseOrder } from '#shared/modules/purchasing/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useT } from '../../../texts/t.ts'
import { Code, Money } from '../../../ui/display.tsx'
import { MoneyField, QuantityField } from '../../../ui/fields.tsx'
import { EmptyState, FailureNotice } from '../../../ui/states.tsx'
import { ItemBox } from '../../catalog/parts/ItemBox.tsx'
import { Quantity } from '../../inventory/parts/Quantity.tsx'
import { Packs } from './Packs.tsx'
import classes from './PurchaseLines.module.css'

/** The parts of an order: changed in place while it is a draft, then with what came in of them. */
export function PurchaseLines({ order: { head, lines }, isLocked }: { order: PurchaseOrder; isLocked: boolean }) {
  const t = useT()
  const add = useCommand('purchasing.addLine')
  return (
    <div className={classes.frame}>
      {!isLocked && (
        <div className={classes.add}>
          <ItemBox
            hideLabel
            asksVariant
            label={t('purchasing.addItem')}
            isBusy={add.isRunning}
            onChoose={(itemId) => void add.run({ orderId: head.id, itemId })}
          />
          <FailureNotice failure={add.failure} />
        </div>
      )}
      {lines.length === 0 ? (
        <EmptyState title={t('purchasing.noLines')} />
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('common.name')}</th>
              <th scope="col" data-end>
                {t('purchasing.ordered')}
              </th>
              {isLocked && (
                <th scope="col" data-end>
                  {t('purchasing.received')}
                </th>
              )}
              <th scope="col" data-end>
                {t('purchasing.cost')}
              </th>
              <th scope="col" data-end>
                {t('purchasing.amount')}
              </th>
              {!isLocked && <th aria-hidden="true" />}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Line key={line.id} line={line} isLocked={isLocked} />
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

function Line({ line, isLocked }: { line: PurchaseLine; isLocked: boolean }) {
  const t = useT()
  const update = useCommand('purchasing.updateLine')
  const remove = useCommand('purchasing.removeLine')
  const [typed, setTyped] = useState<{ qtyMilli?: number | null; unitCostMinor?: number | null }>({})
  const save = () => {
    const { qtyMilli = line.qtyMilli, unitCostMinor = line.unitCostMinor } = typed
    setTyped({})
    if (qtyMilli === null || unitCostMinor === null || (qtyMilli === line.qtyMilli && unitCostMinor === line.unitCostMinor)) return
    void update.run({ lineId: line.id, qtyMilli, unitCostMinor })
  }
  return (
    <tr data-done={(isLocked && line.receivedMilli >= line.qtyMilli) || undefined}>
      <th scope="row">
        <bdi>{line.name}</bdi> <Code>{line.supplierCode || line.sku}</Code>
        <Packs line={line} />
        <FailureNotice failure={update.failure ?? remove.failure} />
      </th>
      {isLocked ? (
        <>
          <td data-end>
            <Quantity milli={line.qtyMilli} unit={line.unit} />
          </td>
          <td data-end>
            <strong>
              <Quantity milli={line.receivedMilli} unit={line.unit} />
            </strong>
          </td>
          <td data-end>
            <Money minor={line.unitCostMinor} />
          </td>
        </>
      ) : (
        <>
          <td data-field onBlur={save}>
            <QuantityField
              aria-label={t('purchasing.quantityOf', { name: line.name })}
              unit={line.unit}
              value={typed.qtyMilli === undefined ? line.qtyMilli : typed.qtyMilli}
              onChange={(qtyMilli) => setTyped((before) => ({ ...before, qtyMilli }))}
            />
          </td>
          <td data-field onBlur={save}>
            <MoneyField
              aria-label={t('purchasing.costOf', { name: line.name })}
              value={typed.unitCostMinor === undefined ? line.unitCostMinor : typed.unitCostMinor}
              onChange={(unitCostMinor) => setTyped((before) => ({ ...before, unitCostMinor }))}
            />
          </td>
        </>
      )}
      <td data-end>
        <Money minor={costOf(line.qtyMilli, line.unitCostMinor, line.packMilli)} strong />
      </td>
      {!isLocked && (
        <td>
          <ActionIcon
            variant="subtle"
            size="lg"
            aria-label={t('purchasing.removeLine', { name: line.name })}
            onClick={() => void remove.run({ lineId: line.id })}
          >
            <IconX size={16} />
          </ActionIcon>
        </td>
      )}
    </tr>
  )
}
