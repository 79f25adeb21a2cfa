import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import { foldText } from '#shared/kernel/text.ts'
import { type inspectionsContract, inspectionsFails } from '#shared/modules/inspections/contract.ts'
import type { ReadyTemplate, Template, Version } from '#shared/modules/inspections/model.ts'
import type { TemplateContent } from '#shared/modules/inspections/model/template.ts'
import { labelIn, pointsOf } from '#shared/modules/inspections/rules.ts'
import * as workspace from '../../workspace/service.ts'
import * as store from '../store.ts'
import { inspectionTemplate, inspectionVersion } from '../tables.ts'

type C = typeof inspectionsContract
type Row = NonNullable<ReturnType<typeof store.findTemplate>>

const toTemplate = ({ id, name, versionId, sections, points, updatedAt, deleted }: Row): Template => ({
  id,
  name,
  versionId,
  sections,
  points,
  updatedAt,
  deleted,
})
const toVersion = ({ id, templateId, number, content, byName, createdAt }: NonNullable<ReturnType<typeof store.findVersion>>): Version => ({
  id,
  templateId,
  number,
  content,
  byName,
  createdAt,
})

export function templates(ctx: ReadCtx, { after, limit, ...filters }: In<C, 'templates'>): Out<C, 'templates'> {
  const found = store.templates(ctx.db, { filters, sort: 'name', after, limit })
  return ok({ ...found, rows: found.rows.map(toTemplate) })
}

export function template(ctx: ReadCtx, { templateId }: In<C, 'template'>): Out<C, 'template'> {
  const known = store.findTemplate(ctx.db, templateId)
  const present = known && store.findVersion(ctx.db, known.versionId)
  return present ? ok({ template: toTemplate(known), version: toVersion(present) }) : inspectionsFails.unknownTemplate({ templateId })
}

export function version(ctx: ReadCtx, { versionId }: In<C, 'version'>): Out<C, 'version'> {
  const known = store.findVersion(ctx.db, versionId)
  return known ? ok(toVersion(known)) : inspectionsFails.unknownVersion({ versionId })
}

/** Read from the program's own files before this. */
export function readyTemplates(_ctx: ReadCtx, _input: In<C, 'readyTemplates'>, prepared: ReadyTemplate[]): Out<C, 'readyTemplates'> {
  return ok(prepared)
}

export function createTemplate(ctx: WriteCtx, { content }: In<C, 'createTemplate'>): Out<C, 'createTemplate'> {
  return ok(create(ctx, content))
}

export function createReady(ctx: WriteCtx, _input: In<C, 'createReady'>, prepared: TemplateContent): Out<C, 'createReady'> {
  return ok(create(ctx, prepared))
}

function create(ctx: WriteCtx, content: TemplateContent): Template {
  const templateId = ctx.newId<'inspectionTemplate'>()
  const versionId = ctx.newId<'inspectionVersion'>()
  ctx.db.insert(inspectionTemplate, { id: templateId, ...summary(ctx, versionId, content) })
  ctx.db.insert(inspectionVersion, { id: versionId, templateId, number: 1, content, byName: ctx.actor.name })
  return mustFind(ctx, templateId)
}

export function saveTemplate(ctx: WriteCtx, { templateId, versionId: seen, content }: In<C, 'saveTemplate'>): Out<C, 'saveTemplate'> {
  const known = store.findTemplate(ctx.db, templateId)
  if (!known || known.deleted) return inspectionsFails.unknownTemplate({ templateId })
  if (known.versionId !== seen) return inspectionsFails.templateChanged({ templateId })
  const id = ctx.newId<'inspectionVersion'>()
  ctx.db.insert(inspectionVersion, { id, templateId, number: store.lastNumber(ctx.db, templateId) + 1, content, byName: ctx.actor.name })
  ctx.db.update(inspectionTemplate, templateId, summary(ctx, id, content))
  return ok(mustFind(ctx, templateId))
}

export function removeTemplate(ctx: WriteCtx, { templateId }: In<C, 'removeTemplate'>): Out<C, 'removeTemplate'> {
  return setDeleted(ctx, templateId, true)
}

export function restoreTemplate(ctx: WriteCtx, { templateId }: In<C, 'restoreTemplate'>): Out<C, 'restoreTemplate'> {
  return setDeleted(ctx, templateId, false)
}

function setDeleted(ctx: WriteCtx, templateId: Id<'inspectionTemplate'>, deleted: boolean): Out<C, 'removeTemplate'> {
  if (!store.findTemplate(ctx.db, templateId)) return inspectionsFails.unknownTemplate({ templateId })
  ctx.db.update(inspectionTemplate, templateId, { deleted })
  return ok(mustFind(ctx, templateId))
}

/** What lists show of a version. */
const summary = (ctx: WriteCtx, versionId: Id<'inspectionVersion'>, content: TemplateContent) => ({
  name: content.name,
  nameKey: foldText(labelIn(content.name, workspace.theCompany(ctx.db).language)),
  versionId,
  sections: content.sections.length,
  points: pointsOf(content).length,
})

function mustFind(ctx: WriteCtx, templateId: Id<'inspectionTemplate'>): Template {
  const row = store.findTemplate(ctx.db, templateId)
  if (!row) throw new Error(`template ${templateId} was saved and is not there`)
  return toTemplate(row)
}
