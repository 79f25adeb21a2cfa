import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { filled } from '../../kernel/text.ts'
import { counts, importRun, MAX_FILE_CHARS, plan, previewRow, problem, readFile, TARGETS } from './model.ts'

const run = permission('imports.run', 'manager')

export const importsFails = failures('imports', {
  fileEmpty: 'invalid',
  fileEncrypted: 'invalid',
  fileNotATable: 'invalid',
  fileNoWorkbook: 'invalid',
  fileDamaged: 'invalid',
  fileTooLarge: 'invalid',
  fileTooManyRows: 'invalid',
  fileTooManyColumns: 'invalid',
  fileTooSlow: 'invalid',
  unknownFile: 'notFound',
  unknownSheet: 'notFound',
  badMapping: 'invalid',
  unknownRun: 'notFound',
  /** A price list is some supplier's. */
  supplierNeeded: 'invalid',
})

const REFUSALS = [
  'imports.fileEmpty',
  'imports.fileEncrypted',
  'imports.fileNotATable',
  'imports.fileNoWorkbook',
  'imports.fileDamaged',
  'imports.fileTooLarge',
  'imports.fileTooManyRows',
  'imports.fileTooManyColumns',
  'imports.fileTooSlow',
] as const
const PLANNED = ['imports.unknownFile', 'imports.unknownSheet', 'imports.badMapping', 'imports.supplierNeeded'] as const
const ofRun = z.strictObject({ importRunId: id('importRun') })

export const importsContract = contract('imports', {
  /** Reads a list (CSV, TSV, XLSX, XLS, ODS) and keeps it for mapping; nothing is imported yet. */
  read: command({
    input: z.strictObject({ fileName: filled(255), base64: z.string().max(MAX_FILE_CHARS) }),
    output: readFile,
    needs: run,
    fails: REFUSALS,
    maxChars: 15_000_000,
  }),
  /** Reads the kept file again, with the encoding or delimiter that a person chose; empty: found by itself. */
  reread: command({
    input: z.strictObject({ importId: z.uuid(), encoding: z.string().max(30).default(''), delimiter: z.string().max(1).default('') }),
    output: readFile,
    needs: run,
    fails: ['imports.unknownFile', ...REFUSALS],
  }),
  /** What an import would do, row by row; nothing is written. Rows are the first hundred, counts cover all. */
  preview: query({
    input: plan,
    output: z.object({
      counts,
      rows: z.array(previewRow),
      reasons: z.array(z.object({ code: problem.shape.code, field: z.string().nullable(), count: z.number().int() })),
    }),
    needs: run,
    fails: PLANNED,
  }),
  run: command({ input: plan, output: importRun, needs: run, fails: PLANNED }),
  list: query({ input: z.strictObject({ ...pageInput, target: z.enum(TARGETS).optional() }), output: page(importRun), needs: run }),
  /** One import with the problems of its rows. */
  get: query({ input: ofRun, output: importRun.extend({ problems: z.array(problem) }), needs: run, fails: ['imports.unknownRun'] }),
  /** The problems of its rows as a CSV file's text. */
  report: query({ input: ofRun, output: z.object({ fileName: z.string(), csv: z.string() }), needs: run, fails: ['imports.unknownRun'] }),
})
