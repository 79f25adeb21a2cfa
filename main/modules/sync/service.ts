import { constraintOf } from '#main/platform/check.ts'
import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { FoundHub } from '#main/platform/hub/network.ts'
import { readLog } from '#main/platform/log-file.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, type Json, ok, type Result } from '#shared/kernel/result.ts'
import { type KeptChange, labelOf, showChange } from '#shared/modules/audit/rules.ts'
import { type syncContract, syncFails } from '#shared/modules/sync/contract.ts'
import { type DeviceView, type EntryRow, type HINDRANCES, type LinkView, stateOfOutcome } from '#shared/modules/sync/model/view.ts'
import * as rules from '#shared/modules/sync/rules.ts'
import * as audit from '../audit/service.ts'
import * as workspace from '../workspace/service.ts'
import type { NewCode } from './prepare.ts'
import * as store from './store.ts'
import { syncConflict, syncDevice } from './tables.ts'

type C = typeof syncContract
type Device = NonNullable<ReturnType<typeof store.findDevice>>
type Conflict = NonNullable<ReturnType<typeof store.findConflict>>

/** The link's own standing, of which it tells as if it were a table; see the interface of the engine. */
const LINK = 'sync_status'
const HUB = 'sync_hub'
const RECORDS_SHOWN = 200
const LOG_CHARS = 500_000

export function status(ctx: ReadCtx, _input: In<C, 'status'>): Out<C, 'status'> {
  return ok(linkView(ctx))
}

export function joining(ctx: ReadCtx, _input: In<C, 'joining'>): Out<C, 'joining'> {
  const { state, address, centreName, check, loaded, problem, clockOffsetMs } = linkView(ctx)
  const isSetUp = workspace.isSetUp(ctx.db)
  const told = isSetUp ? { address: '', centreName: '', check: '' } : { address, centreName, check }
  return ok({ state, ...told, loaded, problem, clockOffsetMs, isReady: isSetUp && store.hasUsers(ctx.db) })
}

function linkView(ctx: ReadCtx): LinkView {
  ctx.db.reads.add(LINK)
  const link = ctx.platform.link.status()
  const loading = link.scopes.filter(({ isLoading }) => isLoading)
  const { awaits } = link
  return {
    state: link.state,
    address: link.address ?? '',
    centreName: link.companyName ?? '',
    pending: link.state === 'off' ? 0 : link.pendingCount,
    oldestPendingAt: link.state === 'off' ? null : link.oldestPendingAt,
    lastContactAt: link.lastContactAt,
    clockOffsetMs: link.clockOffsetMs ?? 0,
    scopes: link.scopes.map(({ scope, upToDateAt, isLoading }) => ({ scope, asOf: upToDateAt, isLoading })),
    locations: thisDevice(ctx)?.locations ?? null,
    check: link.check ?? '',
    loaded: loading.reduce((sum, { loadedRows }) => sum + loadedRows, 0),
    problem: link.problem,
    alarms: [...link.alarms],
    awaits: awaits && { until: awaits.until, devices: store.devices(ctx.db).flatMap(({ id, name }) => (awaits.devices.includes(id) ? [name] : [])) },
    refused: link.undecidedCount,
    conflicts: store.countOpenConflicts(ctx.db),
  }
}

const isThis = (ctx: ReadCtx, device: Device): boolean => device.deviceId === ctx.device.id && device.state !== 'revoked'
const thisDevice = (ctx: ReadCtx): Device | undefined => store.devices(ctx.db).find((device) => isThis(ctx, device))
const deviceView = (ctx: ReadCtx, device: Device): DeviceView => ({ ...device, isThis: isThis(ctx, device) })

export function entries(ctx: ReadCtx, { show, after, limit }: In<C, 'entries'>): Out<C, 'entries'> {
  ctx.db.reads.add(LINK)
  const last = store.acked(ctx.db)
  const found = store.entries(ctx.db, show, { local: localTables(ctx), acked: last, after, limit })
  return ok({ ...found, rows: found.rows.map((row) => entryRow(row, last)) })
}

