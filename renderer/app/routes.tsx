import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { askAhead } from '../data/queries.ts'
import { useSessionStore } from '../data/session-store.ts'
import { knownLocation } from '../data/shop.ts'
import { paths } from '../paths.ts'
import { CrashPage } from './CrashPage.tsx'
import { Gate } from './Gate.tsx'
import { KioskShell } from './KioskShell.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'

/*
 * The map of the app. A page is one line: its path, the file that holds it, its name.
 * Pages are loaded when they are first needed, or when a link to them is about to be used.
 */
const root = createRootRoute({ errorComponent: CrashPage, notFoundComponent: NotFoundPage, validateSearch: (search: Record<string, unknown>) => search })
const counter = createRoute({ getParentRoute: () => root, id: 'counter', component: Gate })
const kiosk = createRoute({ getParentRoute: () => root, path: paths.kiosk, component: KioskShell })

/** A page of a file that is loaded when it is needed. The sign-in form is not kept waiting for the page behind it: that one comes in the first quiet moment. */
const lazyPage: typeof lazyRouteComponent = (...file) => {
  const component = lazyRouteComponent(...file)
  const { preload } = component
  component.preload = async () => {
    if (useSessionStore.getState().token !== null) await preload?.()
    else requestIdleCallback(() => void preload?.())
  }
  return component
}

/** `ahead` asks for what the page shows, on the way to it. */
const page = <P extends string>(path: P, component: Parameters<typeof createRoute>[0]['component'], ahead?: () => void) =>
  createRoute({ getParentRoute: () => counter, path, component, errorComponent: CrashPage, ...(ahead && { loader: ahead }) })

