import { Checkbox } from '@mantine/core'
import { useRef, useState } from 'react'
import { lotKey } from '#shared/modules/inventory/rules/lots.ts'
import type { LotPart } from '#shared/modules/pos/model.ts'
import type { Output } from '../../../data/client.ts'
import { useSession } from '../../../data/session.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Modal } from '../../../ui/dialogs.tsx'
import { Code, Day } from '../../../ui/display.tsx'
import { QuantityField, TextInput } from '../../../ui/fields.tsx'
import { useScanBox } from '../../../ui/scanner.ts'
import { Notice } from '../../../ui/states.tsx'
import { LotBadge, useLotState } from '../../inventory/parts/badges.tsx'
import { Quantity } from '../../inventory/parts/Quantity.tsx'
import type { BasketLine } from './basket.ts'
import classes from './Sale.module.css'

interface LotsFormProps {
  line: BasketLine
  /** What lies there, first to expire first. */
  shelf: Output<'inventory.picks'>
  onSave(lots: LotPart[]): void
  onClose(): void
}

/** Scan or tick the numbers of what is handed over. One that the shop does not know is taken, too: it is in the customer's hand. */
export function LotsForm({ line, shelf, onSave, onClose }: LotsFormProps) {
  const t = useT()
  const { can } = useSession()
  const stateOf = useLotState()
  const box = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [lots, setLots] = useState<readonly LotPart[]>(() =>
    line.lots.length > 0 || line.tracking === 'serial'
      ? line.lots
      : shelf.flatMap(({ code, takesMilli }) => (takesMilli > 0 ? [{ code, qtyMilli: takesMilli }] : [])),
  )
  const isSerial = line.tracking === 'serial'
  const isOf = (code: string) => (lot: LotPart) => lotKey(lot.code) === lotKey(code)
  const put = (code: string, qtyMilli: number) =>
    setLots((before) => {
      const others = before.filter((lot) => !isOf(code)(lot))
      return qtyMilli > 0 ? [...others, { code, qtyMilli }] : others
    })
  const openMilli = line.qtyMilli - lots.reduce((sum, { qtyMilli }) => sum + qtyMilli, 0)
  const read = (typed: string) => {
    const code = typed.trim().slice(0, 60)
    if (code === '') return
    put(shelf.find((lot) => lotKey(lot.code) === lotKey(code))?.code ?? code, isSerial ? 1000 : Math.max(1000, openMilli))
    setText('')
  }
  useScanBox(box, read)
  const strange = lots.filter(({ code }) => !shelf.some((lot) => lotKey(lot.code) === lotKey(code)))
  const isTooMuch = !isSerial && openMilli < 0
  const save = () => {
    if (isTooMuch) return
    onSave([...lots])
    onClose()
  }
  return (
    <Modal opened title={`${isSerial ? t('pos.serials') : t('lots.pick')}: ${line.name}`} onClose={onClose} size="md">
      <form
        className={classes.pay}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim() === '') save()
          else read(text)
        }}
      >
        <TextInput
          ref={box}
          data-autofocus
          dir="ltr"
          label={isSerial ? t('pos.serialScan') : t('pos.lotScan')}
          description={isSerial ? t('pos.serialScanHint') : t('lots.pickIntro')}
          maxLength={60}
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <ul className={classes.shelf}>
          {shelf.map((lot) => {
            const state = stateOf(lot)
            const chosen = lots.find(isOf(lot.code))
            const isBarred = state === 'blocked' || (state === 'expired' && !can('inventory.approve'))
            return (
              <li key={lot.lotId}>
                <span>
                  <Code>{lot.code}</Code>{' '}
                  <small>
                    <LotBadge lot={lot} /> {lot.expiresOn !== null && <Day on={lot.expiresOn} />}{' '}
                    {!isSerial && <Quantity milli={lot.qtyMilli} unit={lot.unit} />}
                  </small>
                </span>
                {isSerial ? (
                  <Checkbox
                    size="md"
                    aria-label={lot.code}
                    checked={chosen !== undefined}
                    disabled={isBarred && !chosen}
                    onChange={(event) => put(lot.code, event.currentTarget.checked ? 1000 : 0)}
                  />
                ) : (
                  <QuantityField
                    aria-label={t('lots.quantityOf', { code: lot.code })}
                    unit={lot.unit}
                    placeholder="0"
                    disabled={isBarred}
                    value={chosen?.qtyMilli ?? null}
                    onChange={(qtyMilli) => put(lot.code, qtyMilli ?? 0)}
                  />
                )}
              </li>
            )
          })}
          {strange.map(({ code }) => (
            <li key={code}>
              <span>
                <Code>{code}</Code> <small>{t('pos.lotStrange')}</small>
              </span>
              <Checkbox size="md" aria-label={code} checked onChange={() => put(code, 0)} />
            </li>
          ))}
        </ul>
        {isTooMuch && <Notice tone="bad">{t('pos.lotsTooMuch', { quantity: line.qtyMilli / 1000 })}</Notice>}
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true">
          {t('common.save')}
        </button>
        <ActionButton
          look="primary"
          hint="Enter"
          label={t('common.save')}
          disabledReason={isTooMuch ? t('pos.lotsTooMuch', { quantity: line.qtyMilli / 1000 }) : null}
          onClick={save}
        />
      </form>
    </Modal>
  )
}