export function entry(ctx: ReadCtx, { seq }: In<C, 'entry'>): Out<C, 'entry'> {
  ctx.db.reads.add(LINK)
  const found = store.findEntry(ctx.db, seq, localTables(ctx))
  if (!found) return syncFails.unknownEntry({ seq })
  const changes = store.changesOf(ctx.db, seq, RECORDS_SHOWN + 1)
  const records = changes.slice(0, RECORDS_SHOWN).map(({ table, id, change }) => showChange(table, id, kept(change), ctx.platform.sync[table]))
  const named = records.map((record) => ({ ...record, label: labelOf(recordIn(ctx, record.table, record.recordId)) }))
  const values = records.flatMap(({ table, fields }) =>
    fields.flatMap(({ field, before, after }) => [[table, field, before] as const, [table, field, after] as const]),
  )
  const hindrance = changes.map(({ table, id, change }) => hindranceOfChange(ctx, table, id, kept(change))).find((found) => found !== null) ?? null
  return ok({ ...entryRow(found, store.acked(ctx.db)), records: named, isCut: changes.length > RECORDS_SHOWN, names: audit.namesIn(ctx, values), hindrance })
}

const kept = (text: string): KeptChange => JSON.parse(text) as KeptChange // written by the journal
const localTables = (ctx: ReadCtx): string[] => Object.entries(ctx.platform.sync).flatMap(([table, { merge }]) => (merge === 'local' ? [table] : []))

const entryRow = ({ part, outcome, reason, facts, decidedAt, decidedBy, ...row }: store.SaidEntry, acked: number): EntryRow => ({
  seq: row.seq,
  part: part ?? 1,
  at: row.at,
  command: row.command,
  userId: row.userId,
  userName: row.userName,
  changes: row.changes,
  state: outcome !== null ? stateOfOutcome[outcome] : row.seq > acked ? 'waiting' : 'sent',
  reason,
  facts: facts === null ? {} : (JSON.parse(facts) as Record<string, Json>), // an object, by the engine
  decided: decidedAt === null ? null : { by: decidedBy ?? '', at: decidedAt },
})

export function devices(ctx: ReadCtx, _input: In<C, 'devices'>): Out<C, 'devices'> {
  const known = store.devices(ctx.db).filter(({ state }) => state !== 'invited')
  const isRevoked = ({ state }: Device) => Number(state === 'revoked')
  return ok(known.sort((a, b) => isRevoked(a) - isRevoked(b)).map((device) => deviceView(ctx, device)))
}

export function invitations(ctx: ReadCtx, _input: In<C, 'invitations'>): Out<C, 'invitations'> {
  const open = store.devices(ctx.db).filter((device) => rules.isOpenInvitation(device, ctx.now))
  return ok(open.map((device) => deviceView(ctx, device)))
}

/** Enrolling is done by `prepare`; the deed is its line in the audit list. */
export function join(ctx: WriteCtx, _input: In<C, 'join'>): Out<C, 'join'> {
  ctx.emit('sync.joined', {})
  return joining(ctx, {})
}

export function startOver(ctx: WriteCtx, _input: In<C, 'startOver'>): Out<C, 'startOver'> {
  ctx.emit('sync.left', {})
  return ok(null)
}

export function connect(ctx: WriteCtx, _input: In<C, 'connect'>): Out<C, 'connect'> {
  ctx.emit('sync.connected', {})
  return joining(ctx, {})
}

export function leave(ctx: WriteCtx, _input: In<C, 'leave'>): Out<C, 'leave'> {
  ctx.emit('sync.left', {})
  return ok(null)
}

export function invite(ctx: WriteCtx, { name, locations }: In<C, 'invite'>, { code, codeHash }: NewCode): Out<C, 'invite'> {
  if (ctx.platform.link.status().state === 'off') return syncFails.notLinked()
  const known = checkLocations(ctx.db, locations)
  if (!known.ok) return known
  const id = ctx.newId<'syncDevice'>()
  ctx.db.insert(syncDevice, { id, ...rules.invitation(name, locations, codeHash, ctx.now) })
  return ok({ device: viewOf(ctx, id), code })
}

