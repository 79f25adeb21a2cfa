import { createRootRoute, createRoute, createRouter, lazyRouteComponent as ofFile } from '@tanstack/react-router'
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
const lazyRouteComponent: typeof ofFile = (...file) => {
  const component = ofFile(...file)
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
    lazyRouteComponent(() => import('../modules/invoicing/TodayPage.tsx'), 'TodayPage'),
  ),
  page(
    paths.schedule,
    lazyRouteComponent(() => import('../modules/appointments/SchedulePage.tsx'), 'SchedulePage'),
  ),
  page(
    paths.wall,
    lazyRouteComponent(() => import('../modules/appointments/WallPage.tsx'), 'WallPage'),
  ),
  page(
    paths.planning,
    lazyRouteComponent(() => import('../modules/planning/PlanningPage.tsx'), 'PlanningPage'),
  ),
  page(
    paths.absences,
    lazyRouteComponent(() => import('../modules/planning/AbsencesPage.tsx'), 'AbsencesPage'),
  ),
  page(
    paths.bookingTypes,
    lazyRouteComponent(() => import('../modules/appointments/BookingTypesPage.tsx'), 'BookingTypesPage'),
  ),
  page(
    paths.board,
    lazyRouteComponent(() => import('../modules/board/BoardPage.tsx'), 'BoardPage'),
    () => {
      const location = knownLocation()
      if (location) askAhead('board.jobs', { locationId: location.id })
      askAhead('board.labels', {})
    },
  ),
  page(
    paths.bays,
    lazyRouteComponent(() => import('./RecordPages.tsx'), 'BaysPage'),
  ),
  page(
    paths.workOrders,
    lazyRouteComponent(() => import('../modules/work-orders/WorkOrdersPage.tsx'), 'WorkOrdersPage'),
  ),
  page(
    paths.newWorkOrder,
    lazyRouteComponent(() => import('../modules/work-orders/NewWorkOrderPage.tsx'), 'NewWorkOrderPage'),
  ),
  page(
    paths.workOrder,
    lazyRouteComponent(() => import('./RecordPages.tsx'), 'WorkOrderPage'),
  ),
  page(
    paths.orderInspections,
    lazyRouteComponent(() => import('../modules/inspections/OrderInspectionsPage.tsx'), 'OrderInspectionsPage'),
  ),
  page(
    paths.inspections,
    lazyRouteComponent(() => import('../modules/inspections/InspectionsPage.tsx'), 'InspectionsPage'),
  ),
  page(
    paths.inspectionTemplates,
    lazyRouteComponent(() => import('../modules/inspections/InspectionTemplatesPage.tsx'), 'InspectionTemplatesPage'),
  ),
  page(
    paths.inspectionTemplate,
    lazyRouteComponent(() => import('../modules/inspections/InspectionTemplatePage.tsx'), 'InspectionTemplatePage'),
  ),
  page(
    paths.inspection,
    lazyRouteComponent(() => import('../modules/inspections/InspectionPage.tsx'), 'InspectionPage'),
  ),
  page(
    paths.inspectionSheet,
    lazyRouteComponent(() => import('../modules/inspections/InspectionSheetPage.tsx'), 'InspectionSheetPage'),
  ),
  page(
    paths.inspectionReport,
    lazyRouteComponent(() => import('../modules/inspections/InspectionReportPage.tsx'), 'InspectionReportPage'),
  ),
  page(
    paths.cannedJobs,
    lazyRouteComponent(() => import('../modules/work-orders/CannedJobsPage.tsx'), 'CannedJobsPage'),
  ),
  page(
    paths.vehicleHistory,
    lazyRouteComponent(() => import('../modules/work-orders/VehicleHistoryPage.tsx'), 'VehicleHistoryPage'),
  ),
  page(
    paths.customers,
    lazyRouteComponent(() => import('../modules/customers/CustomersPage.tsx'), 'CustomersPage'),
  ),
  page(
    paths.customer,
    lazyRouteComponent(() => import('./RecordPages.tsx'), 'CustomerPage'),
  ),
  page(
    paths.vehicles,
    lazyRouteComponent(() => import('../modules/vehicles/VehiclesPage.tsx'), 'VehiclesPage'),
  ),
  page(
    paths.vehicle,
    lazyRouteComponent(() => import('./RecordPages.tsx'), 'VehiclePage'),
  ),
  page(
    paths.catalog,
    lazyRouteComponent(() => import('../modules/catalog/CatalogPage.tsx'), 'CatalogPage'),
  ),
  page(
    paths.catalogItem,
    lazyRouteComponent(() => import('./RecordPages.tsx'), 'ItemPage'),
  ),
  page(
    paths.stock,
    lazyRouteComponent(() => import('../modules/inventory/StockPage.tsx'), 'StockPage'),
  ),
  page(
    paths.stockCounts,
    lazyRouteComponent(() => import('../modules/inventory/CountsPage.tsx'), 'CountsPage'),
  ),
  page(
    paths.stockCount,
    lazyRouteComponent(() => import('../modules/inventory/CountPage.tsx'), 'CountPage'),
  ),
  page(
    paths.stockTransfers,
    lazyRouteComponent(() => import('../modules/inventory/TransfersPage.tsx'), 'TransfersPage'),
  ),
  page(
    paths.stockTransfer,
    lazyRouteComponent(() => import('../modules/inventory/TransferPage.tsx'), 'TransferPage'),
  ),
  page(
    paths.stockLots,
    lazyRouteComponent(() => import('../modules/inventory/LotsPage.tsx'), 'LotsPage'),
  ),
  page(
    paths.stockLot,
    lazyRouteComponent(() => import('../modules/inventory/LotPage.tsx'), 'LotPage'),
  ),
  page(
    paths.stockWorth,
    lazyRouteComponent(() => import('../modules/inventory/WorthPage.tsx'), 'WorthPage'),
  ),
  page(
    paths.stockLimits,
    lazyRouteComponent(() => import('../modules/inventory/DemandPage.tsx'), 'DemandPage'),
  ),
  page(
    paths.stockItem,
    lazyRouteComponent(() => import('./RecordPages.tsx'), 'StockItemPage'),
  ),
  page(
    paths.purchasing,
    lazyRouteComponent(() => import('../modules/purchasing/PurchasingPage.tsx'), 'PurchasingPage'),
  ),
  page(
    paths.wantedParts,
    lazyRouteComponent(() => import('../modules/purchasing/WantedPartsPage.tsx'), 'WantedPartsPage'),
  ),
  page(
    paths.partRequests,
    lazyRouteComponent(() => import('../modules/purchasing/PartRequestsPage.tsx'), 'PartRequestsPage'),
  ),
  page(
    paths.vendorReturns,
    lazyRouteComponent(() => import('../modules/purchasing/VendorReturnsPage.tsx'), 'VendorReturnsPage'),
  ),
  page(
    paths.vendorReturn,
    lazyRouteComponent(() => import('../modules/purchasing/VendorReturnPage.tsx'), 'VendorReturnPage'),
  ),
  page(
    paths.cores,
    lazyRouteComponent(() => import('../modules/purchasing/CoresPage.tsx'), 'CoresPage'),
  ),
  page(
    paths.suppliers,
    lazyRouteComponent(() => import('../modules/purchasing/SuppliersPage.tsx'), 'SuppliersPage'),
  ),
  page(
    paths.purchaseOrder,
    lazyRouteComponent(() => import('./RecordPages.tsx'), 'PurchaseOrderPage'),
  ),
  page(
    paths.counter,
    lazyRouteComponent(() => import('../modules/pos/SalePage.tsx'), 'SalePage'),
  ),
  page(
    paths.till,
    lazyRouteComponent(() => import('../modules/pos/TillPage.tsx'), 'TillPage'),
  ),
  page(
    paths.sales,
    lazyRouteComponent(() => import('../modules/pos/SalesPage.tsx'), 'SalesPage'),
  ),
  page(
    paths.sale,
    lazyRouteComponent(() => import('../modules/pos/SaleRecordPage.tsx'), 'SaleRecordPage'),
  ),
  page(
    paths.invoices,
    lazyRouteComponent(() => import('../modules/invoicing/InvoicesPage.tsx'), 'InvoicesPage'),
  ),
  page(
    paths.issueInvoice,
    lazyRouteComponent(() => import('../modules/invoicing/IssueInvoicePage.tsx'), 'IssueInvoicePage'),
  ),
  page(
    paths.invoice,
    lazyRouteComponent(() => import('../modules/invoicing/InvoicePage.tsx'), 'InvoicePage'),
  ),
  page(
    paths.receivables,
    lazyRouteComponent(() => import('../modules/invoicing/ReceivablesPage.tsx'), 'ReceivablesPage'),
  ),
  page(
    paths.account,
    lazyRouteComponent(() => import('../modules/invoicing/AccountPage.tsx'), 'AccountPage'),
  ),
  page(
    paths.imports,
    lazyRouteComponent(() => import('../modules/imports/ImportsPage.tsx'), 'ImportsPage'),
  ),
  page(
    paths.agreements,
    lazyRouteComponent(() => import('../modules/agreements/AgreementsPage.tsx'), 'AgreementsPage'),
  ),
  page(
    paths.agreement,
    lazyRouteComponent(() => import('../modules/agreements/AgreementPage.tsx'), 'AgreementPage'),
  ),
  page(
    paths.reminders,
    lazyRouteComponent(() => import('../modules/reminders/RemindersPage.tsx'), 'RemindersPage'),
  ),
  page(
    paths.messages,
    lazyRouteComponent(() => import('../modules/messaging/MessagesPage.tsx'), 'MessagesPage'),
  ),
  page(
    paths.calendars,
    lazyRouteComponent(() => import('../modules/calendar/CalendarsPage.tsx'), 'CalendarsPage'),
  ),
  page(
    paths.team,
    lazyRouteComponent(() => import('../modules/notes/TeamPage.tsx'), 'TeamPage'),
  ),
  page(
    paths.alerts,
    lazyRouteComponent(() => import('../modules/alerts/AlertsPage.tsx'), 'AlertsPage'),
  ),
  page(
    paths.clock,
    lazyRouteComponent(() => import('../modules/clock/ClockPage.tsx'), 'ClockPage'),
  ),
  page(
    paths.timesheet,
    lazyRouteComponent(() => import('../modules/clock/SheetPage.tsx'), 'SheetPage'),
  ),
  page(
    paths.staff,
    lazyRouteComponent(() => import('../modules/staff/StaffPage.tsx'), 'StaffPage'),
  ),

  page(
    paths.users,
    lazyRouteComponent(() => import('../modules/auth/UsersPage.tsx'), 'UsersPage'),
  ),
  page(
    paths.user,
    lazyRouteComponent(() => import('../modules/auth/UserPage.tsx'), 'UserPage'),
  ),
  page(
    paths.permissions,
    lazyRouteComponent(() => import('../modules/auth/PermissionsPage.tsx'), 'PermissionsPage'),
  ),
  page(
    paths.sessions,
    lazyRouteComponent(() => import('../modules/auth/SessionsPage.tsx'), 'SessionsPage'),
  ),
  page(
    paths.audit,
    lazyRouteComponent(() => import('../modules/audit/AuditPage.tsx'), 'AuditPage'),
  ),
  page(
    paths.auditEntry,
    lazyRouteComponent(() => import('../modules/audit/AuditEntryPage.tsx'), 'AuditEntryPage'),
  ),
  page(
    paths.overview,
    lazyRouteComponent(() => import('../modules/reports/OverviewPage.tsx'), 'OverviewPage'),
  ),
  page(
    paths.reports,
    lazyRouteComponent(() => import('../modules/reports/ReportsPage.tsx'), 'ReportsPage'),
  ),
  page(
    paths.report,
    lazyRouteComponent(() => import('../modules/reports/ReportPage.tsx'), 'ReportPage'),
  ),
  page(
    paths.settings,
    lazyRouteComponent(() => import('./RecordPages.tsx'), 'SettingsPage'),
  ),
  page(
    paths.sync,
    lazyRouteComponent(() => import('./SyncCentre.tsx'), 'SyncCentre'),
  ),
  page(
    paths.syncEntry,
    lazyRouteComponent(() => import('./SyncCentre.tsx'), 'SyncEntryCentre'),
  ),
  page(
    paths.system,
    lazyRouteComponent(() => import('../modules/system/SystemPage.tsx'), 'SystemPage'),
  ),
]

