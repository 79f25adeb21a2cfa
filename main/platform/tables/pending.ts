import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { readTable } from './read.ts'
import type { DamagedRow, Format, Header, Refusal, RepairedRow } from './table.ts'

/** Rows per file of a kept table: so many are read and worked on at once. */
const CHUNK_ROWS = 2000
const SHOWN_DAMAGES = 100
const SHOWN_CHARS = 300

/** What is known of a kept table without its rows. */
export interface PendingTable {
  readonly id: string
  /** Whose it is: nobody else gets at it. */
  readonly userId: string
  readonly readAt: number
  readonly fileName: string
  readonly format: Format
  readonly encoding: string | null
  readonly delimiter: string | null
  readonly badCharacters: number
  readonly sheets: readonly PendingSheet[]
}
export interface PendingSheet {
  readonly name: string
  readonly hidden: boolean
  readonly rowCount: number
  readonly columnCount: number
  readonly header: Header | null
  readonly first: string[][]
  readonly firstLines: number[]
  readonly damaged: DamagedRow[]
  readonly damagedTotal: number
  readonly repaired: RepairedRow[]
  readonly repairedTotal: number
}

export interface PendingInput {
  readonly dataDir: string
  readonly id: string
  readonly userId: string
  readonly readAt: number
  readonly fileName: string
  /** Null: the kept file is read again. */
  readonly bytes: Uint8Array | null
  readonly encoding?: string | undefined
  readonly delimiter?: string | undefined
  readonly firstRows: number
}

const rootOf = (dataDir: string) => join(dataDir, 'pending')
const folderOf = (dataDir: string, id: string) => join(rootOf(dataDir), id)
const chunkName = (sheet: number, chunk: number) => `rows-${sheet}-${chunk}.json`

/**
 * Reads a file of a list and keeps it, with its rows in pieces, until it is imported or `dropPending` finds it old. Runs in the
 * offload worker, so that neither parsing nor copying holds up the core. `id` is a UUID: it names a folder.
 */
export async function readPending({
  dataDir,
  id,
  userId,
  readAt,
  fileName,
  bytes,
  encoding,
  delimiter,
  firstRows,
}: PendingInput): Promise<PendingTable | { refused: Refusal }> {
  const folder = folderOf(dataDir, id)
  const file = bytes ?? readFileSync(join(folder, 'file'))
  const table = await readTable({ bytes: file, fileName, encoding, delimiter })
  if ('refused' in table) return table
  mkdirSync(folder, { recursive: true })
  if (bytes) writeFileSync(join(folder, 'file'), bytes)
  const sheets = table.sheets.map((sheet, s): PendingSheet => {
    for (let at = 0; at < sheet.rows.length; at += CHUNK_ROWS) {
      writeFileSync(
        join(folder, chunkName(s, at / CHUNK_ROWS)),
        JSON.stringify([sheet.rows.slice(at, at + CHUNK_ROWS), sheet.lines.slice(at, at + CHUNK_ROWS)]),
      )
    }
    writeFileSync(join(folder, `damage-${s}.json`), JSON.stringify([sheet.damaged, sheet.repaired.map(({ line }) => line)]))
    return {
      name: sheet.name,
      hidden: sheet.hidden,
      rowCount: sheet.rows.length,
      columnCount: sheet.rows[0]?.length ?? 0,
      header: sheet.header,
      first: sheet.rows.slice(0, firstRows).map((row) => row.map((cell) => cell.slice(0, SHOWN_CHARS))),
      firstLines: sheet.lines.slice(0, firstRows),
      damaged: sheet.damaged.slice(0, SHOWN_DAMAGES),
      damagedTotal: sheet.damaged.length,
      repaired: sheet.repaired.slice(0, SHOWN_DAMAGES),
      repairedTotal: sheet.repaired.length,
    }
  })
  const kept: PendingTable = {
    id,
    userId,
    readAt,
    fileName,
    format: table.format,
    encoding: table.encoding,
    delimiter: table.dialect?.delimiter ?? null,
    badCharacters: table.badCharacters,
    sheets,
  }
  writeFileSync(join(folder, 'table.json'), JSON.stringify(kept))
  return kept
}

/** A table that this person has read; undefined when there is none or it is another's. */
export async function findPending(dataDir: string, id: string, userId: string): Promise<PendingTable | undefined> {
  const known = await tableIn(folderOf(dataDir, id))
  return known?.userId === userId ? known : undefined
}

async function tableIn(folder: string): Promise<PendingTable | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, 'table.json'), 'utf8')) as PendingTable // written by readPending
  } catch {
    return undefined
  }
}

/** Damaged rows of a sheet, and the lines of its repaired ones, in the order of the file. */
export async function damageOf(dataDir: string, { id }: PendingTable, sheet: number): Promise<{ damaged: DamagedRow[]; repairedLines: Set<number> }> {
  const [damaged, lines] = JSON.parse(await readFile(join(folderOf(dataDir, id), `damage-${sheet}.json`), 'utf8')) as [DamagedRow[], number[]] // written by readPending
  return { damaged, repairedLines: new Set(lines) }
}

/** The rows of a sheet, piece by piece; between two pieces the core does other work. */
export async function* rowsOf(dataDir: string, { id, sheets }: PendingTable, sheet: number): AsyncGenerator<{ rows: string[][]; lines: number[] }> {
  const pieces = Math.ceil((sheets[sheet]?.rowCount ?? 0) / CHUNK_ROWS)
  for (let piece = 0; piece < pieces; piece++) {
    const [rows, lines] = JSON.parse(await readFile(join(folderOf(dataDir, id), chunkName(sheet, piece)), 'utf8')) as [string[][], number[]] // written by readPending
    yield { rows, lines }
  }
}

/** Forgets what was read before `before` (epoch ms); returns how many. */
export async function dropPending(dataDir: string, before: number): Promise<number> {
  const ids = await readdir(rootOf(dataDir)).catch((): string[] => [])
  let dropped = 0
  for (const id of ids) {
    const folder = folderOf(dataDir, id)
    const readAt = (await tableIn(folder))?.readAt ?? (await stat(folder)).mtimeMs
    if (readAt >= before) continue
    rmSync(folder, { recursive: true, force: true })
    dropped++
  }
  return dropped
}
