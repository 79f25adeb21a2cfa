import type { ModuleSync } from '../../contract/sync.ts'
import { messageMachine } from './model.ts'

export const messagingSync: ModuleSync = {
  outgoing_message: { scope: 'company', merge: 'guarded', lifecycle: { field: 'state', machine: messageMachine } },
}
