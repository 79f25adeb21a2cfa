import { join } from 'node:path'
import type { In, PrepareCtx } from '#main/platform/context.ts'
import { offload } from '#main/platform/offload.ts'
import { formatMoney } from '#shared/kernel/money.ts'
import { ok } from '#shared/kernel/result.ts'
import { type posContract, posFails } from '#shared/modules/pos/contract.ts'
import type { ChainReport } from '#shared/modules/pos/model.ts'
import * as authPrepare from '../auth/prepare.ts'
import * as catalog from '../catalog/service.ts'
import * as customers from '../customers/service.ts'
import * as workspace from '../workspace/service.ts'
import type { encodeReceipt } from './parts/escpos.ts'
import type { Label, renderLabels, renderReceipt } from './parts/render.ts'
import { receiptOf } from './parts/sheet.ts'
import { sealHash } from './service/seal.ts'
import { findView } from './service/view.ts'
import { recordsWithoutSeal, sealedContent, sealingDevices, sealsAfter } from './store/seals.ts'

type C = typeof posContract

export async function identify(ctx: PrepareCtx, { userId, pin }: In<C, 'identify'>) {
  return authPrepare.checkPin(ctx, userId, pin)
}

/** A receipt takes some tens of milliseconds once its thread is warm. */
const CAPS = { ms: 30_000, memoryMb: 512, keepMs: 600_000 }

export async function receipt(ctx: PrepareCtx, { saleId, language, widthMm, form, opensDrawer }: In<C, 'receipt'>) {
  const known = findView(ctx.db, saleId)
  if (!known) return posFails.unknownSale({ saleId })
  const buyer = known.customerId && customers.findCustomer(ctx.db, known.customerId)
  const sheet = receiptOf(known, language ?? (buyer ? buyer.language : null) ?? workspace.theCompany(ctx.db).language)
  const { config } = ctx.platform
  const { assetsDir } = config
  const made =
    form === 'pdf'
      ? await offload<typeof renderReceipt>(config, 'renderReceipt', { sheet, widthMm, fontsDir: join(assetsDir, 'fonts') }, CAPS)
      : await offload<typeof encodeReceipt>(config, 'encodeReceipt', { sheet, widthMm, opensDrawer, assetsDir }, CAPS)
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
    CAPS,
  )
  return made.ok ? ok({ fileName: 'labels.pdf', base64: made.value }) : posFails.notRendered()
}

/** Links looked at before other calls get in between. */
const PIECE = 200

/** Every chain from its first link; calls go on meanwhile. Holds POS-8. */
export async function verify(ctx: PrepareCtx, _input: In<C, 'verify'>) {
  const loose = recordsWithoutSeal(ctx.db)
  const reports: ChainReport[] = []
  for (const deviceTag of new Set([...sealingDevices(ctx.db), ...loose.map((one) => one.deviceTag)])) {
    const unsealed = loose.find((one) => one.deviceTag === deviceTag)
    const walked = await walk(ctx, deviceTag)
    reports.push(walked.fault || !unsealed ? walked : { ...walked, fault: { seq: walked.links + 1, kind: 'unsealed', recordId: unsealed.recordId } })
  }
  return ok(reports)
}

async function walk(ctx: PrepareCtx, deviceTag: string): Promise<ChainReport> {
  let links = 0
  let before = ''
  const broken = (kind: NonNullable<ChainReport['fault']>['kind'], recordId: string): ChainReport => ({
    deviceTag,
    links,
    fault: { seq: links + 1, kind, recordId },
  })
  for (let piece = sealsAfter(ctx.db, deviceTag, 0, PIECE); piece.length > 0; piece = sealsAfter(ctx.db, deviceTag, links, PIECE)) {
    for (const link of piece) {
      if (link.seq !== links + 1) return broken('gap', link.recordId)
      const content = sealedContent(ctx.db, link.kind, link.recordId)
      if (content === undefined) return broken('missing', link.recordId)
      if (sealHash(before, link, content) !== link.hash) return broken('changed', link.recordId)
      links = link.seq
      before = link.hash
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { deviceTag, links, fault: null }
}
