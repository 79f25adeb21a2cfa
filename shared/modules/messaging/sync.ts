import type { ModuleSync } from '../../contract/sync.ts'
import { messageMachine } from './model.ts'

export const messagingSync: ModuleSync = {
  /** Every device takes back and lets run out what it knows of: the same step of another one is no trouble, whichever was first. */
  outgoing_message: { scope: 'company', merge: 'fields', lifecycle: { field: 'state', machine: messageMachine } },
}