/** The kiosk's screens, inside its frame and after its sign-in. */
const kioskPages = [
  createRoute({
    getParentRoute: () => kiosk,
    path: '/',
    component: lazyRouteComponent(() => import('../modules/work-orders/KioskJobsPage.tsx'), 'KioskJobsPage'),
    errorComponent: CrashPage,
  }),
  createRoute({
    getParentRoute: () => kiosk,
    path: '/job/$workOrderId',
    component: lazyRouteComponent(() => import('./RecordPages.tsx'), 'KioskJobPage'),
    errorComponent: CrashPage,
  }),
  createRoute({
    getParentRoute: () => kiosk,
    path: '/job/$workOrderId/notes',
    component: lazyRouteComponent(() => import('../modules/notes/KioskNotesPage.tsx'), 'KioskNotesPage'),
    errorComponent: CrashPage,
  }),
  createRoute({
    getParentRoute: () => kiosk,
    path: '/job/$workOrderId/inspections',
    component: lazyRouteComponent(() => import('../modules/inspections/KioskInspectionsPage.tsx'), 'KioskInspectionsPage'),
    errorComponent: CrashPage,
  }),
  createRoute({
    getParentRoute: () => kiosk,
    path: '/inspection/$inspectionId',
    component: lazyRouteComponent(() => import('../modules/inspections/KioskInspectionPage.tsx'), 'KioskInspectionPage'),
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
