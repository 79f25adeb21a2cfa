import { useState } from 'react'
import type { Output } from '../../data/client.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useQuery } from '../../data/queries.ts'
import { useT } from '../../texts/t.ts'
import { Code, Day } from '../../ui/display.tsx'
import { QuantityField } from '../../ui/fields.tsx'
import { FormModal } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { EmptyState, Loading } from '../../ui/states.tsx'
import { LotBadge, useLotState } from './parts/badges.tsx'
import { Quantity } from './parts/Quantity.tsx'
import classes from './parts/stock.module.css'

interface PickLotsFormProps {
  documentId: string
  locationId: string
  item: { readonly id: string; readonly name: string }
  qtyMilli: number
  onClose(): void
}
type Shelf = Output<'inventory.picks'>

/** Which lots or serial numbers a document takes; it begins with what expires first. Mount it when it opens. */
export function PickLotsForm(props: PickLotsFormProps) {
  const { documentId, locationId, item, qtyMilli } = props
  const shelf = useQuery('inventory.picks', { documentId, locationId, itemId: item.id, qtyMilli })
  return shelf.data ? <Form {...props} shelf={shelf.data} /> : <Loading lines={2} />
}

function Form({ documentId, locationId, item, shelf, onClose }: PickLotsFormProps & { shelf: Shelf }) {
  const t = useT()
  const stateOf = useLotState()
  const [takes, setTakes] = useState<Readonly<Record<string, number | null>>>(() => Object.fromEntries(shelf.map((lot) => [lot.lotId, lot.takesMilli])))
  const form = useCommandForm('inventory.pick', {
    initial: { lots: 0 },
    // A number that is none stays null, and the contract names it.
    toInput: () =>
      ({
        documentId,
        locationId,
        itemId: item.id,
        lots: shelf.filter(({ lotId }) => takes[lotId] !== 0).map(({ lotId }) => ({ lotId, qtyMilli: takes[lotId] ?? null })),
      }) as never,
    onDone: () => {
      notify.done(t('lots.picked'))
      onClose()
    },
  })
  return (
    <FormModal opened size="md" title={`${t('lots.pick')}: ${item.name}`} form={form} onClose={onClose}>
      <p style={{ margin: 0, color: 'var(--dim)' }}>{t('lots.pickIntro')}</p>
      {shelf.length === 0 && <EmptyState title={t('lots.pickNone')} />}
      <div className={classes.rows}>
        {shelf.map((lot) => (
          <div key={lot.lotId} className={classes.row} style={{ gridTemplateColumns: 'minmax(0, 1fr) 120px' }}>
            <span className={classes.words}>
              <Code>{lot.code}</Code>
              <span className={classes.small}>
                <LotBadge lot={lot} />
                {lot.expiresOn !== null && <Day on={lot.expiresOn} />}
                <Quantity milli={lot.qtyMilli} unit={lot.unit} />
              </span>
            </span>
            <QuantityField
              aria-label={t('lots.quantityOf', { code: lot.code })}
              unit={lot.unit}
              disabled={stateOf(lot) === 'blocked'}
              value={takes[lot.lotId] ?? null}
              onChange={(next) => setTakes((before) => ({ ...before, [lot.lotId]: next }))}
            />
          </div>
        ))}
      </div>
    </FormModal>
  )
}
