import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** `npm run check`: types, lint, format and, unless `--static`, the fast tests. Side by side; each prints only when it fails. */
const ROOT = join(import.meta.dirname, '..')
const bin = (name: string) => join(ROOT, 'node_modules/.bin', name)

const checks: Record<string, string[]> = {
  types: [bin('tsc'), '-b'],
  lint: [bin('oxlint'), '--config', 'tools/oxlint.json', '--type-aware', 'shared', 'main', 'central', 'renderer', 'tests', 'tools'],
  format: [bin('biome'), 'format', '--colors=off', '.'],
}
if (!process.argv.includes('--static'))
  checks['fast tests'] = [process.execPath, 'node_modules/vitest/vitest.mjs', 'run', '--config', 'tools/vitest.config.ts', '--project', 'fast']

const run = (name: string, [command = '', ...args]: string[]): Promise<boolean> =>
  new Promise((resolve) => {
    const began = performance.now()
    let output = ''
    const child = spawn(command, args, { cwd: ROOT, shell: process.platform === 'win32' })
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => {
        output += text.toString()
      })
    child.on('close', (code) => {
      process.stdout.write(
        `${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)\n${code === 0 ? '' : `${output}\n`}`,
      )
      resolve(code === 0)
    })
  })

const results = await Promise.all(Object.entries(checks).map(([name, command]) => run(name, command)))
process.exit(results.every(Boolean) ? 0 : 1)
