import { getTableColumns, getTableName, is } from 'drizzle-orm'
import { SQLiteTable } from 'drizzle-orm/sqlite-core'
import * as alerts from './modules/alerts/tables.ts'
import * as appointments from './modules/appointments/tables.ts'
import * as audit from './modules/audit/tables.ts'
import * as auth from './modules/auth/tables.ts'
import * as bays from './modules/bays/tables.ts'
import * as board from './modules/board/tables.ts'
import * as agreements from './modules/agreements/tables.ts'
import * as calendar from './modules/calendar/tables.ts'
import * as catalog from './modules/catalog/tables.ts'
import * as clock from './modules/clock/tables.ts'
import * as customers from './modules/customers/tables.ts'
import * as files from './modules/files/tables.ts'
import * as imports from './modules/imports/tables.ts'
import * as inspections from './modules/inspections/tables.ts'
import * as inventory from './modules/inventory/tables.ts'
import * as invoicing from './modules/invoicing/tables.ts'
import * as messaging from './modules/messaging/tables.ts'
import * as notes from './modules/notes/tables.ts'
import * as pos from './modules/pos/tables.ts'
import * as purchasing from './modules/purchasing/tables.ts'
import * as reminders from './modules/reminders/tables.ts'
import * as staff from './modules/staff/tables.ts'
import * as sync from './modules/sync/tables.ts'
import * as system from './modules/system/tables.ts'
import * as vehicles from './modules/vehicles/tables.ts'
import * as workOrders from './modules/work-orders/tables.ts'
import * as workspace from './modules/workspace/tables.ts'
import type { RecordTable } from './platform/platform.ts'

const modules = [
  alerts,
  appointments,
  audit,
  auth,
  bays,
  board,
  agreements,
  calendar,
  catalog,
  clock,
  customers,
  files,
  imports,
  inspections,
  inventory,
  invoicing,
  messaging,
  notes,
  pos,
  purchasing,
  reminders,
  staff,
  sync,
  system,
  vehicles,
  workOrders,
  workspace,
]

/** Every journaled table by its SQL name. */
export const records: ReadonlyMap<string, RecordTable> = new Map(
  modules
    .flatMap((tables) => Object.values(tables) as unknown[])
    .filter((value): value is RecordTable => is(value, SQLiteTable) && 'clk' in getTableColumns(value))
    .map((table) => [getTableName(table), table]),
)
