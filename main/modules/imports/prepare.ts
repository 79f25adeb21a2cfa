import { randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { In, PrepareCtx } from '#main/platform/context.ts'
import { offload } from '#main/platform/offload.ts'
import { damageOf, findPending, type PendingTable, type readPending, rowsOf } from '#main/platform/tables/pending.ts'
import { CAPS, type Refusal } from '#main/platform/tables/table.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { err, type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { importsFails, type importsContract } from '#shared/modules/imports/contract.ts'
import { FIRST_ROWS, type Plan, PREVIEW_ROWS, type PreviewRow, type Problem, type Target, TARGETS } from '#shared/modules/imports/model.ts'
import {
  type Candidate,
  chooseHeader,
  columnNames,
  identityOf,
  type LeftOut,
  mappingProblem,
  newTally,
  type Outcome,
  rowReader,
  suggestMapping,
  tallyBad,
  tallyOutcome,
} from '#shared/modules/imports/rules.ts'
import * as purchasing from '../purchasing/service.ts'
import * as workspace from '../workspace/service.ts'
import * as service from './service.ts'

type C = typeof importsContract

/** A row of the list in its order: bad, or good with what was left out of it. Only the rows that a preview shows keep their texts. */
export type Entry = { readonly line: number; readonly texts: readonly string[] } & (
  | { readonly problem: Problem }
  | { readonly candidate: Candidate; readonly leftOut: readonly LeftOut[]; readonly repaired: boolean }
)
export interface ReadyImport {
  readonly fileName: string
  readonly sheetName: string
  readonly entries: readonly Entry[]
}
export interface ReadyPreview {
  readonly counts: ReturnType<typeof newTally>['counts']
  readonly rows: PreviewRow[]
  readonly reasons: { code: Problem['code']; field: string | null; count: number }[]
}

/** Rows that are tried at once when an import is tried: some 20 ms. */
const TRY_ROWS = 1000

export function read(ctx: PrepareCtx, { fileName, base64 }: In<C, 'read'>) {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) return Promise.resolve(importsFails.fileDamaged())
  return keep(ctx, { id: randomUUID(), fileName, bytes: Buffer.from(base64, 'base64') })
}

export async function reread(ctx: PrepareCtx, { importId, encoding, delimiter }: In<C, 'reread'>) {
  const known = await find(ctx, importId)
  return known
    ? keep(ctx, { id: importId, fileName: known.fileName, bytes: null, encoding: encoding || undefined, delimiter: delimiter || undefined })
    : importsFails.unknownFile()
}

const REFUSED = {
  Empty: importsFails.fileEmpty,
  Encrypted: importsFails.fileEncrypted,
  NotATable: importsFails.fileNotATable,
  NoWorkbook: importsFails.fileNoWorkbook,
  Damaged: importsFails.fileDamaged,
  TooLarge: importsFails.fileTooLarge,
  TooManyRows: importsFails.fileTooManyRows,
  TooManyColumns: importsFails.fileTooManyColumns,
  TooSlow: importsFails.fileTooSlow,
} satisfies Record<Refusal, unknown>

/** Parses in a thread of its own and keeps the rows for mapping. Holds IMP-4: the suggestions are for a sheet that is shown. */
async function keep(
  ctx: PrepareCtx,
  file: { id: string; fileName: string; bytes: Uint8Array | null; encoding?: string | undefined; delimiter?: string | undefined },
) {
  const { config } = ctx.platform
  const done = await offload<typeof readPending>(
    config,
    'readPending',
    { ...file, dataDir: config.dataDir, userId: ctx.actor.userId ?? '', readAt: ctx.now, firstRows: FIRST_ROWS },
    CAPS,
  )
  if (!done.ok) return done.error.code === 'offload.tooSlow' ? importsFails.fileTooSlow() : importsFails.fileTooLarge()
  if ('refused' in done.value) return REFUSED[done.value.refused]()
  const { id, fileName, format, encoding, delimiter, badCharacters } = done.value
  const sheets = done.value.sheets.map((sheet) => ({ ...sheet, header: chooseHeader(sheet.first, sheet.header) }))
  const best = Math.max(
    0,
    sheets.findIndex((sheet) => !sheet.hidden && sheet.rowCount > 0),
  )
  const { first = [], header = null } = sheets[best] ?? {}
  const names = columnNames(first, header)
  const data = first.slice(header ? header.row + header.rows : 0)
  // A price list looks like a list of items: a person says which.
  const last = (target: Target) => Number(target === 'prices')
  const suggestions = TARGETS.map((target) => ({ target, sheet: best, mapping: suggestMapping(target, names, data) }))
    .map((found) => ({ ...found, matched: found.mapping.length }))
    .sort((a, b) => last(a.target) - last(b.target) || b.matched - a.matched)
  return ok({ importId: id, fileName, format, encoding, delimiter, badCharacters, sheets, suggestions })
}

/** Holds IMP-5. */
const find = (ctx: PrepareCtx, id: string): Promise<PendingTable | undefined> => findPending(ctx.platform.config.dataDir, id, ctx.actor.userId ?? '')

type NoPlan = Failure<'imports.unknownFile' | 'imports.unknownSheet' | 'imports.badMapping' | 'imports.supplierNeeded'>

