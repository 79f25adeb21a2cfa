import type { Minor } from '../../kernel/money.ts'
import { type Failure, ok, type Result } from '../../kernel/result.ts'
import { addDays, type EpochMs, localDate, type LocalDate } from '../../kernel/time.ts'
import type { Customer } from '../customers/model.ts'
import type { Company } from '../workspace/model.ts'
import { invoicingFails } from './contract.ts'
import { type CustomerSnapshot, type InvoiceHead, invoiceMachine, type Payment } from './model.ts'

/** The days on an invoice, by the shop's calendar. */
export function datesOf(now: EpochMs, { zone, invoiceDueDays }: Pick<Company, 'zone' | 'invoiceDueDays'>): { issuedOn: LocalDate; dueOn: LocalDate } {
  const issuedOn = localDate(now, zone)
  return { issuedOn, dueOn: addDays(issuedOn, invoiceDueDays) }
}

export const buyerOf = ({ name, company, street, postcode, city, country, phone, email }: Customer): CustomerSnapshot => ({
  name,
  company,
  phone,
  email,
  address: [street, `${postcode} ${city}`.trim(), country].filter((part) => part !== '').join('\n'),
})

type Standing = Pick<InvoiceHead, 'id' | 'state' | 'dueMinor'>

/** The state of an invoice on which `dueMinor` is open. Holds INV-5. */
export function stateWith({ state }: Pick<InvoiceHead, 'state'>, dueMinor: Minor): InvoiceHead['state'] {
  const next = invoiceMachine[state][dueMinor === 0 ? 'settle' : 'unsettle']
  return next === 'refused' ? state : next
}

/** Money taken: at most what is due; cash may be tendered above it and is given back as change. Holds INV-4, INV-5. */
export function pay(
  invoice: Standing,
  tender: { method: Payment['method']; amountMinor: Minor; tenderedMinor?: Minor | undefined },
): Result<{ state: InvoiceHead['state']; changeMinor: Minor }, Failure<'invoicing.wrongState' | 'invoicing.overpaid' | 'invoicing.wrongTender'>> {
  const { method, amountMinor, tenderedMinor = amountMinor } = tender
  if (invoiceMachine[invoice.state].pay === 'refused') return invoicingFails.wrongState({ invoiceId: invoice.id, state: invoice.state, event: 'pay' })
  if (amountMinor > invoice.dueMinor) return invoicingFails.overpaid({ invoiceId: invoice.id, dueMinor: invoice.dueMinor })
  if (tenderedMinor < amountMinor || (method !== 'cash' && tenderedMinor !== amountMinor)) return invoicingFails.wrongTender({ amountMinor, tenderedMinor })
  return ok({ state: stateWith(invoice, invoice.dueMinor - amountMinor), changeMinor: tenderedMinor - amountMinor })
}

/** The row that takes a payment back. Holds INV-3, INV-4, INV-6. */
export function reverse(
  payment: Payment,
  invoice: Standing,
): Result<{ amountMinor: Minor; state: InvoiceHead['state'] }, Failure<'invoicing.alreadyReversed' | 'invoicing.isReversal'>> {
  if (payment.reversesId !== null) return invoicingFails.isReversal({ paymentId: payment.id })
  if (payment.isReversed) return invoicingFails.alreadyReversed({ paymentId: payment.id })
  return ok({ amountMinor: -payment.amountMinor, state: stateWith(invoice, invoice.dueMinor + payment.amountMinor) })
}

/** An invoice may be taken back while nothing is paid on it. */
export function checkVoid(invoice: Standing & Pick<InvoiceHead, 'paidMinor'>): Result<'void', Failure<'invoicing.wrongState' | 'invoicing.hasPayments'>> {
  if (invoice.paidMinor !== 0) return invoicingFails.hasPayments({ invoiceId: invoice.id, paidMinor: invoice.paidMinor })
  return invoiceMachine[invoice.state].void === 'refused'
    ? invoicingFails.wrongState({ invoiceId: invoice.id, state: invoice.state, event: 'void' })
    : ok('void')
}
