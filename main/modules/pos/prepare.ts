import { join } from 'node:path'
import type { In, PrepareCtx } from '#main/platform/context.ts'
import { offload } from '#main/platform/offload.ts'
import { PRINTING } from '#main/platform/print/caps.ts'
import { sendToPrinter } from '#main/platform/print/printer.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { formatMoney } from '#shared/kernel/money.ts'
import { ok } from '#shared/kernel/result.ts'
import { type posContract, posFails } from '#shared/modules/pos/contract.ts'
import type { LabelOrder, Printer, PrintProblem, Sale, TillReport } from '#shared/modules/pos/model.ts'
import type { Language } from '#shared/modules/workspace/model.ts'
import { verifyChains } from '../audit/prepare/chain.ts'
import * as authPrepare from '../auth/prepare.ts'
import * as catalog from '../catalog/service.ts'
import * as customers from '../customers/service.ts'
import * as inventory from '../inventory/service.ts'
import * as workspace from '../workspace/service.ts'
import type { encodeLabels, encodeReceipt } from './parts/escpos.ts'
import type { renderLabels, renderReceipt } from './parts/render.ts'
import { type Label, type ReceiptSheet, receiptOf, reportOf, testSheet } from './parts/sheet.ts'
import { duePrints, notePrint, printerOf } from './service/printing.ts'
import { recordsWithoutSeal, sealedContent } from './service/seals.ts'
import { findReport } from './service/till.ts'
import { findView } from './service/view.ts'

type C = typeof posContract

export async function identify(ctx: PrepareCtx, { userId, pin }: In<C, 'identify'>) {
  return authPrepare.checkPin(ctx, userId, pin)
}

/** Opens the drawer: ESC @, and ESC p for 100 ms as on a receipt. */
const PULSE = Uint8Array.of(0x1b, 0x40, 0x1b, 0x70, 0, 50, 250)

export async function receipt(ctx: PrepareCtx, { saleId, language, widthMm, form, opensDrawer }: In<C, 'receipt'>) {
  const known = findView(ctx.db, saleId)
  if (!known) return posFails.unknownSale({ saleId })
  const sheet = sheetOf(ctx, known, language)
  const { config } = ctx.platform
  const { assetsDir } = config
  const made =
    form === 'pdf'
      ? await offload<typeof renderReceipt>(config, 'renderReceipt', { sheet, widthMm, fontsDir: join(assetsDir, 'fonts') }, PRINTING)
      : await encoded(ctx, { sheet, widthMm, opensDrawer })
  return made.ok ? ok({ fileName: `${known.number}.${form === 'pdf' ? 'pdf' : 'bin'}`, base64: made.value }) : posFails.notRendered({ saleId })
}

function sheetOf(ctx: PrepareCtx, sale: Sale, language?: Language): ReceiptSheet {
  const buyer = sale.customerId && customers.findCustomer(ctx.db, sale.customerId)
  return receiptOf(sale, language ?? (buyer ? buyer.language : null) ?? workspace.theCompany(ctx.db).language)
}

const reportSheet = (ctx: PrepareCtx, report: TillReport, language?: Language): ReceiptSheet => {
  const company = workspace.theCompany(ctx.db)
  const { locationId } = report.till
  return reportOf(report, { ...company, locationName: workspace.findLocation(ctx.db, locationId)?.name ?? '' }, language ?? company.language, ctx.now)
}

export async function reportFile(ctx: PrepareCtx, { tillId, language, widthMm }: In<C, 'reportFile'>) {
  const report = findReport(ctx, tillId)
  if (!report.ok) return report
  const { config } = ctx.platform
  const work = { sheet: reportSheet(ctx, report.value, language), widthMm, fontsDir: join(config.assetsDir, 'fonts') }
  const made = await offload<typeof renderReceipt>(config, 'renderReceipt', work, PRINTING)
  return made.ok ? ok({ fileName: `${report.value.till.number}.pdf`, base64: made.value }) : posFails.notRendered({ tillId })
}

const encoded = ({ platform: { config } }: PrepareCtx, work: Omit<Parameters<typeof encodeReceipt>[0], 'assetsDir'>) =>
  offload<typeof encodeReceipt>(config, 'encodeReceipt', { ...work, assetsDir: config.assetsDir }, PRINTING)