export function approve(ctx: WriteCtx, { id }: In<C, 'approve'>): Out<C, 'approve'> {
  return stepDevice(ctx, id, 'approve')
}

export function revoke(ctx: WriteCtx, { id }: In<C, 'revoke'>): Out<C, 'revoke'> {
  const known = store.findDevice(ctx.db, id)
  return known && isThis(ctx, known) ? syncFails.thisDevice({ id }) : stepDevice(ctx, id, 'revoke')
}

function stepDevice(
  ctx: WriteCtx,
  id: Id<'syncDevice'>,
  event: 'approve' | 'revoke',
): Result<DeviceView, Failure<'sync.unknownDevice' | 'sync.wrongDeviceState'>> {
  const known = store.findDevice(ctx.db, id)
  if (!known) return syncFails.unknownDevice({ id })
  const next = rules.stepDevice(known, event)
  if (!next.ok) return next
  ctx.db.update(syncDevice, id, { state: next.value })
  return ok(viewOf(ctx, id))
}

export function rename(ctx: WriteCtx, { id, name }: In<C, 'rename'>): Out<C, 'rename'> {
  if (!store.findDevice(ctx.db, id)) return syncFails.unknownDevice({ id })
  ctx.db.update(syncDevice, id, { name })
  return ok(viewOf(ctx, id))
}

export function setLocations(ctx: WriteCtx, { id, locations }: In<C, 'setLocations'>): Out<C, 'setLocations'> {
  const known = store.findDevice(ctx.db, id)
  if (!known) return syncFails.unknownDevice({ id })
  if (known.state === 'revoked') return syncFails.wrongDeviceState({ id, state: known.state, event: 'edit' })
  const valid = checkLocations(ctx.db, locations)
  if (!valid.ok) return valid
  ctx.db.update(syncDevice, id, { locations })
  return ok(viewOf(ctx, id))
}

function checkLocations(db: ReadDb, locations: readonly Id<'location'>[] | null): Result<null, Failure<'sync.unknownLocation'>> {
  const unknown = locations?.find((id) => !workspace.findLocation(db, id))
  return unknown === undefined ? ok(null) : syncFails.unknownLocation({ locationId: unknown })
}

function viewOf(ctx: ReadCtx, id: Id<'syncDevice'>): DeviceView {
  const known = store.findDevice(ctx.db, id)
  if (!known) throw new Error(`device ${id} was written and is not there`)
  return deviceView(ctx, known)
}

export function conflicts(ctx: ReadCtx, { resolved, kind, after, limit }: In<C, 'conflicts'>): Out<C, 'conflicts'> {
  const found = store.conflicts(ctx.db, resolved, { filters: { kind }, sort: 'newest', after, limit })
  return ok({ ...found, rows: found.rows.map((row) => conflictView(ctx, row)) })
}

const recordIn = (ctx: ReadCtx, table: string, id: string): Readonly<Record<string, Json>> | undefined => {
  const known = ctx.platform.records.get(table)
  return known && store.findRecord(ctx.db, known, id)
}

function conflictView(ctx: ReadCtx, conflict: Conflict) {
  const row = recordIn(ctx, conflict.recordTable, conflict.recordId)
  return {
    ...conflict,
    hindrance: rules.hindranceOf(conflict, ctx.platform.sync[conflict.recordTable], row, ctx.actor.role === 'owner'),
    label: labelOf(row),
    names: audit.namesIn(
      ctx,
      [...Object.entries(conflict.kept), ...Object.entries(conflict.dropped)].map(([field, value]) => [conflict.recordTable, field, value] as const),
    ),
  }
}

