import { useRef, useState } from 'react'
import type { Failure } from '#shared/kernel/result.ts'
import { DISPOSITIONS, type Sale, type SoldLine } from '#shared/modules/pos/model.ts'
import { call } from '../../../data/client.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Modal } from '../../../ui/dialogs.tsx'
import { Code, DateTime, Money } from '../../../ui/display.tsx'
import { MultiSelect, QuantityField, Select, TextInput } from '../../../ui/fields.tsx'
import { EmptyState, FailureNotice } from '../../../ui/states.tsx'
import { addReturns, type Coming, useBasket } from './basket.ts'
import classes from './Sale.module.css'

const AS_USUAL: Pick<Coming, 'disposition' | 'lots'> = { disposition: 'stock', lots: [] }

/** What comes back of an earlier sale, found by the number on its receipt: line by line, at what was charged. */
export function ReturnForm({ sale: given, onClose }: { sale?: Sale; onClose(): void }) {
  const t = useT()
  const frame = useRef<HTMLFormElement>(null)
  const { returns } = useBasket()
  const [number, setNumber] = useState('')
  const [failure, setFailure] = useState<Failure | null>(null)
  const [sale, setSale] = useState<Sale | null>(given ?? null)
  const [quantities, setQuantities] = useState<ReadonlyMap<string, number | null>>(() => new Map(returns.map(({ sold, qtyMilli }) => [sold.id, qtyMilli])))
  const [how, setHow] = useState<ReadonlyMap<string, Pick<Coming, 'disposition' | 'lots'>>>(() => new Map(returns.map(({ sold, ...one }) => [sold.id, one])))
  const howOf = (lineId: string) => how.get(lineId) ?? AS_USUAL
  const setHowOf = (lineId: string, patch: Partial<Pick<Coming, 'disposition' | 'lots'>>) => setHow(new Map(how).set(lineId, { ...howOf(lineId), ...patch }))
  const toFirst = () => frame.current?.querySelector<HTMLInputElement>('td[data-end] input')?.focus()
  const find = async () => {
    if (number.trim() === '') return
    const found = await call('pos.saleByNumber', { number })
    setFailure(found.ok ? null : found.error)
    if (!found.ok) return
    setSale(found.value)
    requestAnimationFrame(toFirst)
  }
  const open = sale?.lines.filter(({ leftMilli }) => leftMilli > 0) ?? []
  const wanted = new Map(open.map(({ id, leftMilli }) => [id as string, Math.min(leftMilli, Math.max(0, quantities.get(id) ?? 0))]))
  /** Numbers that are named come back, and so many. */
  const nameLots = (line: SoldLine, codes: readonly string[]) => {
    const lots = line.leftLots.filter(({ code }) => codes.includes(code)).map(({ code, qtyMilli }) => ({ code, qtyMilli }))
    setHowOf(line.id, { lots })
    if (lots.length > 0)
      setQuantities(
        new Map(quantities).set(
          line.id,
          lots.reduce((sum, { qtyMilli }) => sum + qtyMilli, 0),
        ),
      )
  }
  const isNone = [...wanted.values()].every((qtyMilli) => qtyMilli === 0)
  const done = () => {
    if (!sale || isNone) return
    addReturns(sale, new Map(open.map(({ id }): [string, Coming] => [id, { ...howOf(id), qtyMilli: wanted.get(id) ?? 0 }])))
    onClose()
  }
  return (
    <Modal opened title={t('pos.returns')} onClose={onClose} size="xl">
      <form
        ref={frame}
        className={classes.pay}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (sale) done()
          else void find()
        }}
      >
        {!sale && (
          <TextInput
            label={t('pos.receiptNumber')}
            description={t('pos.receiptNumberHint')}
            data-autofocus
            dir="ltr"
            maxLength={40}
            autoComplete="off"
            value={number}
            onChange={(event) => setNumber(event.currentTarget.value)}
          />
        )}
        <FailureNotice failure={failure} />
        {sale && (
          <>
            <p className={classes.choose}>
              <Code>{sale.number}</Code> · <DateTime at={sale.soldAt} /> · <Money minor={sale.totalMinor} strong />
            </p>
            {open.length === 0 ? (
              <EmptyState text={t('pos.nothingLeft')} />
            ) : (
              <table className={`${classes.table} ${classes.blocks}`}>
                <thead>
                  <tr>
                    <th scope="col">{t('lines.description')}</th>
                    <th scope="col" data-end>
                      {t('pos.left')}
                    </th>
                    <th scope="col" data-end>
                      {t('pos.gross')}
                    </th>
                    <th scope="col" data-end>
                      {t('pos.comesBack')}
                    </th>
                    <th scope="col">{t('pos.disposition')}</th>
                  </tr>
                </thead>
                <tbody>
                  {open.map((line, at) => (
                    <tr key={line.id}>
                      <th scope="row">
                        <bdi>{line.description || t(`saleLine.${line.kind}`)}</bdi>
                        {line.leftLots.length > 0 && (
                          <MultiSelect
                            className={classes.choice}
                            size="xs"
                            aria-label={t('pos.lotsBack', { name: line.description })}
                            placeholder={howOf(line.id).lots.length === 0 ? t('pos.lotsBackHint') : ''}
                            data={line.leftLots.map(({ code }) => code)}
                            value={howOf(line.id).lots.map(({ code }) => code)}
                            onChange={(codes) => nameLots(line, codes)}
                          />
                        )}
                      </th>
                      <td data-end data-label={t('pos.left')}>
                        {line.leftMilli / 1000}
                      </td>
                      <td data-end>
                        <Money minor={line.netMinor + line.taxMinor} />
                      </td>
                      <td data-end>
                        <QuantityField
                          aria-label={t('pos.backQuantity', { name: line.description })}
                          placeholder="0"
                          data-autofocus={at === 0 || undefined}
                          value={quantities.get(line.id) ?? null}
                          error={(quantities.get(line.id) ?? 0) > line.leftMilli ? t('pos.atMost', { quantity: line.leftMilli / 1000 }) : undefined}
                          onChange={(qtyMilli) => setQuantities(new Map(quantities).set(line.id, qtyMilli))}
                        />
                      </td>
                      <td>
                        {line.kind === 'part' && (
                          <Select
                            className={classes.choice}
                            aria-label={t('pos.dispositionOf', { name: line.description })}
                            allowDeselect={false}
                            data={DISPOSITIONS.map((value) => ({ value, label: t(`returnTo.${value}`) }))}
                            value={howOf(line.id).disposition}
                            onChange={(next) => setHowOf(line.id, { disposition: DISPOSITIONS.find((known) => known === next) ?? 'stock' })}
                          />
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </>
        )}
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true">
          {t('pos.intoBasket')}
        </button>
        {sale ? (
          <>
            <ActionButton
              label={t('pos.allBack')}
              onClick={() => {
                setQuantities(new Map(open.map(({ id, leftMilli }) => [id, leftMilli])))
                toFirst() // where Enter puts it into the basket
              }}
            />
            <ActionButton look="primary" hint="Enter" label={t('pos.intoBasket')} disabledReason={isNone ? t('pos.nothing') : null} onClick={done} />
          </>
        ) : (
          <ActionButton look="primary" hint="Enter" label={t('pos.find')} onClick={() => void find()} />
        )}
      </form>
    </Modal>
  )
}