/** What labels say; null where an item is not known any more. */
function labelsOf(ctx: PrepareCtx, { items, locationId }: LabelOrder, language?: Language): Label[] | null {
  const company = workspace.theCompany(ctx.db)
  const labels = items.flatMap(({ itemId, copies }): Label[] => {
    const item = catalog.findItem(ctx.db, itemId)
    if (!item) return []
    const price = formatMoney(item.priceMinor, company.currency, `${language ?? company.language}-u-nu-latn`)
    const bin = locationId === null ? '' : inventory.binAt(ctx.db, itemId, locationId)
    return [{ name: item.name, price, bin, code: item.barcode || item.sku || item.id, copies }]
  })
  return labels.length === items.length ? labels : null
}

const send = (to: Printer, bytes: Uint8Array): Promise<PrintProblem | null> =>
  sendToPrinter(to.path === '' ? { host: to.host, port: to.port } : { path: to.path }, bytes)

async function sendSheet(ctx: PrepareCtx, to: Printer, sheet: ReceiptSheet, opensDrawer: boolean): Promise<PrintProblem | null> {
  const made = await encoded(ctx, { sheet, widthMm: to.widthMm, opensDrawer })
  return made.ok ? send(to, Buffer.from(made.value, 'base64')) : 'notRendered'
}

export async function testPrinter(ctx: PrepareCtx, _input: In<C, 'testPrinter'>) {
  const to = printerOf(ctx.db)
  if (!to) return posFails.noPrinter()
  const company = workspace.theCompany(ctx.db)
  return ok({ problem: await sendSheet(ctx, to, testSheet(company, ctx.device, ctx.now), to.hasDrawer) })
}

/** Sends what waits for paper, oldest first. A printer that failed once is not asked for the others: they would fail alike. Holds POS-12. */
export async function printDue(ctx: PrepareCtx): Promise<string> {
  const to = printerOf(ctx.db)
  if (!to) return ''
  let printed = 0
  let problem: PrintProblem | null = null
  const due = duePrints(ctx)
  for (const row of due) {
    if (problem === null || problem === 'notRendered') problem = await printOne(ctx, to, row)
    const said = problem
    ctx.write('pos.printed', (write) => ok(notePrint(write, row.id, said)))
    if (said === null) printed++
  }
  return due.length === 0 ? '' : `${printed} of ${due.length} printed`
}

async function printOne(ctx: PrepareCtx, to: Printer, { id, form, opensDrawer, labels: order }: ReturnType<typeof duePrints>[number]) {
  if (form === 'drawer') return send(to, PULSE)
  if (form === 'receipt') {
    const sale = findView(ctx.db, id as string as Id<'sale'>) // a receipt's id is its sale's
    if (sale) return sendSheet(ctx, to, sheetOf(ctx, sale), opensDrawer)
    const report = findReport(ctx, id as string as Id<'till'>) // or its till's
    return report.ok ? sendSheet(ctx, to, reportSheet(ctx, report.value), false) : 'notRendered'
  }
  const wanted = order && labelsOf(ctx, order)
  if (!wanted) return 'notRendered'
  const { config } = ctx.platform
  const made = await offload<typeof encodeLabels>(
    config,
    'encodeLabels',
    { labels: wanted, language: workspace.theCompany(ctx.db).language, widthMm: to.widthMm, assetsDir: config.assetsDir },
    PRINTING,
  )
  return made.ok ? send(to, Buffer.from(made.value, 'base64')) : 'notRendered'
}

export async function labels(ctx: PrepareCtx, { language, ...order }: In<C, 'labels'>) {
  const wanted = labelsOf(ctx, order, language)
  if (!wanted) return posFails.unknownItem()
  const { config } = ctx.platform
  const made = await offload<typeof renderLabels>(
    config,
    'renderLabels',
    { labels: wanted, shopName: workspace.theCompany(ctx.db).name, fontsDir: join(config.assetsDir, 'fonts') },
    PRINTING,
  )
  return made.ok ? ok({ fileName: 'labels.pdf', base64: made.value }) : posFails.notRendered()
}

/** Every chain from its first link; calls go on meanwhile. Holds POS-8. */
export async function verify(ctx: PrepareCtx, _input: In<C, 'verify'>) {
  return ok(await verifyChains(ctx.db, sealedContent, recordsWithoutSeal(ctx.db)))
}
