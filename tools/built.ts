import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** What drives the built app builds it first, once per run; in a process of its own, as a test's NODE_ENV would make it a development build. */
export const setup = (): void => {
  execFileSync(process.execPath, [join(import.meta.dirname, 'build.ts')], { env: { ...process.env, NODE_ENV: 'production' }, stdio: 'inherit' })
}
