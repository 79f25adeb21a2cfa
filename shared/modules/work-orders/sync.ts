import type { ModuleSync } from '../../contract/sync.ts'
import { ORDER_STATES, orderMachine } from './model.ts'

export const workOrdersSync: ModuleSync = {
  work_order: {
    scope: { location: 'locationId' },
    merge: 'guarded',
    groups: {
      state: 'state',
      bayId: 'state',
      technicianId: 'state',
      startedAt: 'state',
      finishedAt: 'state',
      workedMs: 'state',
      runningSinceAt: 'state',
      holdReason: 'state',
      cancelledReason: 'state',
      promisedAt: 'promise',
      dueAt: 'promise',
      discountBp: 'discount',
      discountMinor: 'discount',
    },
    retired: ['netMinor', 'taxMinor', 'totalMinor'],
    lifecycle: { field: 'state', machine: orderMachine },
    unique: {
      work_order_number: { fields: ['number'] },
      work_order_in_bay: { fields: ['bayId'], while: { field: 'state', in: ['inProgress', 'onHold'] } },
      work_order_in_hand: { fields: ['technicianId'], while: { field: 'state', in: ['inProgress'] } },
      work_order_appointment: { fields: ['appointmentId'], while: { field: 'state', in: ORDER_STATES.filter((state) => state !== 'cancelled') } },
    },
  },
  work_order_line: {
    scope: { location: 'locationId' },
    merge: 'fields',
    groups: {
      qtyMilli: 'price',
      unitPriceMinor: 'price',
      isFlat: 'price',
      discountBp: 'price',
      taxRateBp: 'tax',
      taxExempt: 'tax',
      taxSource: 'tax',
      taxRule: 'tax',
    },
    retired: ['netMinor'],
  },
  work_order_service: { scope: { location: 'locationId' }, merge: 'fields', groups: { discountBp: 'discount', discountMinor: 'discount' } },
  work_order_approval: { scope: { location: 'locationId' }, merge: 'append' },
  work_order_dismissal: {
    scope: { location: 'locationId' },
    merge: 'fields',
    groups: { reason: 'word', note: 'word', at: 'word', takenBy: 'word' },
  },
  canned_job: { scope: 'company', merge: 'fields', groups: { name: 'name', nameKey: 'name' } },
}
