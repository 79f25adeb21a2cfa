import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { Failure } from '#shared/kernel/result.ts'
import { type Balances, type Policy, TENDERS, type Tender, type TenderInput } from '#shared/modules/pos/model.ts'
import { cashRounded, isPending } from '#shared/modules/pos/rules.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Money } from '../../../ui/display.tsx'
import { MoneyField, TextInput } from '../../../ui/fields.tsx'
import { useShortcut } from '../../../ui/shortcuts.tsx'
import { FailureNotice, Notice } from '../../../ui/states.tsx'
import classes from './Sale.module.css'

interface PayPanelProps {
  totalMinor: number
  policy: Policy
  hasCustomer: boolean
  balances: Balances
  isBusy: boolean
  failure: Failure | null
  onPay(payments: TenderInput[]): void
  onBack(): void
}

/** Takes money, or gives it back: what is open stands there already, Enter takes it; less than that leaves the rest for another tender. */
export function PayPanel({ totalMinor, policy, hasCustomer, balances, isBusy, failure, onPay, onBack }: PayPanelProps) {
  const t = useT()
  const frame = useRef<HTMLFormElement>(null)
  const [taken, setTaken] = useState<readonly TenderInput[]>([])
  const [method, setMethod] = useState<Tender>('cash')
  const [typedMinor, setTypedMinor] = useState<number | null>(null)
  const [reference, setReference] = useState('')
  const isRefund = totalMinor < 0
  const restMinor = totalMinor - taken.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const openMinor = method === 'cash' ? cashRounded(restMinor, policy.cashStepMinor) : restMinor
  useEffect(() => frame.current?.querySelector<HTMLInputElement>('[data-first] input')?.focus(), [method, taken.length])

  const choose = (next: Tender) => {
    setMethod(next)
    setTypedMinor(null)
    setReference('')
  }
  const take = () => {
    if (isBusy) return
    if (openMinor === 0) return onPay([...taken])
    const givenMinor = Math.sign(openMinor) * Math.min(typedMinor ?? Math.abs(openMinor), method === 'cash' ? Number.MAX_SAFE_INTEGER : Math.abs(openMinor))
    const isAll = Math.abs(givenMinor) >= Math.abs(openMinor)
    const amountMinor = isAll ? openMinor : givenMinor
    if (amountMinor === 0) return
    const one: TenderInput = { method, amountMinor, reference, ...(method === 'cash' && givenMinor > openMinor && { tenderedMinor: givenMinor }) }
    if (isAll) return onPay([...taken, one])
    setTaken([...taken, one])
    choose(method === 'cash' ? 'card' : 'cash')
  }
  const changeMinor = method === 'cash' && !isRefund && typedMinor !== null ? typedMinor - openMinor : null
  const usable = TENDERS.filter((one) => hasCustomer || (one !== 'deposit' && one !== 'account'))
  return (
    <form
      ref={frame}
      className={classes.pay}
      noValidate
      aria-label={t('pos.pay')}
      onSubmit={(event) => {
        event.preventDefault()
        take()
      }}
    >
      {taken.length > 0 && (
        <ul className={classes.tenders}>
          {taken.map((one, i) => (
            <li key={`${one.method}:${i}`}>
              <span>{t(`tender.${one.method}`)}</span>
              <Money minor={one.amountMinor} />
              <ActionIcon
                variant="subtle"
                color="gray"
                size={32}
                aria-label={t('pos.takeBack', { tender: t(`tender.${one.method}`) })}
                onClick={() => setTaken(taken.filter((_, at) => at !== i))}
              >
                <IconX size={16} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <p className={classes.total}>
        <span>{isRefund ? t('pos.giveBack') : t('pos.open')}</span>
        <strong>
          <Money minor={Math.abs(openMinor)} />
        </strong>
      </p>
      <fieldset className={classes.methods} aria-label={t('invoice.method')}>
        {usable.map((one, i) => (
          <MethodButton
            key={one}
            label={t(`tender.${one}`)}
            keys={`alt+${i + 1}`}
            isChosen={one === method}
            hint={one === 'deposit' ? balances.depositMinor : one === 'account' ? balances.accountMinor : null}
            onChoose={() => choose(one)}
          />
        ))}
      </fieldset>
      <div data-first>
        {method === 'cash' && !isRefund ? (
          <MoneyField label={t('pos.handed')} value={typedMinor} onChange={setTypedMinor} />
        ) : (
          <MoneyField label={t('invoice.amount')} value={typedMinor ?? Math.abs(openMinor)} onChange={setTypedMinor} />
        )}
      </div>
      {method !== 'cash' && method !== 'deposit' && method !== 'account' && (
        <TextInput
          label={t('pos.reference')}
          dir="ltr"
          maxLength={80}
          autoComplete="off"
          value={reference}
          onChange={(event) => setReference(event.currentTarget.value)}
        />
      )}
      {isPending({ method, amountMinor: openMinor, reference }) && <Notice tone="waiting">{t('pos.pendingHint')}</Notice>}
      {changeMinor !== null && changeMinor >= 0 && (
        <p className={classes.change} aria-live="polite">
          {t('pos.change', { amount: changeMinor })}
        </p>
      )}
      {changeMinor !== null && changeMinor < 0 && <Notice tone="info">{t('pos.partly', { amount: -changeMinor })}</Notice>}
      <FailureNotice failure={failure} />
      <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true">
        {t('pos.pay')}
      </button>
      <ActionButton fullWidth look="primary" hint="Enter" label={isRefund ? t('pos.refund') : t('pos.take')} busy={isBusy} onClick={take} />
      <ActionButton fullWidth label={t('pos.backToBasket')} shortcut="Escape" onClick={onBack} />
    </form>
  )
}

function MethodButton({ label, keys, isChosen, hint, onChoose }: { label: string; keys: string; isChosen: boolean; hint: number | null; onChoose(): void }) {
  useShortcut({ keys, label, group: '', run: onChoose })
  return (
    <button type="button" className={classes.method} aria-pressed={isChosen} onClick={onChoose}>
      {label}
      <small>{hint === null ? <bdi dir="ltr">{keys.replace('alt+', 'Alt ')}</bdi> : <Money minor={hint} />}</small>
    </button>
  )
}
