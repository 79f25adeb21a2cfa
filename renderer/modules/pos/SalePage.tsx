import { useEffect, useRef, useState } from 'react'
import type { Sale } from '#shared/modules/pos/model.ts'
import { discountLimit } from '#shared/modules/pos/rules.ts'
import { useCommand } from '../../data/command.ts'
import { useQuery } from '../../data/queries.ts'
import { useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Money } from '../../ui/display.tsx'
import { notify } from '../../ui/notify.ts'
import { Page } from '../../ui/Page.tsx'
import { ErrorState, FailureNotice, Loading, Notice } from '../../ui/states.tsx'
import { CustomerPicker } from '../customers/parts/CustomerPicker.tsx'
import { rateText } from '../work-orders/parts/TotalsBar.tsx'
import { AdvanceForm } from './parts/AdvanceForm.tsx'
import { BasketLines } from './parts/BasketLines.tsx'
import { charged, clearBasket, isEmpty, reprice, serialsMissing, setBasket, useBasket } from './parts/basket.ts'
import { DonePanel } from './parts/DonePanel.tsx'
import { LabelsAction } from './parts/LabelsAction.tsx'
import { ParkedForm } from './parts/ParkedForm.tsx'
import { PayPanel } from './parts/PayPanel.tsx'
import { ReturnedTwice } from './parts/ReturnedTwice.tsx'
import { ReturnForm } from './parts/ReturnForm.tsx'
import { ScanBox } from './parts/ScanBox.tsx'
import { SellerForm } from './parts/SellerForm.tsx'
import { Unprinted } from './parts/Unprinted.tsx'
import { OpenTillForm } from './OpenTillForm.tsx'
import classes from './parts/Sale.module.css'

/** The counter: scan, scan, take the money. Everything works from the keyboard, and by touch. */
export function SalePage() {
  const t = useT()
  const till = useQuery('pos.till', {})
  const policy = useQuery('pos.policy', {})
  const failed = [till, policy].find(({ failure }) => failure)
  if (till.data && policy.data) return <Counter policy={policy.data} />
  return (
    <Page title={t('pos.title')}>
      {failed?.failure ? <ErrorState failure={failed.failure} onRetry={failed.retry} /> : till.data === null && policy.data ? <OpenTillForm /> : <Loading />}
    </Page>
  )
}

/** Keeps lines at what the catalogue asks of this customer for these quantities. */
function usePrices({ customerId, lines }: ReturnType<typeof useBasket.getState>): void {
  const asked = lines.flatMap(({ itemId, qtyMilli }) => (itemId === null ? [] : [{ itemId, qtyMilli }]))
  const { data } = useQuery('catalog.quote', { customerId, lines: asked }, { enabled: asked.length > 0 })
  useEffect(() => {
    if (!data) return
    const quotes = data.values()
    reprice(useBasket.getState().lines.map(({ itemId }) => (itemId === null ? null : (quotes.next().value?.priceMinor ?? null))))
  }, [data])
}

type Opened = 'pay' | 'return' | 'parked' | 'seller' | 'advance' | null