const counterPages = [
  page(
    paths.home,
    lazyPage(() => import('../modules/invoicing/TodayPage.tsx'), 'TodayPage'),
  ),
  page(
    paths.schedule,
    lazyPage(() => import('../modules/appointments/SchedulePage.tsx'), 'SchedulePage'),
  ),
  page(
    paths.wall,
    lazyPage(() => import('../modules/appointments/WallPage.tsx'), 'WallPage'),
  ),
  page(
    paths.planning,
    lazyPage(() => import('../modules/planning/PlanningPage.tsx'), 'PlanningPage'),
  ),
  page(
    paths.absences,
    lazyPage(() => import('../modules/planning/AbsencesPage.tsx'), 'AbsencesPage'),
  ),
  page(
    paths.bookingTypes,
    lazyPage(() => import('../modules/appointments/BookingTypesPage.tsx'), 'BookingTypesPage'),
  ),
  page(
    paths.board,
    lazyPage(() => import('../modules/board/BoardPage.tsx'), 'BoardPage'),
    () => {
      const location = knownLocation()
      if (location) askAhead('board.jobs', { locationId: location.id })
      askAhead('board.labels', {})
    },
  ),
  page(
    paths.bays,
    lazyPage(() => import('./RecordPages.tsx'), 'BaysPage'),
  ),
  page(
    paths.workOrders,
    lazyPage(() => import('../modules/work-orders/WorkOrdersPage.tsx'), 'WorkOrdersPage'),
  ),
  page(
    paths.newWorkOrder,
    lazyPage(() => import('../modules/work-orders/NewWorkOrderPage.tsx'), 'NewWorkOrderPage'),
  ),
  page(
    paths.workOrder,
    lazyPage(() => import('./RecordPages.tsx'), 'WorkOrderPage'),
  ),
  page(
    paths.orderInspections,
    lazyPage(() => import('../modules/inspections/OrderInspectionsPage.tsx'), 'OrderInspectionsPage'),
  ),
  page(
    paths.inspections,
    lazyPage(() => import('../modules/inspections/InspectionsPage.tsx'), 'InspectionsPage'),
  ),
  page(
    paths.inspectionTemplates,
    lazyPage(() => import('../modules/inspections/InspectionTemplatesPage.tsx'), 'InspectionTemplatesPage'),
  ),
  page(
    paths.inspectionTemplate,
    lazyPage(() => import('../modules/inspections/InspectionTemplatePage.tsx'), 'InspectionTemplatePage'),
  ),
  page(
    paths.inspection,
    lazyPage(() => import('../modules/inspections/InspectionPage.tsx'), 'InspectionPage'),
  ),
  page(
    paths.inspectionSheet,
    lazyPage(() => import('../modules/inspections/InspectionSheetPage.tsx'), 'InspectionSheetPage'),
  ),
  page(
    paths.inspectionReport,
    lazyPage(() => import('../modules/inspections/InspectionReportPage.tsx'), 'InspectionReportPage'),
  ),
  page(
    paths.cannedJobs,
    lazyPage(() => import('../modules/work-orders/CannedJobsPage.tsx'), 'CannedJobsPage'),
  ),
  page(
    paths.vehicleHistory,
    lazyPage(() => import('../modules/work-orders/VehicleHistoryPage.tsx'), 'VehicleHistoryPage'),
  ),
  page(
    paths.customers,
    lazyPage(() => import('../modules/customers/CustomersPage.tsx'), 'CustomersPage'),
  ),
  page(
    paths.customer,
    lazyPage(() => import('./RecordPages.tsx'), 'CustomerPage'),
  ),
  page(
    paths.vehicles,
    lazyPage(() => import('../modules/vehicles/VehiclesPage.tsx'), 'VehiclesPage'),
  ),
  page(
    paths.vehicle,
    lazyPage(() => import('./RecordPages.tsx'), 'VehiclePage'),
  ),
  page(
    paths.catalog,
    lazyPage(() => import('../modules/catalog/CatalogPage.tsx'), 'CatalogPage'),
  ),
  page(
    paths.catalogItem,
    lazyPage(() => import('./RecordPages.tsx'), 'ItemPage'),
  ),
  page(
    paths.stock,
    lazyPage(() => import('../modules/inventory/StockPage.tsx'), 'StockPage'),
  ),
  page(
    paths.stockCounts,
    lazyPage(() => import('../modules/inventory/CountsPage.tsx'), 'CountsPage'),
  ),
  page(
    paths.stockCount,
    lazyPage(() => import('../modules/inventory/CountPage.tsx'), 'CountPage'),
  ),
  page(
    paths.stockTransfers,
    lazyPage(() => import('../modules/inventory/TransfersPage.tsx'), 'TransfersPage'),
  ),
  page(
    paths.stockTransfer,
    lazyPage(() => import('../modules/inventory/TransferPage.tsx'), 'TransferPage'),
  ),
  page(
    paths.stockLots,
    lazyPage(() => import('../modules/inventory/LotsPage.tsx'), 'LotsPage'),
  ),
  page(
    paths.stockLot,
    lazyPage(() => import('../modules/inventory/LotPage.tsx'), 'LotPage'),
  ),
  page(
    paths.stockWorth,
    lazyPage(() => import('../modules/inventory/WorthPage.tsx'), 'WorthPage'),
  ),
  page(
    paths.stockLimits,
    lazyPage(() => import('../modules/inventory/DemandPage.tsx'), 'DemandPage'),
  ),
  page(
    paths.stockItem,
    lazyPage(() => import('./RecordPages.tsx'), 'StockItemPage'),
  ),
  page(
    paths.purchasing,
    lazyPage(() => import('../modules/purchasing/PurchasingPage.tsx'), 'PurchasingPage'),
  ),
  page(
    paths.wantedParts,
    lazyPage(() => import('../modules/purchasing/WantedPartsPage.tsx'), 'WantedPartsPage'),
  ),
  page(
    paths.partRequests,
    lazyPage(() => import('../modules/purchasing/PartRequestsPage.tsx'), 'PartRequestsPage'),
  ),
  page(
    paths.vendorReturns,
    lazyPage(() => import('../modules/purchasing/VendorReturnsPage.tsx'), 'VendorReturnsPage'),
  ),
  page(
    paths.vendorReturn,
    lazyPage(() => import('../modules/purchasing/VendorReturnPage.tsx'), 'VendorReturnPage'),
  ),
  page(
    paths.cores,
    lazyPage(() => import('../modules/purchasing/CoresPage.tsx'), 'CoresPage'),
  ),
  page(
    paths.suppliers,
    lazyPage(() => import('../modules/purchasing/SuppliersPage.tsx'), 'SuppliersPage'),
  ),
  page(
    paths.purchaseOrder,
    lazyPage(() => import('./RecordPages.tsx'), 'PurchaseOrderPage'),
  ),
  page(
    paths.counter,
    lazyPage(() => import('../modules/pos/SalePage.tsx'), 'SalePage'),
  ),
  page(
    paths.till,
    lazyPage(() => import('../modules/pos/TillPage.tsx'), 'TillPage'),
  ),
  page(
    paths.sales,
    lazyPage(() => import('../modules/pos/SalesPage.tsx'), 'SalesPage'),
  ),
  page(
    paths.sale,
    lazyPage(() => import('../modules/pos/SaleRecordPage.tsx'), 'SaleRecordPage'),
  ),
  page(
    paths.invoices,
    lazyPage(() => import('../modules/invoicing/InvoicesPage.tsx'), 'InvoicesPage'),
  ),
  page(
    paths.issueInvoice,
    lazyPage(() => import('../modules/invoicing/IssueInvoicePage.tsx'), 'IssueInvoicePage'),
  ),
  page(
    paths.invoice,
    lazyPage(() => import('../modules/invoicing/InvoicePage.tsx'), 'InvoicePage'),
  ),
  page(
    paths.receivables,
    lazyPage(() => import('../modules/invoicing/ReceivablesPage.tsx'), 'ReceivablesPage'),
  ),
  page(
    paths.account,
    lazyPage(() => import('../modules/invoicing/AccountPage.tsx'), 'AccountPage'),
  ),
  page(
    paths.imports,
    lazyPage(() => import('../modules/imports/ImportsPage.tsx'), 'ImportsPage'),
  ),
  page(
    paths.agreements,
    lazyPage(() => import('../modules/agreements/AgreementsPage.tsx'), 'AgreementsPage'),
  ),
  page(
    paths.agreement,
    lazyPage(() => import('../modules/agreements/AgreementPage.tsx'), 'AgreementPage'),
  ),
  page(
    paths.reminders,
    lazyPage(() => import('../modules/reminders/RemindersPage.tsx'), 'RemindersPage'),
  ),
  page(
    paths.messages,
    lazyPage(() => import('../modules/messaging/MessagesPage.tsx'), 'MessagesPage'),
  ),
  page(
    paths.calendars,
    lazyPage(() => import('../modules/calendar/CalendarsPage.tsx'), 'CalendarsPage'),
  ),
  page(
    paths.team,
    lazyPage(() => import('../modules/notes/TeamPage.tsx'), 'TeamPage'),
  ),
  page(
    paths.alerts,
    lazyPage(() => import('../modules/alerts/AlertsPage.tsx'), 'AlertsPage'),
  ),
  page(
    paths.clock,
    lazyPage(() => import('../modules/clock/ClockPage.tsx'), 'ClockPage'),
  ),
  page(
    paths.timesheet,
    lazyPage(() => import('../modules/clock/SheetPage.tsx'), 'SheetPage'),
  ),
  page(
    paths.staff,
    lazyPage(() => import('../modules/staff/StaffPage.tsx'), 'StaffPage'),
  ),

  page(
    paths.users,
    lazyPage(() => import('../modules/auth/UsersPage.tsx'), 'UsersPage'),
  ),
  page(
    paths.user,
    lazyPage(() => import('../modules/auth/UserPage.tsx'), 'UserPage'),
  ),
  page(
    paths.permissions,
    lazyPage(() => import('../modules/auth/PermissionsPage.tsx'), 'PermissionsPage'),
  ),
  page(
    paths.sessions,
    lazyPage(() => import('../modules/auth/SessionsPage.tsx'), 'SessionsPage'),
  ),
  page(
    paths.audit,
    lazyPage(() => import('../modules/audit/AuditPage.tsx'), 'AuditPage'),
  ),
  page(
    paths.auditEntry,
    lazyPage(() => import('../modules/audit/AuditEntryPage.tsx'), 'AuditEntryPage'),
  ),
  page(
    paths.overview,
    lazyPage(() => import('../modules/reports/OverviewPage.tsx'), 'OverviewPage'),
  ),
  page(
    paths.reports,
    lazyPage(() => import('../modules/reports/ReportsPage.tsx'), 'ReportsPage'),
  ),
  page(
    paths.report,
    lazyPage(() => import('../modules/reports/ReportPage.tsx'), 'ReportPage'),
  ),
  page(
    paths.settings,
    lazyPage(() => import('./RecordPages.tsx'), 'SettingsPage'),
  ),
  page(
    paths.sync,
    lazyPage(() => import('./SyncCentre.tsx'), 'SyncCentre'),
  ),
  page(
    paths.syncEntry,
    lazyPage(() => import('./SyncCentre.tsx'), 'SyncEntryCentre'),
  ),
  page(
    paths.system,
    lazyPage(() => import('../modules/system/SystemPage.tsx'), 'SystemPage'),
  ),
]

