import { join } from 'node:path'
import type { In, PrepareCtx } from '#main/platform/context.ts'
import { offload } from '#main/platform/offload.ts'
import { PRINTING } from '#main/platform/print/caps.ts'
import { ok } from '#shared/kernel/result.ts'
import { addDays, atLocal, localDate } from '#shared/kernel/time.ts'
import { type invoicingContract, invoicingFails } from '#shared/modules/invoicing/contract.ts'
import type { Invoice } from '#shared/modules/invoicing/model.ts'
import { buyerOf } from '#shared/modules/invoicing/rules.ts'
import type { Language } from '#shared/modules/workspace/model.ts'
import { sellerOf } from '#shared/modules/workspace/rules.ts'
import * as customers from '../customers/service.ts'
import * as workspace from '../workspace/service.ts'
import type { renderInvoice } from './parts/render.ts'
import type { renderStatements } from './parts/render-statement.ts'
import { creditSheetOf, sheetOf } from './parts/sheet.ts'
import { type Statement, statementOf } from './parts/statement.ts'
import * as service from './service.ts'
import { findCreditNote } from './store.ts'
import * as accounts from './store/accounts.ts'

type C = typeof invoicingContract

const languageOf = (ctx: PrepareCtx, { customerId }: Pick<Invoice, 'customerId'>, asked: Language | undefined): Language =>
  asked ?? customers.findCustomer(ctx.db, customerId)?.language ?? workspace.theCompany(ctx.db).language
const fontsIn = (ctx: PrepareCtx): string => join(ctx.platform.config.assetsDir, 'fonts')

export async function pdf(ctx: PrepareCtx, { invoiceId, language }: In<C, 'pdf'>) {
  const known = service.findInvoice(ctx.db, invoiceId)
  if (!known) return invoicingFails.unknownInvoice({ invoiceId })
  const { logoBase64, footer } = workspace.letterheadOf(ctx.db)
  const sheet = sheetOf(known, languageOf(ctx, known, language), footer)
  const printed = await offload<typeof renderInvoice>(ctx.platform.config, 'renderInvoice', { sheet, logoBase64, fontsDir: fontsIn(ctx) }, PRINTING)
  return printed.ok ? ok({ fileName: `${known.number}.pdf`, base64: printed.value }) : invoicingFails.notRendered({ invoiceId })
}

export async function creditNotePdf(ctx: PrepareCtx, { creditNoteId, language }: In<C, 'creditNotePdf'>) {
  const found = findCreditNote(ctx.db, creditNoteId)
  const known = found && service.findInvoice(ctx.db, found.invoiceId)
  const note = known?.creditNotes.find(({ id }) => id === creditNoteId)
  if (!known || !note) return invoicingFails.unknownCreditNote({ creditNoteId })
  const { logoBase64, footer } = workspace.letterheadOf(ctx.db)
  const sheet = creditSheetOf(known, note, languageOf(ctx, known, language), footer)
  const printed = await offload<typeof renderInvoice>(ctx.platform.config, 'renderInvoice', { sheet, logoBase64, fontsDir: fontsIn(ctx) }, PRINTING)
  return printed.ok ? ok({ fileName: `${note.number}.pdf`, base64: printed.value }) : invoicingFails.notRendered({ creditNoteId })
}

export async function statements(ctx: PrepareCtx, { customerIds, kind, fromOn, toOn, language }: In<C, 'statements'>) {
  const company = workspace.theCompany(ctx.db)
  const seller = sellerOf(company, undefined)
  const { logoBase64, footer } = workspace.letterheadOf(ctx.db)
  const sheets: Statement[] = []
  for (const customerId of customerIds) {
    const buyer = customers.findCustomer(ctx.db, customerId)
    if (!buyer) return invoicingFails.unknownCustomer({ customerId })
    const [fromAt, toAt] = [atLocal(fromOn, 0, company.zone), atLocal(addDays(toOn, 1), 0, company.zone)]
    const of =
      kind === 'open'
        ? { open: service.openOfCustomer(ctx.db, customerId).map(service.withDue) }
        : { entries: accounts.entriesBetween(ctx.db, customerId, fromAt, toAt), beforeMinor: accounts.balanceBefore(ctx.db, customerId, fromAt) }
    const facts = {
      customer: buyerOf(buyer, company),
      seller,
      currency: company.currency,
      now: ctx.now,
      fromOn,
      toOn,
      ageing: service.ageingOf(ctx, customerId),
      of,
    }
    sheets.push(statementOf(facts, language ?? buyer.language ?? company.language, footer))
  }
  const [first, ...rest] = sheets
  if (!first) return invoicingFails.notRendered()
  const printed = await offload<typeof renderStatements>(
    ctx.platform.config,
    'renderStatements',
    { sheets: [first, ...rest], logoBase64, fontsDir: fontsIn(ctx) },
    PRINTING,
  )
  return printed.ok ? ok({ fileName: `statements-${localDate(ctx.now, company.zone)}.pdf`, base64: printed.value }) : invoicingFails.notRendered()
}
