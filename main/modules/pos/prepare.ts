import { join } from 'node:path'
import type { In, PrepareCtx } from '#main/platform/context.ts'
import { offload } from '#main/platform/offload.ts'
import { PRINTING } from '#main/platform/print/caps.ts'
import { formatMoney } from '#shared/kernel/money.ts'
import { ok } from '#shared/kernel/result.ts'
import { type posContract, posFails } from '#shared/modules/pos/contract.ts'
import { verifyChains } from '../audit/prepare/chain.ts'
import * as authPrepare from '../auth/prepare.ts'
import * as catalog from '../catalog/service.ts'
import * as customers from '../customers/service.ts'
import * as workspace from '../workspace/service.ts'
import type { encodeReceipt } from './parts/escpos.ts'
import type { Label, renderLabels, renderReceipt } from './parts/render.ts'
import { receiptOf } from './parts/sheet.ts'
import { recordsWithoutSeal, sealedContent } from './service/seals.ts'
import { findView } from './service/view.ts'

type C = typeof posContract

export async function identify(ctx: PrepareCtx, { userId, pin }: In<C, 'identify'>) {
  return authPrepare.checkPin(ctx, userId, pin)
}

export async function receipt(ctx: PrepareCtx, { saleId, language, widthMm, form, opensDrawer }: In<C, 'receipt'>) {
  const known = findView(ctx.db, saleId)
  if (!known) return posFails.unknownSale({ saleId })
  const buyer = known.customerId && customers.findCustomer(ctx.db, known.customerId)
  const sheet = receiptOf(known, language ?? (buyer ? buyer.language : null) ?? workspace.theCompany(ctx.db).language)
  const { config } = ctx.platform
  const { assetsDir } = config
  const made =
    form === 'pdf'
      ? await offload<typeof renderReceipt>(config, 'renderReceipt', { sheet, widthMm, fontsDir: join(assetsDir, 'fonts') }, PRINTING)
      : await offload<typeof encodeReceipt>(config, 'encodeReceipt', { sheet, widthMm, opensDrawer, assetsDir }, PRINTING)
  return made.ok ? ok({ fileName: `${known.number}.${form === 'pdf' ? 'pdf' : 'bin'}`, base64: made.value }) : posFails.notRendered({ saleId })
}

export async function labels(ctx: PrepareCtx, { items, language }: In<C, 'labels'>) {
  const company = workspace.theCompany(ctx.db)
  const wanted: Label[] = []
  for (const { itemId, copies } of items) {
    const item = catalog.findItem(ctx.db, itemId)
    if (!item) return posFails.unknownItem({ itemId })
    wanted.push({
      name: item.name,
      price: formatMoney(item.priceMinor, company.currency, `${language ?? company.language}-u-nu-latn`),
      code: item.barcode || item.sku || item.id,
      copies,
    })
  }
  const { config } = ctx.platform
  const made = await offload<typeof renderLabels>(
    config,
    'renderLabels',
    { labels: wanted, shopName: company.name, fontsDir: join(config.assetsDir, 'fonts') },
    PRINTING,
  )
  return made.ok ? ok({ fileName: 'labels.pdf', base64: made.value }) : posFails.notRendered()
}

/** Every chain from its first link; calls go on meanwhile. Holds POS-8. */
export async function verify(ctx: PrepareCtx, _input: In<C, 'verify'>) {
  return ok(await verifyChains(ctx.db, sealedContent, recordsWithoutSeal(ctx.db)))
}
