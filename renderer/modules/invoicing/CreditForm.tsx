import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import type { Invoice, InvoiceLine } from '#shared/modules/invoicing/model.ts'
import { leftToCredit } from '#shared/modules/invoicing/rules.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useT } from '../../texts/t.ts'
import { typedText } from '../../ui/decimal.ts'
import { QuantityField, Switch, TextInput } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { useWords } from '../../ui/words.tsx'
import classes from './parts/Ageing.module.css'

type LineId = InvoiceLine['id']

/** Takes lines, or parts of them, back; all that is left is chosen at first. */
export function CreditForm({ invoice, onClose }: { invoice: Invoice; onClose: () => void }) {
  const t = useT()
  const words = useWords()
  const lines = invoice.lines.filter((line) => leftToCredit(line) > 0)
  const [back, setBack] = useState<ReadonlyMap<LineId, number | null>>(() => new Map(lines.map((line) => [line.id, leftToCredit(line)])))
  const chosen = [...back].flatMap(([lineId, qtyMilli]) => (qtyMilli === null || qtyMilli <= 0 ? [] : [{ lineId, qtyMilli }]))
  const hasParts = invoice.workOrderId !== null && lines.some(({ id, kind }) => kind === 'part' && chosen.some(({ lineId }) => lineId === id))
  const form = useCommandForm('invoicing.credit', {
    initial: { reason: '', goodsBack: false, lines: null },
    toInput: ({ reason, goodsBack }) => ({ invoiceId: invoice.id, reason, goodsBack: goodsBack && hasParts, lines: chosen }),
    onDone: ({ creditNotes }) => {
      notify.done(t('credit.issued', { number: creditNotes.at(-1)?.number ?? '' }))
      onClose()
    },
  })
  const set = (id: LineId, qtyMilli: number | null) => setBack(new Map(back).set(id, qtyMilli))
  return (
    <FormDrawer opened title={t('credit.title', { number: invoice.number })} submitLabel={t('credit.issue')} form={form} onClose={onClose}>
      <p className={classes.dim}>{t('credit.text')}</p>
      {lines.map((line) => (
        <div key={line.id} className={classes.pair}>
          <Checkbox
            checked={(back.get(line.id) ?? 0) > 0}
            onChange={(event) => set(line.id, event.currentTarget.checked ? leftToCredit(line) : 0)}
            label={<span dir="auto">{line.description}</span>}
            description={`${t('credit.left')} ${typedText(leftToCredit(line), 3, false)}`}
          />
          <QuantityField
            aria-label={`${t('credit.back')}: ${line.description}`}
            value={back.get(line.id) ?? 0}
            onChange={(qtyMilli) => set(line.id, qtyMilli)}
          />
        </div>
      ))}
      {chosen.length === 0 && <p className={classes.late}>{t('credit.nothing')}</p>}
      {hasParts && (
        <Switch
          label={t('credit.goodsBack')}
          description={t('credit.goodsBackHint')}
          checked={form.values.goodsBack}
          onChange={(event) => form.set('goodsBack', event.currentTarget.checked)}
        />
      )}
      <TextInput label={words.reason} required maxLength={200} data-autofocus {...form.field('reason')} />
    </FormDrawer>
  )
}