export function resolveConflict(ctx: WriteCtx, { conflictId, choice }: In<C, 'resolveConflict'>): Out<C, 'resolveConflict'> {
  const known = store.findConflict(ctx.db, conflictId)
  if (!known) return syncFails.unknownConflict({ conflictId })
  if (known.resolvedAt !== null) return syncFails.alreadyResolved({ by: known.resolvedBy })
  const { recordTable: table, recordId: id, dropped } = known
  const view = conflictView(ctx, known)
  // A clash is over when its booking is moved or cancelled; one whose booking is gone, or is taken back by hand, can be put away.
  if (choice === 'take' || (view.hindrance === 'clash' && recordIn(ctx, table, id)?.['state'] === 'clash')) {
    if (view.hindrance === 'clash') return syncFails.moveNeeded({ table, id })
    if (view.hindrance !== null) return rules.refusalOf(view.hindrance, { table, id })
    const done = amend(ctx, table, id, dropped)
    if (!done.ok) return done
  }
  resolve(ctx, conflictId)
  return ok(conflictView(ctx, { ...known, resolvedAt: ctx.now, resolvedBy: ctx.actor.name }))
}

const resolve = (ctx: WriteCtx, id: Id<'syncConflict'>): boolean =>
  ctx.db.update(syncConflict, id, { resolvedAt: ctx.now, resolvedBy: ctx.actor.name === '' ? 'Bayline' : ctx.actor.name })

/** The record of a clash holds a place of its own again, or needs none any more. Called by the module that moved it. */
export function settleClash(ctx: WriteCtx, table: string, id: string): void {
  for (const conflict of store.openConflictsOf(ctx.db, table, id)) if (conflict.kind === 'clash') resolve(ctx, conflict.id)
}

/** Puts fields on a record as it stands, as an ordinary change; later modules hear of it by the event, and put right what they derive. */
function amend(ctx: WriteCtx, table: string, id: string, fields: Readonly<Record<string, Json>>): Result<null, Failure<'sync.valuesRefused'>> {
  return within(() => ctx.db.update(recordTable(ctx, table), id, fields as never), ctx, table, id) // values of this very table, as they were journaled
}
const recordTable = (ctx: ReadCtx, table: string) => {
  const known = ctx.platform.records.get(table)
  if (!known) throw new Error(`${table} is no table of records`)
  return known
}
/** What the database refuses is an answer, not a bug. */
function within(write: () => void, ctx: WriteCtx, table: string, id: string): Result<null, Failure<'sync.valuesRefused'>> {
  try {
    write()
  } catch (error) {
    const constraint = constraintOf(error)
    if (constraint === null) throw error
    return syncFails.valuesRefused({ table, id, constraint })
  }
  ctx.emit('sync.amended', { table, id })
  return ok(null)
}

type Ending = Failure<'sync.unknownEntry' | 'sync.notRefused'>

export function dismiss(ctx: WriteCtx, { seq }: In<C, 'dismiss'>): Out<C, 'dismiss'> {
  const done = decide(ctx, seq)
  if (done.ok) ctx.emit('sync.dismissed', { seq })
  return done
}

export function settle(ctx: WriteCtx, { seq }: In<C, 'settle'>): Out<C, 'settle'> {
  const done = decide(ctx, seq)
  if (done.ok) ctx.emit('sync.settled', { seq })
  return done
}

function decide(ctx: WriteCtx, seq: number): Result<EntryRow, Ending> {
  const found = store.findEntry(ctx.db, seq, localTables(ctx))
  if (!found) return syncFails.unknownEntry({ seq })
  const decided = store.undecidedParts(ctx.db, seq).filter((part) => ctx.platform.link.decide(seq, part, ctx.actor.name))
  if (decided.length === 0) return syncFails.notRefused({ seq })
  return ok({ ...entryRow(found, store.acked(ctx.db)), decided: { by: ctx.actor.name, at: ctx.now } })
}

