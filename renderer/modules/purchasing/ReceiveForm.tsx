import { useState } from 'react'
import type { PurchaseOrder } from '#shared/modules/purchasing/model.ts'
import { SPREADS } from '#shared/modules/purchasing/model/parts.ts'
import { openMilli } from '#shared/modules/purchasing/rules.ts'
import { useCommandForm } from '../../data/command-form.ts'
import type { RecordSlot } from '../../data/slots.ts'
import { useT } from '../../texts/t.ts'
import { MoneyField, QuantityField, Select, TextInput } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { BinField, saidBin, useBins } from '../inventory/parts/Bin.tsx'
import { type LotLine, LotLines, sumOf } from '../inventory/parts/LotLines.tsx'
import { Fields } from '../../ui/Page.tsx'
import { Change } from './parts/Change.tsx'
import { ForJob } from './parts/ForJobs.tsx'
import { Packs } from './parts/Packs.tsx'
import classes from './parts/PurchaseLines.module.css'

interface Arrived {
  readonly qtyMilli: number | null
  readonly unitCostMinor: number | null
  readonly lots?: readonly LotLine[]
  readonly bin?: string
}

/** A price that the order did not know is asked for: taken as nothing, the part would lie in stock for nothing. */
const priceOf = (unitCostMinor: number) => (unitCostMinor === 0 ? null : unitCostMinor)
/** What came in of an order; it begins with all that is open, at the price of the order. Mount it when it opens. */
export function ReceiveForm({ order, Job, onClose }: { order: PurchaseOrder; Job: RecordSlot; onClose(): void }) {
  const t = useT()
  const lines = order.lines.filter((line) => openMilli(line) > 0)
  const waiting = order.requests.filter(({ state }) => state === 'ordered')
  const binOf = useBins(
    order.head.placeId,
    lines.map(({ itemId }) => itemId),
  )
  const [arrived, setArrived] = useState<Readonly<Record<string, Arrived>>>(() =>
    Object.fromEntries(
      lines.map((line) => [
        line.id,
        line.tracking === 'none'
          ? { qtyMilli: openMilli(line), unitCostMinor: priceOf(line.unitCostMinor) }
          : { qtyMilli: 0, unitCostMinor: priceOf(line.unitCostMinor), lots: [] }, // of a tracked part the lots say how much
      ]),
    ),
  )
  const form = useCommandForm('purchasing.receive', {
    initial: {
      documentNumber: '',
      freightMinor: null as number | null,
      dutyMinor: null as number | null,
      spreadBy: 'value' as (typeof SPREADS)[number],
      lines: 0,
    },
    // An empty or zero quantity did not come; a number that is none stays null, and the contract names the line.
    toInput: ({ documentNumber, freightMinor, dutyMinor, spreadBy }) =>
      ({
        orderId: order.head.id,
        documentNumber,
        freightMinor: freightMinor ?? 0,
        dutyMinor: dutyMinor ?? 0,
        spreadBy,
        lines: Object.entries(arrived)
          .filter(([, { qtyMilli }]) => qtyMilli !== 0)
          .map(([lineId, { bin, ...one }]) => ({ lineId, ...one, ...saidBin(bin) })),
      }) as never,
    onDone: () => {
      notify.done(t('purchasing.receivedDone'))
      onClose()
    },
  })
  const set = (lineId: string, patch: Partial<Arrived>) =>
    setArrived((before) => ({ ...before, [lineId]: { qtyMilli: null, unitCostMinor: null, ...before[lineId], ...patch } }))
  const hasProblem = form.field('lines').error !== undefined
  /** Of a line that came: an empty number is what the contract has named. */
  const missing = (lineId: string, field: 'qtyMilli' | 'unitCostMinor') =>
    hasProblem && arrived[lineId]?.qtyMilli !== 0 && arrived[lineId]?.[field] === null && t('problem.required')
  return (
    <FormDrawer opened size="lg" title={t('purchasing.receiveTitle')} submitLabel={t('purchasing.receive')} form={form} onClose={onClose}>
      <TextInput label={t('stock.document')} data-autofocus {...form.field('documentNumber')} />
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('common.name')}</th>
            <th scope="col">{t('stock.bin')}</th>
            <th scope="col" data-end>
              {t('purchasing.received')}
            </th>
            <th scope="col" data-end>
              {t('purchasing.cost')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id}>
              <th scope="row">
                <bdi>{line.name}</bdi>
                {line.tracking !== 'none' && (
                  <LotLines
                    tracking={line.tracking}
                    name={line.name}
                    unit={line.unit}
                    lots={arrived[line.id]?.lots ?? []}
                    onLots={(lots) => set(line.id, { lots, qtyMilli: sumOf(lots) })}
                  />
                )}
                <Packs line={line} />
                {waiting
                  .filter(({ itemId }) => itemId === line.itemId)
                  .map((request) => (
                    <ForJob key={request.id} request={request} Job={Job} />
                  ))}
                <div>
                  <Change before={line.unitCostMinor} after={arrived[line.id]?.unitCostMinor ?? line.unitCostMinor} />
                </div>
              </th>
              <td data-bin>
                <BinField name={line.name} known={binOf(line.itemId)} value={arrived[line.id]?.bin ?? ''} onChange={(bin) => set(line.id, { bin })} />
              </td>
              <td data-field>
                <QuantityField
                  aria-label={t('purchasing.quantityOf', { name: line.name })}
                  unit={line.unit}
                  disabled={line.tracking !== 'none'}
                  error={missing(line.id, 'qtyMilli')}
                  value={arrived[line.id]?.qtyMilli ?? null}
                  onChange={(qtyMilli) => set(line.id, { qtyMilli })}
                />
              </td>
              <td data-field>
                <MoneyField
                  aria-label={t('purchasing.costOf', { name: line.name })}
                  error={missing(line.id, 'unitCostMinor')}
                  value={arrived[line.id]?.unitCostMinor ?? null}
                  onChange={(unitCostMinor) => set(line.id, { unitCostMinor })}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Fields min={130}>
        <MoneyField label={t('goods.freight')} {...form.field('freightMinor')} />
        <MoneyField label={t('goods.duty')} {...form.field('dutyMinor')} />
        <Select
          label={t('goods.spreadBy')}
          allowDeselect={false}
          data={SPREADS.map((value) => ({ value, label: t(`goods.spread.${value}`) }))}
          {...form.field('spreadBy')}
        />
      </Fields>
    </FormDrawer>
  )
}
