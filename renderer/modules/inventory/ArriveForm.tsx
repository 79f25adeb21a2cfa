import { useState } from 'react'
import type { StockTransfer } from '#shared/modules/inventory/model/transfers.ts'
import { inTransit } from '#shared/modules/inventory/rules/transfers.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useT } from '../../texts/t.ts'
import { Code } from '../../ui/display.tsx'
import { QuantityField, Select, Switch, TextInput } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { BinField, saidBin, useBins } from './parts/Bin.tsx'
import type { NamedPlace } from './parts/named-places.ts'
import classes from './parts/stock.module.css'
import { Quantity } from './parts/Quantity.tsx'

/** What came in of a transfer; it begins with all that is on its way. Mount it when it opens. */
export function ArriveForm({ transfer, places, onClose }: { transfer: StockTransfer; places: readonly NamedPlace[]; onClose(): void }) {
  const t = useT()
  const open = transfer.lines.filter((line) => inTransit(line) > 0)
  const [came, setCame] = useState<Readonly<Record<string, number | null>>>(() => Object.fromEntries(open.map((line) => [line.id, inTransit(line)])))
  const [bins, setBins] = useState<Readonly<Record<string, string>>>({})
  const differs = (isLast: boolean) => open.some((line) => (came[line.id] ?? 0) > inTransit(line) || (isLast && came[line.id] !== inTransit(line)))
  const form = useCommandForm('inventory.receiveTransfer', {
    initial: { placeId: (places[0]?.id ?? null) as string | null, isLast: false, reason: '', lines: 0 },
    // A number that is none stays null, and the contract names the line.
    toInput: (values) =>
      ({ ...values, transferId: transfer.head.id, lines: open.map(({ id }) => ({ lineId: id, qtyMilli: came[id] ?? null, ...saidBin(bins[id]) })) }) as never,
    fieldOf: { 'inventory.reasonNeeded': 'reason' },
    onDone: () => {
      notify.done(t('transfers.received'))
      onClose()
    },
  })
  const binOf = useBins(
    form.values.placeId,
    open.map(({ itemId }) => itemId),
  )
  return (
    <FormDrawer opened size="md" title={t('transfers.receiveTitle')} submitLabel={t('transfers.receive')} form={form} onClose={onClose}>
      <Select
        label={t('transfers.intoPlace')}
        data-autofocus
        allowDeselect={false}
        data={places.map(({ id, label }) => ({ value: id as string, label }))}
        {...form.field('placeId')}
      />
      <div className={classes.rows}>
        {open.map((line) => (
          <div key={line.id} className={classes.row} style={{ gridTemplateColumns: 'minmax(0, 1fr) 92px 130px' }}>
            <span className={classes.words}>
              <strong dir="auto">{line.name}</strong>
              <span className={classes.small}>
                <Code>{[line.sku, line.lotCode].filter((part) => part !== '').join(' · ')}</Code>
                <span>
                  {t('transfers.open')} <Quantity milli={inTransit(line)} unit={line.unit} />
                </span>
              </span>
            </span>
            <BinField
              name={line.name}
              known={binOf(line.itemId)}
              value={bins[line.id] ?? ''}
              onChange={(bin) => setBins((before) => ({ ...before, [line.id]: bin }))}
            />
            <QuantityField
              aria-label={t('transfers.cameOf', { name: line.name })}
              unit={line.unit}
              value={came[line.id] ?? null}
              onChange={(qtyMilli) => setCame((before) => ({ ...before, [line.id]: qtyMilli }))}
            />
          </div>
        ))}
      </div>
      <Switch label={t('transfers.isLast')} checked={form.values.isLast} onChange={(event) => form.set('isLast', event.currentTarget.checked)} />
      {(differs(form.values.isLast) || form.values.reason !== '') && (
        <TextInput label={t('transfers.reason')} description={t('transfers.reasonHint')} dir="auto" maxLength={200} required {...form.field('reason')} />
      )}
    </FormDrawer>
  )
}