/** The entries of a plan, piece by piece, in the order of the file. */
async function open(ctx: PrepareCtx, plan: Plan): Promise<Result<{ table: PendingTable; pieces: AsyncGenerator<Entry[]> }, NoPlan>> {
  const table = await find(ctx, plan.importId)
  if (!table) return importsFails.unknownFile()
  const sheet = table.sheets[plan.sheet]
  if (!sheet) return importsFails.unknownSheet({ sheet: plan.sheet })
  const wrong = mappingProblem(plan.target, plan.mapping, sheet.columnCount)
  if (wrong) return importsFails.badMapping({ ...wrong })
  if (plan.target === 'prices' && (plan.supplierId === null || !purchasing.findSupplier(ctx.db, plan.supplierId))) return importsFails.supplierNeeded()
  return ok({ table, pieces: entriesOf(ctx, table, plan) })
}

const NO_TEXTS: readonly string[] = []

async function* entriesOf(ctx: PrepareCtx, table: PendingTable, plan: Plan): AsyncGenerator<Entry[]> {
  const { dataDir } = ctx.platform.config
  const { country, currency } = workspace.theCompany(ctx.db)
  const reader = rowReader(plan, { country, currency })
  const { damaged, repairedLines } = await damageOf(dataDir, table, plan.sheet)
  const from = plan.header ? plan.header.row + plan.header.rows : 0
  let at = 0
  let made = 0
  let nextDamaged = 0
  const damagedBefore = (line: number, entries: Entry[]) => {
    for (let row = damaged[nextDamaged]; row && row.line < line; row = damaged[++nextDamaged]) {
      if (at >= from)
        entries.push({
          line: row.line,
          texts: made++ < PREVIEW_ROWS ? [row.text] : NO_TEXTS,
          problem: { line: row.line, code: row.damage, field: null, text: row.text },
        })
    }
  }
  for await (const { rows, lines } of rowsOf(dataDir, table, plan.sheet)) {
    const entries: Entry[] = []
    for (const [i, cells] of rows.entries()) {
      const line = lines[i] ?? 0
      damagedBefore(line, entries)
      if (at++ < from) continue
      const texts = made++ < PREVIEW_ROWS ? plan.mapping.map(({ column }) => cells[column] ?? '') : NO_TEXTS
      const read = reader(cells)
      if ('refused' in read)
        entries.push({
          line,
          texts,
          problem: {
            line,
            code: read.refused,
            field: read.field,
            text: cells
              .filter((cell) => cell !== '')
              .join(' | ')
              .slice(0, 200),
          },
        })
      else entries.push({ line, texts, candidate: read.candidate, leftOut: read.leftOut, repaired: repairedLines.has(line) })
    }
    yield entries
    await setImmediate()
  }
  const rest: Entry[] = []
  damagedBefore(Number.POSITIVE_INFINITY, rest)
  if (rest.length > 0) yield rest
}

export async function run(ctx: PrepareCtx, plan: In<C, 'run'>): Promise<Result<ReadyImport, NoPlan>> {
  const opened = await open(ctx, plan)
  if (!opened.ok) return opened
  const { table, pieces } = opened.value
  const entries: Entry[] = []
  for await (const piece of pieces) for (const entry of piece) entries.push(entry)
  return ok({ fileName: table.fileName, sheetName: table.sheets[plan.sheet]?.name ?? '', entries })
}

/** Tries the import piece by piece, each in a transaction that is taken back, so that what it says is what would happen. */
export async function preview(ctx: PrepareCtx, plan: In<C, 'preview'>): Promise<Result<ReadyPreview, NoPlan>> {
  const opened = await open(ctx, plan)
  if (!opened.ok) return opened
  const tally = newTally()
  const rows: PreviewRow[] = []
  const seen = new Set<string>()
  const source = { ...plan, fileName: opened.value.table.fileName, taken: new Set<Id<'item'>>() }
  for await (const piece of opened.value.pieces) {
    for (let at = 0; at < piece.length; at += TRY_ROWS) {
      const entries = piece.slice(at, at + TRY_ROWS)
      const outcomes = tryRows(ctx, entries, seen, source)
      for (const [i, entry] of entries.entries()) {
        const outcome = outcomes[i]
        const problems = 'problem' in entry ? [tallyBad(tally, entry.problem)] : outcome ? tallyOutcome(tally, entry, outcome) : []
        if (rows.length >= PREVIEW_ROWS) continue
        const change = outcome && outcome.verdict !== 'bad' ? outcome.change : undefined
        const texts = entry.texts.map((text) => text.slice(0, 200))
        rows.push({ line: entry.line, verdict: outcome?.verdict ?? 'bad', texts, problems, ...(change && { change }) })
      }
      await setImmediate()
    }
  }
  const reasons = [...tally.reasons.values()].sort((a, b) => b.count - a.count)
  return ok({ counts: tally.counts, rows, reasons })
}

/** `seen` are the rows of earlier pieces, of which the transactions no longer know. */
function tryRows(ctx: PrepareCtx, entries: readonly Entry[], seen: Set<string>, source: service.Source): (Outcome | undefined)[] {
  const outcomes: (Outcome | undefined)[] = []
  ctx.write('imports.preview', (write) => {
    const made = { newCustomers: 0, newVehicles: 0, newItems: 0 }
    for (const entry of entries) {
      if ('problem' in entry) {
        outcomes.push(undefined)
        continue
      }
      const { is, adds } = identityOf(entry.candidate)
      outcomes.push(is.every((keys) => keys.some((key) => seen.has(key))) ? { verdict: 'unchanged' } : service.importRow(write, entry.candidate, made, source))
      for (const key of adds) seen.add(key)
    }
    return err({ code: 'imports.onlyTried', kind: 'conflict' })
  })
  return outcomes
}
