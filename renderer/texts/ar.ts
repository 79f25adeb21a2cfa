import { booking, bookingState, schedule, slot } from './ar/appointments.ts'
import { audit } from './ar/audit.ts'
import { kiosk, password, permissions, role, sessions, setUp, signIn, users } from './ar/auth.ts'
import { bays, bayState, why } from './ar/bays.ts'
import { activity, clock } from './ar/clock.ts'
import { common, parts, problem } from './ar/common.ts'
import { failure } from './ar/failures.ts'
import { approval, approve, canned, channel, deferred, disposition, gate, service, taxReason, visits, warranty, workSettings } from './ar/estimates.ts'
import { imports, importField, importProblem } from './ar/imports.ts'
import { notes } from './ar/notes.ts'
import { inspections, inspectionState } from './ar/inspections.ts'
import { moveReason, stock, stockStatus } from './ar/inventory.ts'
import { purchaseState, purchasing, suppliers } from './ar/purchasing.ts'
import { invoice, invoices, invoiceState, issueInvoice, payMethod, todayPage } from './ar/invoicing.ts'
import { catalog, customers, staff, vehicles } from './ar/people.ts'
import { command, permission, permissionGroup, record } from './ar/rights.ts'
import { crash, hitKind, link, nav, shell, shortcut, shortcutGroup } from './ar/shell.ts'
import {
  constraint,
  deviceAlarm,
  deviceState,
  entryNext,
  entryState,
  field,
  hindrance,
  join,
  linkAlarm,
  linkHint,
  linkProblem,
  linkState,
  sync,
  syncReason,
} from './ar/sync.ts'
import { backupKind, jobState, notice, system, warning } from './ar/system.ts'
import { board, holdReason, jobs, lineKind, lines, newOrder, order, orders, orderState } from './ar/workOrders.ts'
import { settings } from './ar/workspace.ts'
import type { en } from './en.ts'
import type { InArabic } from './translated.ts'

export const ar: InArabic<typeof en> = {
  common,
  parts,
  problem,
  failure,
  shell,
  shortcut,
  shortcutGroup,
  nav,
  link,
  crash,
  hitKind,
  role,
  signIn,
  setUp,
  users,
  password,
  sessions,
  permissions,
  kiosk,
  customers,
  vehicles,
  catalog,
  stock,
  stockStatus,
  moveReason,
  purchaseState,
  purchasing,
  suppliers,
  staff,
  activity,
  clock,
  notes,
  imports,
  importField,
  importProblem,
  settings,
  audit,
  command,
  permission,
  permissionGroup,
  record,
  system,
  constraint,
  deviceAlarm,
  deviceState,
  entryNext,
  entryState,
  field,
  hindrance,
  join,
  linkAlarm,
  linkHint,
  linkProblem,
  linkState,
  sync,
  syncReason,
  jobState,
  backupKind,
  warning,
  notice,
  booking,
  bookingState,
  schedule,
  slot,
  bays,
  bayState,
  why,
  inspections,
  inspectionState,
  invoice,
  invoices,
  invoiceState,
  issueInvoice,
  payMethod,
  todayPage,
  board,
  holdReason,
  jobs,
  lineKind,
  service,
  approval,
  channel,
  approve,
  deferred,
  warranty,
  disposition,
  taxReason,
  gate,
  canned,
  visits,
  workSettings,
  lines,
  newOrder,
  order,
  orders,
  orderState,
}
