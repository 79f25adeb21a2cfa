import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** Files beside the database that must outlive a power cut: written under another name, synced, renamed, the folder synced. */
export function writeDurably(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true })
  const temporary = `${file}.tmp`
  const fd = openSync(temporary, 'w', 0o600)
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
    fsyncSync(fd)
  } catch (error) {
    rmSync(temporary, { force: true }) // on a full disk it would hold the little room that is left
    throw error
  } finally {
    closeSync(fd)
  }
  renameDurably(temporary, file)
}

/** Renames within one file system; after it returns, a power cut leaves the new name. */
export function renameDurably(from: string, to: string): void {
  renameSync(from, to)
  syncFolder(dirname(to))
  if (dirname(from) !== dirname(to)) syncFolder(dirname(from))
}

export function syncFile(file: string): void {
  const fd = openSync(file, 'r+')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return // Windows opens no folder as a file; NTFS journals its renames
  const fd = openSync(folder, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** JSON that `writeDurably` wrote; undefined when there is no such file or it does not parse. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** Units: bytes; 0 when there is no such file. */
export const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

/** The files that make up one database: its log and the log's index may hold what the main file does not. */
export const databaseFiles = (file: string): string[] => [file, `${file}-wal`, `${file}-shm`, `${file}-journal`]

/** Moves files into a folder under the same names. Never removes anything; parts already there stay. */
export function moveAside(files: readonly string[], folder: string): void {
  mkdirSync(folder, { recursive: true })
  const there = files.filter((file) => statSync(file, { throwIfNoEntry: false }))
  for (const file of there) renameSync(file, join(folder, basename(file)))
  for (const changed of new Set([dirname(folder), folder, ...there.map((file) => dirname(file))])) syncFolder(changed)
}

export function removeDatabase(file: string): void {
  for (const part of databaseFiles(file)) rmSync(part, { force: true })
}

/** `20260302T080000Z`: sorts by time, legal in file names everywhere. */
export const stamp = (at: number): string => new Date(at).toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '')
