import { join } from 'node:path'
import type { In, PrepareCtx } from '#main/platform/context.ts'
import { offload } from '#main/platform/offload.ts'
import { PRINTING } from '#main/platform/print/caps.ts'
import { ok } from '#shared/kernel/result.ts'
import { type inspectionsContract, inspectionsFails } from '#shared/modules/inspections/contract.ts'
import * as customers from '../customers/service.ts'
import * as filesPrepare from '../files/prepare.ts'
import * as workspace from '../workspace/service.ts'
import { readyContent, readyTemplates as listReady } from './parts/ready.ts'
import type { renderInspection } from './parts/render.ts'
import { reportOf } from './parts/report.ts'
import { readReport } from './service/report.ts'

type C = typeof inspectionsContract

/** JPEG and PNG: what every window shows and the printing library can set. */
const PHOTO = /^(\/9j\/|iVBORw0KGgo)/
const THUMB = /^\/9j\/[A-Za-z0-9+/]+={0,2}$/

export async function readyTemplates(ctx: PrepareCtx, _input: In<C, 'readyTemplates'>) {
  return ok(listReady(ctx.platform.config.assetsDir))
}

export async function createReady(ctx: PrepareCtx, { key }: In<C, 'createReady'>) {
  const content = readyContent(ctx.platform.config.assetsDir, key)
  return content ? ok(content) : inspectionsFails.unknownReady({ key })
}

export async function addPhoto(ctx: PrepareCtx, { fileName, base64, thumbBase64 }: In<C, 'addPhoto'>) {
  if (!PHOTO.test(base64) || !THUMB.test(thumbBase64)) return inspectionsFails.notAPhoto()
  const saved = await filesPrepare.upload(ctx, { fileName, base64 })
  return saved.ok && !saved.value.mediaType.startsWith('image/') ? inspectionsFails.notAPhoto() : saved
}

export async function pdf(ctx: PrepareCtx, { inspectionId, language }: In<C, 'pdf'>) {
  const known = readReport(ctx, inspectionId)
  if (!known) return inspectionsFails.unknownInspection({ inspectionId })
  const readBy = language ?? customers.findCustomer(ctx.db, known.head.customerId)?.language ?? workspace.theCompany(ctx.db).language
  const { assetsDir } = ctx.platform.config
  const { photos, ...facts } = known
  const { logoBase64, footer } = workspace.letterheadOf(ctx.db)
  const printed = await offload<typeof renderInspection>(
    ctx.platform.config,
    'renderInspection',
    { report: reportOf(facts, readBy, footer), photos, logoBase64, fontsDir: join(assetsDir, 'fonts') },
    PRINTING,
  )
  return printed.ok ? ok({ fileName: `${known.head.number}.pdf`, base64: printed.value }) : inspectionsFails.notRendered({ inspectionId })
}
