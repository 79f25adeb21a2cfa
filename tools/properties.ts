import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

/*
 * npm run properties -- --rounds N [--from SEED]: every property test with cases that the suite does not try, a seed a round. Stops at the first
 * round that fails and says how to see it again.
 */
const ROOT = join(import.meta.dirname, '..')
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, from: { type: 'string' } } })
const from = Number(values.from ?? Date.now() % 1_000_000_000)
const rounds = Number(values.rounds)
if (!Number.isSafeInteger(from) || !Number.isSafeInteger(rounds) || rounds < 1) throw new Error('--rounds and --from want whole numbers.')

const files: string[] = []
for await (const file of glob('{main,shared,central,renderer,tests,tools}/**/*.test.{ts,tsx}', { cwd: ROOT }))
  if (readFileSync(join(ROOT, file), 'utf8').includes('fc.assert(')) files.push(file)

for (let seed = from; seed < from + rounds; seed++) {
  process.stdout.write(`\nRound ${seed - from + 1} of ${rounds}, seed ${seed}: ${files.length} files\n`)
  const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--config', 'tools/vitest.config.ts', ...files], {
    cwd: ROOT,
    env: { ...process.env, BAYLINE_SEED: String(seed) },
    stdio: 'inherit',
  })
  if (status === 0) continue
  process.stderr.write(`\nSeen again with: npm run properties -- --rounds 1 --from ${seed}\n`)
  process.exit(1)
}
