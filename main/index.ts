import { auditContract } from '#shared/modules/audit/contract.ts'
import { auditSync } from '#shared/modules/audit/sync.ts'
import { authContract } from '#shared/modules/auth/contract.ts'
import { authSync } from '#shared/modules/auth/sync.ts'
import { catalogContract } from '#shared/modules/catalog/contract.ts'
import { catalogSync } from '#shared/modules/catalog/sync.ts'
import { customersContract } from '#shared/modules/customers/contract.ts'
import { customersSync } from '#shared/modules/customers/sync.ts'
import { inventoryContract } from '#shared/modules/inventory/contract.ts'
import { inventorySync } from '#shared/modules/inventory/sync.ts'
import { purchasingContract } from '#shared/modules/purchasing/contract.ts'
import { purchasingSync } from '#shared/modules/purchasing/sync.ts'
import { baysContract } from '#shared/modules/bays/contract.ts'
import { baysSync } from '#shared/modules/bays/sync.ts'
import { filesContract } from '#shared/modules/files/contract.ts'
import { filesSync } from '#shared/modules/files/sync.ts'
import { systemContract } from '#shared/modules/system/contract.ts'
import { systemSync } from '#shared/modules/system/sync.ts'
import { syncContract } from '#shared/modules/sync/contract.ts'
import { syncSync } from '#shared/modules/sync/sync.ts'
import { staffContract } from '#shared/modules/staff/contract.ts'
import { staffSync } from '#shared/modules/staff/sync.ts'
import { vehiclesContract } from '#shared/modules/vehicles/contract.ts'
import { vehiclesSync } from '#shared/modules/vehicles/sync.ts'
import { clockContract } from '#shared/modules/clock/contract.ts'
import { clockSync } from '#shared/modules/clock/sync.ts'
import { appointmentsContract } from '#shared/modules/appointments/contract.ts'
import { appointmentsSync } from '#shared/modules/appointments/sync.ts'
import { workOrdersContract } from '#shared/modules/work-orders/contract.ts'
import { workOrdersSync } from '#shared/modules/work-orders/sync.ts'
import { inspectionsContract } from '#shared/modules/inspections/contract.ts'
import { inspectionsSync } from '#shared/modules/inspections/sync.ts'
import { planningContract } from '#shared/modules/planning/contract.ts'
import { papersContract } from '#shared/modules/papers/contract.ts'
import { invoicingContract } from '#shared/modules/invoicing/contract.ts'
import { invoicingSync } from '#shared/modules/invoicing/sync.ts'
import { posContract } from '#shared/modules/pos/contract.ts'
import { posSync } from '#shared/modules/pos/sync.ts'
import { notesContract } from '#shared/modules/notes/contract.ts'
import { notesSync } from '#shared/modules/notes/sync.ts'
import { boardContract } from '#shared/modules/board/contract.ts'
import { boardSync } from '#shared/modules/board/sync.ts'
import { alertsContract } from '#shared/modules/alerts/contract.ts'
import { alertsSync } from '#shared/modules/alerts/sync.ts'
import { messagingContract } from '#shared/modules/messaging/contract.ts'
import { messagingSync } from '#shared/modules/messaging/sync.ts'
import { agreementsContract } from '#shared/modules/agreements/contract.ts'
import { agreementsSync } from '#shared/modules/agreements/sync.ts'
import { remindersContract } from '#shared/modules/reminders/contract.ts'
import { remindersSync } from '#shared/modules/reminders/sync.ts'
import { calendarContract } from '#shared/modules/calendar/contract.ts'
import { calendarSync } from '#shared/modules/calendar/sync.ts'
import { importsContract } from '#shared/modules/imports/contract.ts'
import { importsSync } from '#shared/modules/imports/sync.ts'
import { searchContract } from '#shared/modules/search/contract.ts'
import { reportsContract } from '#shared/modules/reports/contract.ts'
import { workspaceContract } from '#shared/modules/workspace/contract.ts'
import { workspaceSync } from '#shared/modules/workspace/sync.ts'
import * as auditPrepare from './modules/audit/prepare.ts'
import * as audit from './modules/audit/service.ts'
import * as authPrepare from './modules/auth/prepare.ts'
import * as auth from './modules/auth/service.ts'
import * as catalog from './modules/catalog/service.ts'
import * as customers from './modules/customers/service.ts'
import * as inventory from './modules/inventory/service.ts'
import * as purchasingPrepare from './modules/purchasing/prepare.ts'
import * as purchasing from './modules/purchasing/service.ts'
import * as bays from './modules/bays/service.ts'
import * as filesPrepare from './modules/files/prepare.ts'
import { filesReactions } from './modules/files/reactions.ts'
import * as files from './modules/files/service.ts'
import * as systemPrepare from './modules/system/prepare.ts'
import { systemReactions } from './modules/system/reactions.ts'
import * as system from './modules/system/service.ts'
import * as syncPrepare from './modules/sync/prepare.ts'
import * as sync from './modules/sync/service.ts'
import * as staff from './modules/staff/service.ts'
import * as vehicles from './modules/vehicles/service.ts'
import * as clock from './modules/clock/service.ts'
import * as appointments from './modules/appointments/service.ts'
import { workOrdersReactions } from './modules/work-orders/reactions.ts'
import * as workOrders from './modules/work-orders/service.ts'
import * as inspectionsPrepare from './modules/inspections/prepare.ts'
import * as inspections from './modules/inspections/service.ts'
import * as planning from './modules/planning/service.ts'
import * as papersPrepare from './modules/papers/prepare.ts'
import * as papers from './modules/papers/service.ts'
import * as invoicingPrepare from './modules/invoicing/prepare.ts'
import * as invoicing from './modules/invoicing/service.ts'
import * as posPrepare from './modules/pos/prepare.ts'
import { posReactions } from './modules/pos/reactions.ts'
import * as pos from './modules/pos/service.ts'
import * as notes from './modules/notes/service.ts'
import * as board from './modules/board/service.ts'
import { alertsReactions } from './modules/alerts/reactions.ts'
import * as alerts from './modules/alerts/service.ts'
import { messagingReactions } from './modules/messaging/reactions.ts'
import * as messaging from './modules/messaging/service.ts'
import { agreementsReactions } from './modules/agreements/reactions.ts'
import * as agreements from './modules/agreements/service.ts'
import { remindersReactions } from './modules/reminders/reactions.ts'
import * as reminders from './modules/reminders/service.ts'
import * as calendarPrepare from './modules/calendar/prepare.ts'
import { calendarReactions } from './modules/calendar/reactions.ts'
import * as calendar from './modules/calendar/service.ts'
import * as importsPrepare from './modules/imports/prepare.ts'
import { importsReactions } from './modules/imports/reactions.ts'
import * as imports from './modules/imports/service.ts'
import { searchReactions } from './modules/search/reactions.ts'
import * as search from './modules/search/service.ts'
import { searchIndex } from './modules/search/store.ts'
import * as reportsPrepare from './modules/reports/prepare.ts'
import * as reports from './modules/reports/service.ts'
import { gathered, recategorized } from './modules/reports/store/gather.ts'
import * as workspace from './modules/workspace/service.ts'
import { implement, type Module } from './platform/context.ts'
import { type Core, type CoreOptions, createCore } from './platform/core.ts'
import { records } from './records.ts'

