import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** `npm test`: static checks, then every suite in one run, so that there is one closing line. */
const ROOT = join(import.meta.dirname, '..')
const run = (args: string[]): boolean => spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }).status === 0

const sound = run(['tools/check.ts', '--static'])
const passed = run(['node_modules/vitest/vitest.mjs', 'run', '--config', 'tools/vitest.config.ts', ...process.argv.slice(2)])
if (!sound) process.stderr.write('The static checks above failed.\n')
process.exit(sound && passed ? 0 : 1)