function Counter({ policy }: { policy: NonNullable<ReturnType<typeof useQuery<'pos.policy'>>['data']> }) {
  const t = useT()
  const go = useGo()
  const { can, me } = useSession()
  const { company, location } = useShop()
  const basket = useBasket()
  const scanner = useRef<HTMLInputElement>(null)
  const lines = useRef<HTMLDivElement>(null)
  const [opened, setOpened] = useState<Opened>(null)
  const [done, setDone] = useState<Sale | null>(null)
  const sell = useCommand('pos.sell')
  const park = useCommand('pos.park')
  const customer = useQuery('customers.get', { customerId: basket.customerId ?? '' }, { enabled: basket.customerId !== null })
  const balances = useQuery('pos.balances', { customerId: basket.customerId ?? '' }, { enabled: basket.customerId !== null })
  usePrices(basket)
  const cards = useQuery('pos.pendingCards', { locationId: location?.id ?? '' }, { enabled: location !== null && can('pos.read') })

  const taxExempt = customer.data?.taxExempt ?? false
  const { lines: priced, back, again, sums } = charged(basket, taxExempt, company?.taxInclusive ?? false)
  const nothing = isEmpty(basket)
  const forbidden = can('pos.sell') ? null : t('failure.platform.notAllowed')
  const limitBp = basket.seller?.discountBp ?? (me ? discountLimit(policy, me.user.role) : 0)
  const scan = () => scanner.current?.focus()
  const side = useRef<HTMLElement>(null)
  // After a sale Enter is for the next customer, else what is typed is a code.
  useEffect(() => {
    if (opened !== null) return
    const next = side.current?.querySelector<HTMLElement>('[data-next] button')
    if (next) next.focus()
    else scan()
  }, [opened, done])
  const close = () => setOpened(null)
  const needsPin = policy.pinPerSale && basket.seller === null

  const pay = async (payments: Parameters<typeof sell.run>[0]['payments']) => {
    const { saleId, customerId, depositMinor, accountMinor } = basket
    const answer = await sell.run({
      saleId,
      customerId,
      lines: basket.lines.map(({ itemId, description, qtyMilli, unitPriceMinor, discountBp, lots }) => ({
        itemId,
        description,
        qtyMilli,
        unitPriceMinor,
        discountBp,
        lots,
      })),
      returns: basket.returns.map(({ sold, qtyMilli, disposition, lots }) => ({ lineId: sold.id, qtyMilli, disposition, lots: [...lots] })),
      again: basket.again.map(({ sold, qtyMilli }) => ({ lineId: sold.id, qtyMilli })),
      depositMinor,
      accountMinor,
      payments,
    })
    if (!answer.ok) return answer.error.code === 'pos.pinNeeded' ? setOpened('seller') : undefined
    setDone(answer.value)
    clearBasket()
    close()
  }
  /** A figure that could not be read is in no sum: it comes first. */
  const isUnread = () => {
    const wrong = lines.current?.querySelector<HTMLInputElement>('[data-wrong]')
    wrong?.blur() // left, it says why
    wrong?.focus()
    return wrong !== null && wrong !== undefined
  }
  const parkIt = async () => {
    if (!location || isUnread()) return
    const answer = await park.run({
      locationId: location.id,
      label: customer.data?.name ?? '',
      basket: {
        customerId: basket.customerId as never, // the picker's own id
        lines: [...basket.lines],
        returns: basket.returns.map(({ sold, saleId, qtyMilli, disposition, lots }) => ({ saleId, lineId: sold.id, qtyMilli, disposition, lots: [...lots] })),
        depositMinor: basket.depositMinor,
        accountMinor: basket.accountMinor,
      },
    })
    if (!answer.ok) return
    notify.done(t('pos.parkedDone'))
    clearBasket()
  }
  const startPay = () => {
    sell.clear()
    if (isUnread()) return
    // Which piece it is only the person sees who holds it: the numbers come before the money.
    const unnamed = document.querySelector<HTMLButtonElement>('[data-missing]')
    if (basket.lines.some((line) => serialsMissing(line) > 0) && unnamed) return unnamed.click()
    setOpened(needsPin ? 'seller' : 'pay')
  }

  return (
    <Page
      fills
      title={t('pos.title')}
      actions={
        <>
          <ActionButton label={t('pos.returns')} shortcut="F4" disabledReason={forbidden} onClick={() => setOpened('return')} />
          <ActionButton
            label={t('pos.park')}
            shortcut="F6"
            busy={park.isRunning}
            disabledReason={forbidden ?? (nothing ? t('pos.nothing') : basket.again.length > 0 ? t('pos.parkNoAgain') : null)}
            onClick={() => void parkIt()}
          />
          <ActionButton label={t('pos.recall')} shortcut="F7" disabledReason={forbidden} onClick={() => setOpened('parked')} />
          <LabelsAction />
          <ActionButton label={t('pos.sales')} onClick={() => go({ to: paths.sales })} />
          <ActionButton label={t('till.title')} onClick={() => go({ to: paths.till })} />
        </>
      }
    >
      {(cards.data?.lateMinor ?? 0) > 0 && (
        <Notice tone="bad" action={<ActionButton size="xs" label={t('till.toCards')} onClick={() => go({ to: paths.till })} />}>
          {t('pos.cardsLate', { amount: cards.data?.lateMinor ?? 0 })}
        </Notice>
      )}
      <Unprinted />
      <ReturnedTwice />
      <FailureNotice failure={park.failure} />
      <div className={classes.frame}>
        <section className={classes.main} aria-label={t('pos.basket')}>
          <ScanBox
            inputRef={scanner}
            onScanned={() => {
              setDone(null)
              requestAnimationFrame(() => lines.current?.querySelector('fieldset:last-of-type')?.scrollIntoView({ block: 'nearest' }))
            }}
            onFree={() => {
              setDone(null)
              const row = useBasket.getState().lines.length
              requestAnimationFrame(() => document.querySelector<HTMLInputElement>(`[data-cell="price:${row}"]`)?.focus())
            }}
          />
          {nothing ? (
            <p className={classes.empty}>{t('pos.emptyText')}</p>
          ) : (
            <div ref={lines} style={{ display: 'contents' }}>
              <BasketLines
                lines={basket.lines}
                returns={basket.returns}
                again={basket.again}
                charged={priced}
                back={back}
                chargedAgain={again}
                taxExempt={taxExempt}
                onNext={scan}
              />
            </div>
          )}
        </section>
        <aside ref={side} className={classes.side} aria-label={t('lines.total')}>
          {done && nothing ? (
            <DonePanel sale={done} onNext={() => setDone(null)} />
          ) : opened === 'pay' ? (
            <PayPanel
              totalMinor={sums.totalMinor}
              policy={policy}
              hasCustomer={basket.customerId !== null}
              balances={balances.data ?? { depositMinor: 0, accountMinor: 0 }}
              isBusy={sell.isRunning}
              failure={sell.failure}
              onPay={(payments) => void pay(payments)}
              onBack={close}
            />
          ) : (
            <>
              <p className={classes.total} aria-live="polite">
                <span>{sums.totalMinor < 0 ? t('pos.giveBack') : t('lines.total')}</span>
                <strong>
                  <Money minor={Math.abs(sums.totalMinor)} />
                </strong>
              </p>
              <dl className={classes.sums}>
                <dt>{t('lines.netTotal')}</dt>
                <dd>
                  <Money minor={sums.netMinor} />
                </dd>
                {sums.taxes.map(({ rateBp, baseMinor, taxMinor }) => [
                  <dt key={`t${rateBp}`}>
                    {rateBp === 0 ? t('lines.taxFree', { base: baseMinor }) : t('lines.taxOf', { rate: rateText(rateBp), base: baseMinor })}
                  </dt>,
                  <dd key={`d${rateBp}`}>
                    <Money minor={taxMinor} />
                  </dd>,
                ])}
                {basket.depositMinor > 0 && [
                  <dt key="dt">{t('saleLine.deposit')}</dt>,
                  <dd key="dd">
                    <Money minor={basket.depositMinor} />
                  </dd>,
                ]}
                {basket.accountMinor > 0 && [
                  <dt key="at">{t('saleLine.account')}</dt>,
                  <dd key="ad">
                    <Money minor={basket.accountMinor} />
                  </dd>,
                ]}
              </dl>
              <CustomerPicker label={t('pos.customer')} value={basket.customerId} onChange={(customerId) => setBasket({ customerId })} />
              {balances.data && (balances.data.depositMinor !== 0 || balances.data.accountMinor !== 0) && (
                <Notice tone="info">{t('pos.balances', { deposit: balances.data.depositMinor, account: balances.data.accountMinor })}</Notice>
              )}
              {basket.lines.some(({ discountBp }) => discountBp > limitBp) && (
                <Notice tone="waiting">{t('pos.overLimit', { limit: rateText(limitBp) })}</Notice>
              )}
              <div className={classes.buttons}>
                <ActionButton
                  fullWidth
                  label={basket.seller ? t('pos.sellerIs', { name: basket.seller.name }) : t('pos.seller')}
                  shortcut="alt+s"
                  onClick={() => setOpened('seller')}
                />
                <ActionButton
                  fullWidth
                  label={t('pos.advance')}
                  shortcut="alt+d"
                  disabledReason={forbidden ?? (basket.customerId === null ? t('failure.pos.customerNeeded') : null)}
                  onClick={() => setOpened('advance')}
                />
                <ActionButton fullWidth label={t('pos.clear')} disabledReason={nothing ? t('pos.nothing') : null} onClick={clearBasket} />
                <ActionButton
                  fullWidth
                  look="primary"
                  label={t('pos.pay')}
                  shortcut="F8"
                  disabledReason={forbidden ?? (nothing ? t('pos.nothing') : null)}
                  onClick={startPay}
                />
              </div>
            </>
          )}
        </aside>
      </div>
      {opened === 'return' && <ReturnForm onClose={close} />}
      {opened === 'parked' && location && <ParkedForm locationId={location.id} onClose={close} />}
      {opened === 'seller' && <SellerForm saleId={basket.saleId} onClose={close} />}
      {opened === 'advance' && <AdvanceForm owedMinor={balances.data?.accountMinor ?? 0} onClose={close} />}
    </Page>
  )
}
