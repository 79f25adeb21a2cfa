import { join } from 'node:path'
import type { In, PrepareCtx } from '#main/platform/context.ts'
import { offload } from '#main/platform/offload.ts'
import { PRINTING } from '#main/platform/print/caps.ts'
import { ok } from '#shared/kernel/result.ts'
import { purchasingFails, type purchasingContract } from '#shared/modules/purchasing/contract.ts'
import { sellerOf } from '#shared/modules/workspace/rules.ts'
import * as workspace from '../workspace/service.ts'
import type { renderOrder } from './parts/render.ts'
import { sheetOf } from './parts/sheet.ts'
import { load } from './service/orders.ts'
import { findSupplier } from './service/suppliers.ts'

type C = typeof purchasingContract

export async function pdf(ctx: PrepareCtx, { orderId, language }: In<C, 'pdf'>) {
  const order = load(ctx.db, orderId)
  if (!order) return purchasingFails.unknownOrder({ orderId })
  const company = workspace.theCompany(ctx.db)
  const { head } = order
  const { logoBase64, footer } = workspace.letterheadOf(ctx.db)
  const facts = {
    order,
    supplier: findSupplier(ctx.db, head.supplierId),
    seller: sellerOf(company, workspace.findLocation(ctx.db, head.locationId)),
    currency: company.currency,
    footer,
  }
  const { config } = ctx.platform
  const sheet = sheetOf(facts, language ?? company.language)
  const made = await offload<typeof renderOrder>(config, 'renderOrder', { sheet, logoBase64, fontsDir: join(config.assetsDir, 'fonts') }, PRINTING)
  return made.ok ? ok({ fileName: `${head.number}.pdf`, base64: made.value }) : purchasingFails.notRendered({ orderId })
}
