import { join } from 'node:path'
import type { In, PrepareCtx } from '#main/platform/context.ts'
import { offload } from '#main/platform/offload.ts'
import { PRINTING } from '#main/platform/print/caps.ts'
import { ok } from '#shared/kernel/result.ts'
import { addDays, atLocal } from '#shared/kernel/time.ts'
import { type papersContract, papersFails } from '#shared/modules/papers/contract.ts'
import type { OrderPaper } from '#shared/modules/papers/model.ts'
import { baysFails } from '#shared/modules/bays/contract.ts'
import { workOrdersFails } from '#shared/modules/work-orders/contract.ts'
import { workspaceFails } from '#shared/modules/workspace/contract.ts'
import { sellerOf } from '#shared/modules/workspace/rules.ts'
import * as appointments from '../appointments/service.ts'
import * as bayService from '../bays/service.ts'
import * as customers from '../customers/service.ts'
import * as workOrders from '../work-orders/service.ts'
import * as workspace from '../workspace/service.ts'
import { baySheetOf } from './parts/bays.ts'
import { orderSheetOf, type Reader } from './parts/order.ts'
import type { renderBaySheet, renderOrderSheet, renderTag } from './parts/render.ts'
import { keyTagOf, reminderOf } from './parts/tags.ts'

type C = typeof papersContract

/** Who reads a sheet decides its language. */
const FOR_CUSTOMER: Record<OrderPaper, boolean> = { estimate: true, order: true, technician: false, keyTag: false, reminder: true }

export async function order(ctx: PrepareCtx, { workOrderId, form, language, next }: In<C, 'order'>) {
  const known = workOrders.get(ctx, { workOrderId })
  if (!known.ok) return workOrdersFails.unknownOrder({ workOrderId })
  const view = known.value
  const company = workspace.theCompany(ctx.db)
  const customer = customers.findCustomer(ctx.db, view.order.customerId)
  const reader: Reader = {
    language: language ?? (FOR_CUSTOMER[form] ? customer?.language : null) ?? company.language,
    currency: company.currency,
    zone: company.zone,
    now: ctx.now,
  }
  const seller = sellerOf(company, workspace.findLocation(ctx.db, view.order.locationId))
  const letterhead = workspace.letterheadOf(ctx.db)
  const { config } = ctx.platform
  const fontsDir = join(config.assetsDir, 'fonts')
  if (form === 'reminder' && !next?.on && !next?.km) return papersFails.nothingToRemindOf()
  const made =
    form === 'keyTag' || form === 'reminder'
      ? await offload<typeof renderTag>(
          config,
          'renderTag',
          { tag: form === 'keyTag' ? keyTagOf(view, reader) : reminderOf(seller, { on: null, km: null, work: '', ...next }, reader), fontsDir },
          PRINTING,
        )
      : await offload<typeof renderOrderSheet>(
          config,
          'renderOrderSheet',
          { sheet: orderSheetOf({ view, customer, seller, letterhead }, form, reader), logoBase64: letterhead.logoBase64, fontsDir },
          PRINTING,
        )
  return made.ok ? ok({ fileName: `${view.order.number}-${form}.pdf`, base64: made.value }) : papersFails.notRendered()
}

export async function bays(ctx: PrepareCtx, { locationId, on, bayId, language }: In<C, 'bays'>) {
  const location = workspace.findLocation(ctx.db, locationId)
  if (!location) return workspaceFails.unknownLocation({ locationId })
  const company = workspace.theCompany(ctx.db)
  const shown = bayService.baysOf(ctx.db, locationId).filter(({ id }) => bayId === undefined || id === bayId)
  if (bayId !== undefined && shown.length === 0) return baysFails.unknownBay({ bayId })
  const { zone, currency } = company
  const day = appointments.range(ctx, { locationId, fromAt: atLocal(on, 0, zone), toAt: atLocal(addDays(on, 1), 0, zone) })
  const letterhead = workspace.letterheadOf(ctx.db)
  const sheet = baySheetOf(
    { bays: shown, bookings: day.ok ? day.value : [], on, seller: sellerOf(company, location), letterhead },
    { language: language ?? company.language, currency, zone, now: ctx.now },
  )
  const { config } = ctx.platform
  const made = await offload<typeof renderBaySheet>(
    config,
    'renderBaySheet',
    { sheet, logoBase64: letterhead.logoBase64, fontsDir: join(config.assetsDir, 'fonts') },
    PRINTING,
  )
  return made.ok ? ok({ fileName: `bays-${on}.pdf`, base64: made.value }) : papersFails.notRendered()
}