/** The kiosk's screens, inside its frame and after its sign-in. */
const kioskPages = [
  createRoute({
    getParentRoute: () => kiosk,
    path: '/',
    component: lazyPage(() => import('../modules/work-orders/KioskJobsPage.tsx'), 'KioskJobsPage'),
    errorComponent: CrashPage,
  }),
  createRoute({
    getParentRoute: () => kiosk,
    path: '/job/$workOrderId',
    component: lazyPage(() => import('./RecordPages.tsx'), 'KioskJobPage'),
    errorComponent: CrashPage,
  }),
  createRoute({
    getParentRoute: () => kiosk,
    path: '/job/$workOrderId/notes',
    component: lazyPage(() => import('../modules/notes/KioskNotesPage.tsx'), 'KioskNotesPage'),
    errorComponent: CrashPage,
  }),
  createRoute({
    getParentRoute: () => kiosk,
    path: '/job/$workOrderId/inspections',
    component: lazyPage(() => import('../modules/inspections/KioskInspectionsPage.tsx'), 'KioskInspectionsPage'),
    errorComponent: CrashPage,
  }),
  createRoute({
    getParentRoute: () => kiosk,
    path: '/inspection/$inspectionId',
    component: lazyPage(() => import('../modules/inspections/KioskInspectionPage.tsx'), 'KioskInspectionPage'),
    errorComponent: CrashPage,
  }),
]

export const router = createRouter({
  routeTree: root.addChildren([counter.addChildren(counterPages), kiosk.addChildren(kioskPages)]),
  defaultPreload: 'intent',
  defaultPreloadDelay: 0,
  defaultErrorComponent: CrashPage,
  scrollRestoration: true,
})

/** Until the first page has everything: what is loaded for later must not stand in its way, nor in that of the first step from it. */
const SETTLES_MS = 5_000

/** Loads the code of the counter's or the kiosk's pages, one at a time, while nothing else is to be done: the first way to a page waits for no file. */
export function loadPagesAhead(): void {
  const load = async () => {
    await new Promise((resolve) => setTimeout(resolve, SETTLES_MS))
    for (const page of location.pathname.startsWith(paths.kiosk) ? kioskPages : counterPages) {
      await new Promise((resolve) => requestIdleCallback(resolve))
      await router.loadRouteChunk(page)
    }
  }
  // Not beside the sign-in form, which waits for nothing that comes after it.
  if (useSessionStore.getState().token !== null) return void load()
  const stop = useSessionStore.subscribe(({ token }) => {
    if (token === null) return
    stop()
    void load()
  })
}
