import { join } from 'node:path'
import type { In, PrepareCtx } from '#main/platform/context.ts'
import { offload } from '#main/platform/offload.ts'
import { ok } from '#shared/kernel/result.ts'
import { type invoicingContract, invoicingFails } from '#shared/modules/invoicing/contract.ts'
import * as customers from '../customers/service.ts'
import * as workspace from '../workspace/service.ts'
import type { renderInvoice } from './parts/render.ts'
import { sheetOf } from './parts/sheet.ts'
import * as service from './service.ts'

type C = typeof invoicingContract

/** Half a second is usual; an order of 500 lines takes some. */
const CAPS = { ms: 30_000, memoryMb: 512, keepMs: 300_000 }

export async function pdf(ctx: PrepareCtx, { invoiceId, language }: In<C, 'pdf'>) {
  const known = service.findInvoice(ctx.db, invoiceId)
  if (!known) return invoicingFails.unknownInvoice({ invoiceId })
  const readBy = language ?? customers.findCustomer(ctx.db, known.customerId)?.language ?? workspace.theCompany(ctx.db).language
  const { assetsDir } = ctx.platform.config
  const { logoBase64, footer } = workspace.letterheadOf(ctx.db)
  const printed = await offload<typeof renderInvoice>(
    ctx.platform.config,
    'renderInvoice',
    { sheet: sheetOf(known, readBy, footer), logoBase64, fontsDir: join(assetsDir, 'fonts') },
    CAPS,
  )
  return printed.ok ? ok({ fileName: `${known.number}.pdf`, base64: printed.value }) : invoicingFails.notRendered({ invoiceId })
}