export function resend(ctx: WriteCtx, { seq }: In<C, 'resend'>): Out<C, 'resend'> {
  const done = decide(ctx, seq)
  if (!done.ok) return done
  for (const { table, id, change } of store.changesOf(ctx.db, seq, Number.MAX_SAFE_INTEGER)) {
    if (ctx.platform.sync[table]?.merge === 'local') continue
    const put = putAgain(ctx, table, id, kept(change))
    if (!put.ok) return put
  }
  return done
}

/** Why a refused change cannot be put in as it is: null where it can, or where its values stand there anyway. */
function hindranceOfChange(ctx: ReadCtx, table: string, id: string, change: KeptChange): (typeof HINDRANCES)[number] | null {
  const rule = ctx.platform.sync[table]
  if (rule?.merge === 'local') return null
  const isOwner = ctx.actor.role === 'owner'
  const row = recordIn(ctx, table, id)
  if (change.insert && !row) return rules.isOwnersOnly(table) && !isOwner ? 'ownerOnly' : null
  const missing = Object.keys(rules.missingIn(row, change))
  return row && missing.length === 0 ? null : rules.whyNotAmend(table, rule, row, missing, isOwner)
}

function putAgain(
  ctx: WriteCtx,
  table: string,
  id: string,
  change: KeptChange,
): Result<null, ReturnType<typeof rules.refusalOf>['error'] | Failure<'sync.valuesRefused'>> {
  const hindrance = hindranceOfChange(ctx, table, id, change)
  if (hindrance !== null) return rules.refusalOf(hindrance, { table, id })
  const row = recordIn(ctx, table, id)
  // A whole row, as it was journaled.
  if (!row) return within(() => ctx.db.insert(recordTable(ctx, table), { id, ...rules.fieldsAfter(change) } as never), ctx, table, id)
  return amend(ctx, table, id, rules.missingIn(row, change))
}

export function hub(ctx: ReadCtx, _input: In<C, 'hub'>): Out<C, 'hub'> {
  ctx.db.reads.add(HUB)
  const view = ctx.platform.hub?.view()
  return ok({ isPossible: view !== undefined, state: view?.state ?? 'off', name: view?.name ?? '', address: view?.address ?? '', problem: view?.problem ?? '' })
}

export function makeHub(ctx: WriteCtx, { name }: In<C, 'makeHub'>): Out<C, 'makeHub'> {
  ctx.emit('sync.hubMade', { name })
  return hub(ctx, {})
}

export function stopHub(ctx: WriteCtx, _input: In<C, 'stopHub'>): Out<C, 'stopHub'> {
  ctx.emit('sync.hubStopped', {})
  return hub(ctx, {})
}

export function findHubs(_ctx: ReadCtx, _input: In<C, 'findHubs'>, found: FoundHub[]): Out<C, 'findHubs'> {
  return ok(found)
}

/** Holds no content of records and no secret: states, figures and log lines, which never hold any. */
export function exportDiagnostics(ctx: ReadCtx, _input: In<C, 'exportDiagnostics'>): Out<C, 'exportDiagnostics'> {
  const { platform } = ctx
  const facts = {
    version: platform.config.version,
    schemaVersion: platform.store.schemaVersion,
    device: ctx.device,
    status: linkView(ctx),
    metrics: platform.link.metrics(),
    answers: store.countAnswers(ctx.db),
    last: store
      .entries(ctx.db, 'answered', { local: [], acked: 0, limit: 50 })
      .rows.map(({ seq, at, command, outcome, reason }) => ({ seq, at, command, outcome, reason })),
    devices: store
      .devices(ctx.db)
      .map(({ id, state, lastSeenAt, appVersion, clockOffsetMs, alarm }) => ({ id, state, lastSeenAt, appVersion, clockOffsetMs, alarm })),
    hub: platform.hub?.view().state ?? null,
  }
  const text = `${JSON.stringify(facts, null, 2)}\n\n${readLog(platform.config.dataDir, LOG_CHARS)}`
  return ok({ fileName: `bayline-sync-${new Date(ctx.now).toISOString().slice(0, 19).replace(/[:T]/g, '-')}.log`, text })
}
