import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'

const shape = z.strictObject({
  /** Folder of the database, attachments, backups and logs. */
  dataDir: z.string().min(1),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  /** Port of the headless shell; 0 lets the system choose. */
  port: z.coerce.number().int().min(0).max(65535).default(0),
  /** Address that the headless shell listens on. Anything but loopback needs a certificate in front. */
  host: z.enum(['127.0.0.1', '::1']).default('127.0.0.1'),
  /** Full-screen kiosk. */
  kiosk: z.stringbool().default(false),
  /** Fill an empty database with the demo shop. */
  demo: z.stringbool().default(false),
  /** Where the migrations of this release stand. */
  migrationsDir: z.string().min(1),
  /** Fonts and data files of this release (`main/assets` in the source tree). */
  assetsDir: z.string().min(1),
  /** Of this program, from package.json. */
  version: z.string().min(1),
  /** File URL of the bundled offload worker; absent when the program runs from its sources. */
  offloadWorker: z.string().startsWith('file:').optional(),
})
export type Config = z.infer<typeof shape>

/** Start-up stops here with one line that names each wrong setting and how to mend it. */
export class ConfigRefused extends Error {
  override name = 'ConfigRefused'
}

const ENV: Record<string, keyof Config> = {
  BAYLINE_DATA_DIR: 'dataDir',
  BAYLINE_LOG_LEVEL: 'logLevel',
  BAYLINE_PORT: 'port',
  BAYLINE_HOST: 'host',
  BAYLINE_KIOSK: 'kiosk',
  BAYLINE_DEMO: 'demo',
}

/** Where a built program finds its own files, seen from the folder of its entry. */
export const releaseFiles = (entryDir: string): { migrationsDir: string; assetsDir: string; offloadWorker: string } => ({
  migrationsDir: join(entryDir, '../migrations'),
  assetsDir: join(entryDir, '../assets'),
  offloadWorker: pathToFileURL(join(entryDir, 'offload-worker.js')).href,
})

/** Settings from the environment over the shell's own; an unknown BAYLINE_ variable is a typing error, and refused. */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  own: { migrationsDir: string; assetsDir: string; version: string; offloadWorker?: string; dataDir?: string; demo?: string; kiosk?: string },
): Config {
  const values: Record<string, string> = { dataDir: join(homedir(), '.bayline'), ...own }
  const unknown: string[] = []
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith('BAYLINE_') || name === 'BAYLINE_PARENT_PIPE' || value === undefined || value === '') continue
    const key = ENV[name]
    if (key) values[key] = value
    else unknown.push(name)
  }
  if (unknown.length > 0) throw new ConfigRefused(`Unknown setting ${unknown.join(', ')}. Known: ${Object.keys(ENV).join(', ')}.`)
  const parsed = shape.safeParse(values)
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues.map((issue) => {
    const name = Object.entries(ENV).find(([, key]) => key === issue.path[0])?.[0] ?? String(issue.path[0])
    return `${name}: ${issue.message}`
  })
  throw new ConfigRefused(`Wrong setting: ${wrong.join('; ')}. Correct the environment variable and start again.`)
}
