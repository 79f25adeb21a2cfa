import type { Order } from '#shared/modules/work-orders/model.ts'

/** What the steps of a job need to know of its order; cards and the order's own screen have it. */
export type JobRef = Pick<Order, 'id' | 'number' | 'state' | 'locationId' | 'bayId' | 'technicianId' | 'note' | 'mileageKm' | 'deleted'>

export type JobDialog = 'start' | 'hold' | 'finish' | 'cancel' | 'remove'
export const HOLD_REASONS = ['parts', 'approval', 'tool', 'help', 'pause'] as const
