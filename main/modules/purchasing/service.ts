import type { In, Out, ReadCtx } from '#main/platform/context.ts'
import { ok } from '#shared/kernel/result.ts'
import type { purchasingContract } from '#shared/modules/purchasing/contract.ts'

export { bringInCore, bringInCores, cores, coresFor, findCore, giveUpCore, moneyAtRisk, settleCores } from './service/cores.ts'
export { costs, offers, removeOffer, setOffer } from './service/offers.ts'
export {
  addLine,
  cancel,
  complete,
  createOrder,
  ofItem,
  order,
  orders,
  receive,
  removeLine,
  send,
  suggestions,
  updateLine,
  updateOrder,
} from './service/orders.ts'
export { takePrice } from './service/prices.ts'
export { cancelRequest, dropRequests, fitRequests, request, requestFor, requests, requestsOf } from './service/requests.ts'
export { cancelReturn, createReturn, creditReturn, returns, returnToSupplier, sendReturn, vendorReturn } from './service/returns.ts'
export { createSupplier, findSupplier, removeSupplier, restoreSupplier, suppliers, updateSupplier } from './service/suppliers.ts'
export { backOrders, orderWanted, wanted } from './service/wanted.ts'

type C = typeof purchasingContract

/** Rendered in `prepare`. */
export function pdf(_ctx: ReadCtx, _input: In<C, 'pdf'>, prepared: { fileName: string; base64: string }): Out<C, 'pdf'> {
  return ok(prepared)
}
