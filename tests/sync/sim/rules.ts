import { getTableColumns, getTableName, is } from 'drizzle-orm'
import { type SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import * as alerts from '#main/modules/alerts/tables.ts'
import * as appointments from '#main/modules/appointments/tables.ts'
import * as audit from '#main/modules/audit/tables.ts'
import * as auth from '#main/modules/auth/tables.ts'
import * as bays from '#main/modules/bays/tables.ts'
import * as board from '#main/modules/board/tables.ts'
import * as agreements from '#main/modules/agreements/tables.ts'
import * as calendar from '#main/modules/calendar/tables.ts'
import * as catalog from '#main/modules/catalog/tables.ts'
import * as clock from '#main/modules/clock/tables.ts'
import * as customers from '#main/modules/customers/tables.ts'
import * as files from '#main/modules/files/tables.ts'
import * as imports from '#main/modules/imports/tables.ts'
import * as inspections from '#main/modules/inspections/tables.ts'
import * as inventory from '#main/modules/inventory/tables.ts'
import * as invoicing from '#main/modules/invoicing/tables.ts'
import * as messaging from '#main/modules/messaging/tables.ts'
import * as notes from '#main/modules/notes/tables.ts'
import * as pos from '#main/modules/pos/tables.ts'
import * as purchasing from '#main/modules/purchasing/tables.ts'
import * as reminders from '#main/modules/reminders/tables.ts'
import * as staff from '#main/modules/staff/tables.ts'
import * as syncing from '#main/modules/sync/tables.ts'
import * as vehicles from '#main/modules/vehicles/tables.ts'
import * as workOrders from '#main/modules/work-orders/tables.ts'
import * as workspace from '#main/modules/workspace/tables.ts'
import type { SyncRules } from '#shared/contract/sync.ts'
import type { Json } from '#shared/kernel/result.ts'
import { MODULES } from '#shared/modules.ts'

/** How every table travels, as the program has it. */
export const RULES: SyncRules = Object.assign({}, ...MODULES.map(({ sync }) => sync))
export const SYNCED = Object.keys(RULES).filter((table) => RULES[table]?.merge !== 'local')

export interface FieldOf {
  readonly key: string
  readonly column: string
  readonly type: 'text' | 'integer' | 'real' | 'boolean' | 'json'
  readonly decode: (value: unknown) => Json
}
const typeOf = (column: SQLiteColumn): FieldOf['type'] =>
  column.dataType === 'boolean' || column.dataType === 'json'
    ? column.dataType
    : column.getSQLType() === 'integer'
      ? 'integer'
      : column.getSQLType() === 'real'
        ? 'real'
        : 'text'

const all = [
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
  syncing,
  vehicles,
  workOrders,
  workspace,
]
const tables = all.flatMap((file) => Object.values(file) as unknown[]).filter((one): one is SQLiteTable => is(one, SQLiteTable)) // tables files export tables

/** Fields of each synced table, read from the program's own tables; the clocks and the local number are none. */
export const FIELDS: ReadonlyMap<string, readonly FieldOf[]> = new Map(
  tables
    .filter((table) => SYNCED.includes(getTableName(table)))
    .map((table) => [
      getTableName(table),
      Object.entries(getTableColumns(table))
        .filter(([key]) => key !== 'no' && key !== 'clk')
        .map(([key, column]) => ({
          key,
          column: column.name,
          type: typeOf(column),
          decode: (value: unknown) =>
            (value === null || (column.dataType !== 'boolean' && column.dataType !== 'json') ? value : column.mapFromDriverValue(value)) as Json, // SQLite's scalars are plain data
        })),
    ]),
)
