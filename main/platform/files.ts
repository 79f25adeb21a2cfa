import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { opendir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { writeDurably } from './durable.ts'

export interface StoredFile {
  readonly id: string
  readonly path: string
  readonly changedAt: number
}

/**
 * Attachments on disk, each under its id and nothing a person typed: `files/7a/f3/<id>`. The last digits of an id are random,
 * so the folders fill evenly. A file is whole and synced before anybody may write a row about it.
 */
export interface FileStore {
  save(id: string, bytes: Uint8Array): { sha256: string; sizeBytes: number }
  /** Undefined when it is not there. */
  read(id: string): Buffer | undefined
  has(id: string): boolean
  remove(path: string): void
  /** Everything in the folder, also what a crash left half written (its id then ends in `.tmp`). */
  all(): AsyncIterable<StoredFile>
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export function createFileStore(dataDir: string): FileStore {
  const folder = join(dataDir, 'files')
  const pathOf = (id: string): string => {
    if (!/^[0-9a-f-]{36}$/.test(id)) throw new Error('a file is named by its id')
    return join(folder, id.slice(-4, -2), id.slice(-2), id)
  }
  return {
    save: (id, bytes) => {
      writeDurably(pathOf(id), bytes)
      return { sha256: sha256(bytes), sizeBytes: bytes.byteLength }
    },
    read: (id) => (existsSync(pathOf(id)) ? readFileSync(pathOf(id)) : undefined),
    has: (id) => existsSync(pathOf(id)),
    remove: (path) => rmSync(path, { force: true }),
    all: async function* () {
      if (!existsSync(folder)) return
      for await (const entry of await opendir(folder, { recursive: true })) {
        if (!entry.isFile()) continue
        const path = join(entry.parentPath, entry.name)
        const { mtimeMs } = await stat(path)
        yield { id: entry.name, path, changedAt: mtimeMs }
      }
    },
  }
}
