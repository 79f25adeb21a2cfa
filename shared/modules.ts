import type { platformFails } from './contract/platform.ts'
import type { ModuleSync } from './contract/sync.ts'
import type { Err } from './kernel/result.ts'
import { auditContract } from './modules/audit/contract.ts'
import { auditSync } from './modules/audit/sync.ts'
import { authContract } from './modules/auth/contract.ts'
import { authSync } from './modules/auth/sync.ts'
import { catalogContract } from './modules/catalog/contract.ts'
import { catalogSync } from './modules/catalog/sync.ts'
import { customersContract } from './modules/customers/contract.ts'
import { customersSync } from './modules/customers/sync.ts'
import { filesContract } from './modules/files/contract.ts'
import { filesSync } from './modules/files/sync.ts'
import { systemContract } from './modules/system/contract.ts'
import { systemSync } from './modules/system/sync.ts'
import { syncContract } from './modules/sync/contract.ts'
import { syncSync } from './modules/sync/sync.ts'
import { staffContract } from './modules/staff/contract.ts'
import { staffSync } from './modules/staff/sync.ts'
import { vehiclesContract } from './modules/vehicles/contract.ts'
import { vehiclesSync } from './modules/vehicles/sync.ts'
import { workspaceContract } from './modules/workspace/contract.ts'
import { workspaceSync } from './modules/workspace/sync.ts'
import { inventoryContract } from './modules/inventory/contract.ts'
import { inventorySync } from './modules/inventory/sync.ts'
import { purchasingContract } from './modules/purchasing/contract.ts'
import { purchasingSync } from './modules/purchasing/sync.ts'
import { baysContract } from './modules/bays/contract.ts'
import { baysSync } from './modules/bays/sync.ts'
import { clockContract } from './modules/clock/contract.ts'
import { clockSync } from './modules/clock/sync.ts'
import { appointmentsContract } from './modules/appointments/contract.ts'
import { appointmentsSync } from './modules/appointments/sync.ts'
import { workOrdersContract } from './modules/work-orders/contract.ts'
import { workOrdersSync } from './modules/work-orders/sync.ts'
import { inspectionsContract } from './modules/inspections/contract.ts'
import { inspectionsSync } from './modules/inspections/sync.ts'
import { planningContract } from './modules/planning/contract.ts'
import { invoicingContract } from './modules/invoicing/contract.ts'
import { invoicingSync } from './modules/invoicing/sync.ts'
import { papersContract } from './modules/papers/contract.ts'
import { posContract } from './modules/pos/contract.ts'
import { posSync } from './modules/pos/sync.ts'
import { notesContract } from './modules/notes/contract.ts'
import { notesSync } from './modules/notes/sync.ts'
import { boardContract } from './modules/board/contract.ts'
import { boardSync } from './modules/board/sync.ts'
import { alertsContract } from './modules/alerts/contract.ts'
import { alertsSync } from './modules/alerts/sync.ts'
import { messagingContract } from './modules/messaging/contract.ts'
import { messagingSync } from './modules/messaging/sync.ts'
import { agreementsContract } from './modules/agreements/contract.ts'
import { agreementsSync } from './modules/agreements/sync.ts'
import { remindersContract } from './modules/reminders/contract.ts'
import { remindersSync } from './modules/reminders/sync.ts'
import { calendarContract } from './modules/calendar/contract.ts'
import { calendarSync } from './modules/calendar/sync.ts'
import { importsContract } from './modules/imports/contract.ts'
import { importsSync } from './modules/imports/sync.ts'
import { searchContract } from './modules/search/contract.ts'
import { reportsContract } from './modules/reports/contract.ts'

/** By name, as the types of all operations together are longer than the compiler writes down. */
type Contracts =
  | typeof workspaceContract
  | typeof authContract
  | typeof auditContract
  | typeof filesContract
  | typeof systemContract
  | typeof syncContract
  | typeof staffContract
  | typeof customersContract
  | typeof vehiclesContract
  | typeof catalogContract
  | typeof inventoryContract
  | typeof purchasingContract
  | typeof baysContract
  | typeof clockContract
  | typeof appointmentsContract
  | typeof workOrdersContract
  | typeof inspectionsContract
  | typeof planningContract
  | typeof papersContract
  | typeof invoicingContract
  | typeof posContract
  | typeof notesContract
  | typeof boardContract
  | typeof alertsContract
  | typeof messagingContract
  | typeof agreementsContract
  | typeof remindersContract
  | typeof calendarContract
  | typeof importsContract
  | typeof searchContract
  | typeof reportsContract

/** The one ordered list: a module may use only modules above it. The order is the architecture. */
export const MODULES: readonly { readonly contract: Contracts; readonly sync: ModuleSync }[] = [
  { contract: workspaceContract, sync: workspaceSync },
  { contract: authContract, sync: authSync },
  { contract: auditContract, sync: auditSync },
  { contract: filesContract, sync: filesSync },
  { contract: systemContract, sync: systemSync },
  { contract: syncContract, sync: syncSync },
  { contract: staffContract, sync: staffSync },
  { contract: customersContract, sync: customersSync },
  { contract: vehiclesContract, sync: vehiclesSync },
  { contract: catalogContract, sync: catalogSync },
  { contract: inventoryContract, sync: inventorySync },
  { contract: purchasingContract, sync: purchasingSync },
  { contract: baysContract, sync: baysSync },
  { contract: clockContract, sync: clockSync },
  { contract: appointmentsContract, sync: appointmentsSync },
  { contract: workOrdersContract, sync: workOrdersSync },
  { contract: inspectionsContract, sync: inspectionsSync },
  { contract: planningContract, sync: {} },
  { contract: papersContract, sync: {} },
  { contract: invoicingContract, sync: invoicingSync },
  { contract: posContract, sync: posSync },
  { contract: notesContract, sync: notesSync },
  { contract: boardContract, sync: boardSync },
  { contract: alertsContract, sync: alertsSync },
  { contract: messagingContract, sync: messagingSync },
  { contract: agreementsContract, sync: agreementsSync },
  { contract: remindersContract, sync: remindersSync },
  { contract: calendarContract, sync: calendarSync },
  { contract: importsContract, sync: importsSync },
  { contract: searchContract, sync: {} },
  { contract: reportsContract, sync: {} },
]

type Operations = { [C in Contracts as C['name']]: C['operations'] }
/** `customers.create` and its like. */
export type OperationName = { [M in keyof Operations]: `${M & string}.${keyof Operations[M] & string}` }[keyof Operations]
export type OperationOf<N extends OperationName> = N extends `${infer M extends keyof Operations}.${infer K}`
  ? K extends keyof Operations[M]
    ? Operations[M][K]
    : never
  : never
type NameOf<N extends OperationName, Kind> = N extends OperationName ? (OperationOf<N> extends { kind: Kind } ? N : never) : never
export type CommandName = NameOf<OperationName, 'command'>
export type QueryName = NameOf<OperationName, 'query'>

type MadeBy<Makers> = { [K in keyof Makers]: Makers[K] extends (...details: never[]) => Err<infer F> ? F['code'] : never }[keyof Makers]
type PlatformCode = MadeBy<typeof platformFails>
/** Every code that any call may be refused with: each language has a line for each. */
export type FailureCode = PlatformCode | { [N in OperationName]: OperationOf<N>['fails'][number] }[OperationName]
