import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { epochMs } from '../../kernel/time.ts'
import { MESSAGE_STATES, messageView } from './model.ts'

const read = permission('messaging.read', 'manager', 'cashier', 'staff', 'viewer')
const write = permission('messaging.write', 'manager', 'cashier', 'staff')

export const messagingFails = failures('messaging', {
  unknownMessage: 'notFound',
  /** The message's `state` does not allow the `event`. */
  wrongState: 'conflict',
})

export const messagingContract = contract('messaging', {
  /** Newest first. `sendAt` is when it goes out at the earliest; null when it does not. */
  list: query({
    input: z.strictObject({
      ...pageInput,
      state: z.enum(MESSAGE_STATES).optional(),
      customerId: id('customer').optional(),
      vehicleId: id('vehicle').optional(),
    }),
    output: page(messageView.extend({ sendAt: epochMs.nullable() })),
    needs: read,
  }),
  /** A queued message is not to go out. */
  cancel: command({
    input: z.strictObject({ messageId: id('outgoingMessage') }),
    output: messageView,
    needs: write,
    fails: ['messaging.unknownMessage', 'messaging.wrongState'],
  }),
})
