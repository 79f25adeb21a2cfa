import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { alert, priority, resolution, SOURCES } from './model.ts'

const read = permission('alerts.read', 'manager', 'cashier', 'technician', 'warehouse', 'staff', 'viewer')
const resolve = permission('alerts.resolve', 'manager', 'cashier', 'staff')

export const alertsFails = failures('alerts', {
  unknownAlert: 'notFound',
  /** Somebody resolved it, or its cause has gone: it is in `state`. */
  notOpen: 'conflict',
})

const ofLocation = { locationId: id('location').optional() }

export const alertsContract = contract('alerts', {
  /** Of a location and the whole company. `urgent`: the highest priority first, of equal ones the newest. */
  list: query({
    input: z.strictObject({
      ...pageInput,
      ...ofLocation,
      /** Open, dealt with by a person, or gone by themselves. */
      standing: z.enum(['open', 'resolved', 'withdrawn']).optional(),
      source: z.enum(SOURCES).optional(),
      priority: priority.optional(),
      sort: z.enum(['urgent', 'newest']).default('urgent'),
    }),
    output: page(alert),
    needs: read,
  }),
  /** How many open ones the person has not read (at most 99 are counted), and the most urgent open ones. */
  bell: query({ input: z.strictObject(ofLocation), output: z.object({ unread: z.number().int(), top: z.array(alert) }), needs: read }),
  markRead: command({ input: z.strictObject({ alertIds: z.array(id('alert')).min(1).max(100) }), output: z.null(), needs: read }),
  /** Dealt with, although the cause may last. */
  resolve: command({
    input: z.strictObject({ alertId: id('alert'), resolution: resolution.default('') }),
    output: alert,
    needs: resolve,
    fails: ['alerts.unknownAlert', 'alerts.notOpen'],
  }),
})
