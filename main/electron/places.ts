import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from 'electron'

export interface Places {
  readonly userData: string
  readonly sessionData: string
  readonly crashDumps: string
}

/**
 * Where Electron keeps what is its own: a folder inside the shop's data (never called `databases`, which Chromium deletes), so that
 * one window per shop is the rule, and the caches elsewhere, where they cannot eat the disk of the database.
 */
export function places(dataDir: string, env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform, home: string): Places {
  const caches =
    platform === 'win32'
      ? env['LOCALAPPDATA'] || join(home, 'AppData', 'Local')
      : platform === 'darwin'
        ? join(home, 'Library', 'Caches')
        : env['XDG_CACHE_HOME'] || join(home, '.cache')
  const shop = createHash('sha256').update(dataDir).digest('hex').slice(0, 12)
  const userData = join(dataDir, 'shell')
  return { userData, sessionData: join(caches, 'bayline', shop), crashDumps: join(userData, 'crashes') }
}

/** Before anything else is asked of Electron, which creates files where it stands. */
export function moveTo(app: Pick<App, 'setPath'>, folders: Places): void {
  for (const name of ['userData', 'sessionData', 'crashDumps'] as const) {
    mkdirSync(folders[name], { recursive: true })
    app.setPath(name, folders[name])
  }
}