/** Every module of shared/modules.ts bound to its service, in the same order. */
export const modules: readonly Module[] = [
  implement({ contract: workspaceContract, service: workspace, sync: workspaceSync }),
  implement({ contract: authContract, service: auth, prepare: authPrepare, sync: authSync }),
  implement({ contract: auditContract, service: audit, prepare: auditPrepare, sync: auditSync }),
  implement({ contract: filesContract, service: files, prepare: filesPrepare, sync: filesSync, reactions: filesReactions }),
  implement({ contract: systemContract, service: system, prepare: systemPrepare, sync: systemSync, reactions: systemReactions }),
  implement({ contract: syncContract, service: sync, prepare: syncPrepare, sync: syncSync }),
  implement({ contract: staffContract, service: staff, sync: staffSync }),
  implement({ contract: customersContract, service: customers, sync: customersSync }),
  implement({ contract: vehiclesContract, service: vehicles, sync: vehiclesSync }),
  implement({ contract: catalogContract, service: catalog, sync: catalogSync }),
  implement({ contract: inventoryContract, service: inventory, sync: inventorySync }),
  implement({ contract: purchasingContract, service: purchasing, prepare: purchasingPrepare, sync: purchasingSync }),
  implement({ contract: baysContract, service: bays, sync: baysSync }),
  implement({ contract: clockContract, service: clock, sync: clockSync }),
  implement({ contract: appointmentsContract, service: appointments, sync: appointmentsSync }),
  implement({ contract: workOrdersContract, service: workOrders, sync: workOrdersSync, reactions: workOrdersReactions }),
  implement({ contract: inspectionsContract, service: inspections, prepare: inspectionsPrepare, sync: inspectionsSync }),
  implement({ contract: planningContract, service: planning }),
  implement({ contract: papersContract, service: papers, prepare: papersPrepare }),
  implement({ contract: invoicingContract, service: invoicing, prepare: invoicingPrepare, sync: invoicingSync }),
  implement({ contract: posContract, service: pos, prepare: posPrepare, sync: posSync, reactions: posReactions }),
  implement({ contract: notesContract, service: notes, sync: notesSync }),
  implement({ contract: boardContract, service: board, sync: boardSync }),
  implement({ contract: alertsContract, service: alerts, sync: alertsSync, reactions: alertsReactions }),
  implement({ contract: messagingContract, service: messaging, sync: messagingSync, reactions: messagingReactions }),
  implement({ contract: agreementsContract, service: agreements, sync: agreementsSync, reactions: agreementsReactions }),
  implement({ contract: remindersContract, service: reminders, sync: remindersSync, reactions: remindersReactions }),
  implement({ contract: calendarContract, service: calendar, prepare: calendarPrepare, sync: calendarSync, reactions: calendarReactions }),
  implement({ contract: importsContract, service: imports, prepare: importsPrepare, sync: importsSync, reactions: importsReactions }),
  implement({ contract: searchContract, service: search, reactions: searchReactions, derived: [searchIndex] }),
  implement({ contract: reportsContract, service: reports, prepare: reportsPrepare, derived: [recategorized, gathered] }),
]

/** The core as the shells, the tools and the tests start it. */
export const startCore = (options: Omit<CoreOptions, 'modules' | 'authenticate' | 'records'>): Core =>
  createCore({
    ...options,
    modules,
    records,
    authenticate: (platform, db, token, now) => auth.authenticate(platform, db, authPrepare.hashToken(token), now),
  })
