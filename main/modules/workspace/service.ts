import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ok, type Result } from '#shared/kernel/result.ts'
import { type workspaceContract, workspaceFails } from '#shared/modules/workspace/contract.ts'
import { BLANK_LETTERHEAD, type Company, type CompanySettings, type Letterhead, type Location, PLAIN_WORK } from '#shared/modules/workspace/model.ts'
import { checkHours } from '#shared/modules/workspace/rules.ts'
import * as store from './store.ts'
import { company, letterhead as letterheadTable, location } from './tables.ts'

type C = typeof workspaceContract

export function welcome(ctx: ReadCtx, _input: In<C, 'welcome'>): Out<C, 'welcome'> {
  const known = store.findCompany(ctx.db)
  return ok({
    isSetUp: known !== undefined,
    name: known?.name ?? '',
    language: known?.language ?? 'en',
    isDemo: known?.isDemo ?? false,
    zone: known?.zone ?? 'UTC',
    deviceName: ctx.device.name,
    version: ctx.platform.config.version,
  })
}

export function get(ctx: ReadCtx, _input: In<C, 'get'>): Out<C, 'get'> {
  const known = store.findCompany(ctx.db)
  if (!known) return workspaceFails.notSetUp()
  return ok({ company: known, locations: store.locations(ctx.db) })
}

export function update(ctx: WriteCtx, input: In<C, 'update'>): Out<C, 'update'> {
  const known = store.findCompany(ctx.db)
  if (!known) return workspaceFails.notSetUp()
  if (input.currency !== undefined && input.currency !== known.currency && store.hasMoney(ctx.db))
    return workspaceFails.currencyInUse({ currency: known.currency })
  ctx.db.update(company, known.id, input)
  return ok({ ...known, ...input })
}

export function letterhead(ctx: ReadCtx, _input: In<C, 'letterhead'>): Out<C, 'letterhead'> {
  return store.findCompany(ctx.db) ? ok(letterheadOf(ctx.db)) : workspaceFails.notSetUp()
}

/** Holds WS-3. */
export function setLetterhead(ctx: WriteCtx, input: In<C, 'setLetterhead'>): Out<C, 'setLetterhead'> {
  const known = store.findCompany(ctx.db)
  if (!known) return workspaceFails.notSetUp()
  if (store.findLetterhead(ctx.db)) ctx.db.update(letterheadTable, known.id, input)
  else ctx.db.insert(letterheadTable, { id: known.id, ...BLANK_LETTERHEAD, ...input })
  return ok(letterheadOf(ctx.db))
}

export function addLocation(ctx: WriteCtx, input: In<C, 'addLocation'>): Out<C, 'addLocation'> {
  const checked = checkHours(input)
  if (!checked.ok) return checked
  const added = { id: ctx.newId<'location'>(), ...input }
  ctx.db.insert(location, added)
  return ok(added)
}

export function updateLocation(ctx: WriteCtx, { locationId, ...patch }: In<C, 'updateLocation'>): Out<C, 'updateLocation'> {
  const known = store.findLocation(ctx.db, locationId)
  if (!known) return workspaceFails.unknownLocation({ locationId })
  const checked = checkHours({ ...known, ...patch })
  if (!checked.ok) return checked
  ctx.db.update(location, locationId, patch)
  return ok(checked.value)
}

/** First-run: creates the company and its first location. Called by `auth.setUp`, which adds the owner in the same deed. */
export function found(
  ctx: WriteCtx,
  settings: CompanySettings & { isDemo: boolean },
  first: Omit<Location, 'id'>,
): { companyId: Id<'company'>; locationId: Id<'location'> } {
  const companyId = ctx.newId<'company'>()
  const locationId = ctx.newId<'location'>()
  ctx.db.insert(company, { id: companyId, ...PLAIN_WORK, ...settings })
  ctx.db.insert(location, { id: locationId, ...first })
  return { companyId, locationId }
}

/** Marks the embedded demo shop, so that nobody takes it for a real one. */
export function markDemo(ctx: WriteCtx): Result<null> {
  ctx.db.update(company, theCompany(ctx.db).id, { isDemo: true })
  return ok(null)
}

/** The company for other modules' deeds; only set-up runs without one, so its absence is a bug. */
export function theCompany(db: ReadDb): Company {
  const known = store.findCompany(db)
  if (!known) throw new Error('no company: this command must not run before set-up')
  return known
}

/** For whatever prints a sheet. */
export const letterheadOf = (db: ReadDb): Letterhead => store.findLetterhead(db) ?? BLANK_LETTERHEAD
export const isSetUp = (db: ReadDb): boolean => store.findCompany(db) !== undefined
export const locations = (db: ReadDb): Location[] => store.locations(db)
export const findLocation = (db: ReadDb, id: Id<'location'>): Location | undefined => store.findLocation(db, id)
