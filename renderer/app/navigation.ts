import {
  IconBeach,
  IconBellRinging,
  IconBell,
  IconBuildingWarehouse,
  IconCalendarCog,
  IconCalendarRepeat,
  IconCalendarShare,
  IconCalendarTime,
  IconCar,
  IconChartBar,
  IconChecklist,
  IconCashRegister,
  IconClipboardList,
  IconClock,
  IconDatabaseImport,
  IconFileInvoice,
  IconGauge,
  IconHistory,
  IconHome,
  IconKey,
  IconLayoutGrid,
  IconLayoutKanban,
  IconMail,
  IconMessage2,
  IconPackages,
  IconPlugConnected,
  IconReportMoney,
  IconRefresh,
  IconRoute,
  IconServer2,
  IconSettings,
  IconTruck,
  IconUserCog,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react'
import { paths } from '../paths.ts'
import type { TextKey } from '../texts/t.ts'

export interface NavItem {
  to: (typeof paths)[keyof typeof paths]
  label: TextKey & `nav.${string}`
  icon: typeof IconHome
  /** The permission without which the page only says that it is not open to this person. */
  needs?: string
  /** Second key after `g`; the letters are all given away. */
  key?: string
  /** So much is shown on it that it is asked for with the `g` already. */
  isLarge?: true
}
export interface NavGroup {
  label: TextKey & `nav.${string}`
  items: readonly NavItem[]
}

/** The sidebar, and the `g …` shortcuts. */
export const NAVIGATION: readonly NavGroup[] = [
  {
    label: 'nav.counter',
    items: [
      { to: paths.home, label: 'nav.today', icon: IconHome, key: 't' },
      { to: paths.schedule, label: 'nav.schedule', icon: IconCalendarTime, needs: 'appointments.read', key: 's' },
      { to: paths.board, label: 'nav.board', icon: IconLayoutKanban, needs: 'board.read', key: '1', isLarge: true },
      { to: paths.bays, label: 'nav.bays', icon: IconLayoutGrid, needs: 'bays.read', key: 'b' },
      { to: paths.workOrders, label: 'nav.workOrders', icon: IconClipboardList, needs: 'workOrders.read', key: 'w' },
      { to: paths.inspections, label: 'nav.inspections', icon: IconChecklist, needs: 'inspections.read', key: 'd' },
      { to: paths.counter, label: 'nav.pos', icon: IconCashRegister, needs: 'pos.read', key: 'x' },
      { to: paths.planning, label: 'nav.planning', icon: IconRoute, needs: 'planning.read', key: 'f' },
    ],
  },
  {
    label: 'nav.customerCare',
    items: [
      { to: paths.customers, label: 'nav.customers', icon: IconUsersGroup, needs: 'customers.read', key: 'c' },
      { to: paths.vehicles, label: 'nav.vehicles', icon: IconCar, needs: 'vehicles.read', key: 'v' },
      { to: paths.agreements, label: 'nav.agreements', icon: IconCalendarRepeat, needs: 'agreements.read' },
      { to: paths.reminders, label: 'nav.reminders', icon: IconBell, needs: 'reminders.read' },
      { to: paths.messages, label: 'nav.messages', icon: IconMail, needs: 'messaging.read' },
    ],
  },
  {
    label: 'nav.parts',
    items: [
      { to: paths.catalog, label: 'nav.catalog', icon: IconBuildingWarehouse, needs: 'catalog.read', key: 'p' },
      { to: paths.stock, label: 'nav.stock', icon: IconPackages, needs: 'inventory.read', key: 'k' },
      { to: paths.purchasing, label: 'nav.purchasing', icon: IconTruck, needs: 'purchasing.read', key: 'h' },
    ],
  },
  {
    label: 'nav.money',
    items: [
      { to: paths.invoices, label: 'nav.invoices', icon: IconFileInvoice, needs: 'invoices.read', key: 'i' },
      { to: paths.receivables, label: 'nav.receivables', icon: IconReportMoney, needs: 'receivables.read' },
      { to: paths.overview, label: 'nav.overview', icon: IconGauge, needs: 'reports.workshop' },
      { to: paths.reports, label: 'nav.reports', icon: IconChartBar, needs: 'reports.read' },
    ],
  },
  {
    label: 'nav.people',
    items: [
      { to: paths.clock, label: 'nav.clock', icon: IconClock, needs: 'clock.punch', key: 'l' },
      { to: paths.team, label: 'nav.team', icon: IconMessage2, needs: 'notes.read', key: 'q' },
      { to: paths.alerts, label: 'nav.alerts', icon: IconBellRinging, needs: 'alerts.read', key: '2' },
      { to: paths.staff, label: 'nav.staff', icon: IconUsers, needs: 'staff.read', key: 'e' },
      { to: paths.absences, label: 'nav.absences', icon: IconBeach, needs: 'staff.read', key: 'g' },
    ],
  },
  {
    label: 'nav.admin',
    items: [
      { to: paths.bookingTypes, label: 'nav.bookingTypes', icon: IconCalendarCog, needs: 'appointments.manage', key: 'j' },
      { to: paths.calendars, label: 'nav.calendars', icon: IconCalendarShare, needs: 'calendar.manage' },
      { to: paths.users, label: 'nav.users', icon: IconUserCog, needs: 'users.read', key: 'u' },
      { to: paths.permissions, label: 'nav.permissions', icon: IconKey, needs: 'users.read', key: 'r' },
      { to: paths.sessions, label: 'nav.sessions', icon: IconPlugConnected, needs: 'users.read', key: 'n' },
      { to: paths.imports, label: 'nav.imports', icon: IconDatabaseImport, needs: 'imports.run', key: 'm' },
      { to: paths.audit, label: 'nav.audit', icon: IconHistory, needs: 'audit.read', key: 'a' },
      { to: paths.settings, label: 'nav.settings', icon: IconSettings, key: 'o' },
      { to: paths.sync, label: 'nav.sync', icon: IconRefresh, needs: 'sync.read', key: 'z' },
      { to: paths.system, label: 'nav.system', icon: IconServer2, needs: 'system.read', key: 'y' },
    ],
  },
]
