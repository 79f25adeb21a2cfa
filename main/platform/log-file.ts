import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { sizeOf } from './durable.ts'

export const LOG_FOLDER = 'logs'
const NAME = 'bayline.log'

/** A log on disk of bounded size. */
export interface LogFile {
  /** Takes one line. Never throws: a log that cannot be written must stop nobody's work. */
  readonly sink: (line: string) => void
  close(): void
}

/** Opens `logs/bayline.log` in a data folder. At `maxBytes` it becomes `bayline.1.log`, and so on; the oldest of `keep` files goes. */
export function openLogFile(dataDir: string, { maxBytes = 5 * 1024 * 1024, keep = 5 }: { maxBytes?: number; keep?: number } = {}): LogFile {
  const folder = join(dataDir, LOG_FOLDER)
  const file = join(folder, NAME)
  let fd: number | undefined
  let size = 0

  const open = () => {
    mkdirSync(folder, { recursive: true })
    fd = openSync(file, 'a', 0o600)
    size = sizeOf(file)
  }
  const close = () => {
    if (fd !== undefined) closeSync(fd)
    fd = undefined
  }
  const rotate = () => {
    close()
    rmSync(generation(folder, keep - 1), { force: true })
    for (let n = keep - 1; n >= 1; n--) if (existsSync(generation(folder, n - 1))) renameSync(generation(folder, n - 1), generation(folder, n))
    open()
  }

  return {
    sink: (line) => {
      try {
        const bytes = Buffer.from(`${line}\n`)
        if (fd === undefined) open()
        if (size > 0 && size + bytes.length > maxBytes) rotate()
        if (fd !== undefined) size += writeSync(fd, bytes)
      } catch {
        close() // tried again at the next line; there is nowhere to tell of it
      }
    },
    close,
  }
}

/** The newest lines of a data folder's log, oldest first, at most so many characters. */
export function readLog(dataDir: string, maxChars: number): string {
  const folder = join(dataDir, LOG_FOLDER)
  let text = ''
  for (let n = 0; text.length < maxChars && existsSync(generation(folder, n)); n++) text = readFileSync(generation(folder, n), 'utf8') + text
  return text.length <= maxChars ? text : text.slice(text.indexOf('\n', text.length - maxChars) + 1)
}

const generation = (folder: string, n: number): string => join(folder, n === 0 ? NAME : `bayline.${n}.log`)
