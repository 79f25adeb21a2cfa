import { booking, bookingState, schedule, slot } from './en/appointments.ts'
import { audit } from './en/audit.ts'
import { kiosk, password, permissions, role, sessions, setUp, signIn, users } from './en/auth.ts'
import { bays, bayState, why } from './en/bays.ts'
import { activity, clock } from './en/clock.ts'
import { common, parts, problem } from './en/common.ts'
import { failure } from './en/failures.ts'
import { imports, importField, importProblem } from './en/imports.ts'
import { notes } from './en/notes.ts'
import { inspections, inspectionState } from './en/inspections.ts'
import { moveReason, stock, stockStatus } from './en/inventory.ts'
import { purchaseState, purchasing, suppliers } from './en/purchasing.ts'
import { invoice, invoices, invoiceState, issueInvoice, payMethod, todayPage } from './en/invoicing.ts'
import { catalog, customers, staff, vehicles } from './en/people.ts'
import { command, permission, permissionGroup, record } from './en/rights.ts'
import { crash, hitKind, link, nav, shell, shortcut, shortcutGroup } from './en/shell.ts'
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
} from './en/sync.ts'
import { backupKind, jobState, notice, system, warning } from './en/system.ts'
import { board, holdReason, jobs, lineKind, lines, newOrder, order, orders, orderState } from './en/workOrders.ts'
import { settings } from './en/workspace.ts'

/** Every line of the program, in English. `ar.ts` has the same keys by type. */
export const en = {
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
  lines,
  newOrder,
  order,
  orders,
  orderState,
} as const
