import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { DATABASE_FILE } from '#main/platform/core.ts'
import { syncFile } from '#main/platform/durable.ts'
import type { Outcome, Spread } from '#tests/bench/support/measure.ts'
import { buildAll } from './build.ts'
import { seedShop } from './seed/shop.ts'

/*
 * `npm run bench [-- suite ...]`: measures the program on a generated shop of a million work-order lines, each figure beside its
 * bound and beside the same work done bare. Ends with 1 when a bound is missed or a ratio got worse than its committed baseline.
 * `-- --update` writes the baselines anew. BENCH_LINES takes another size; then there is nothing to compare the ratios with.
 */
const ROOT = join(import.meta.dirname, '..')
const CACHE = join(ROOT, 'out/bench')
const WORK = join(CACHE, 'work')
const BASELINES = join(ROOT, 'tests/bench/baselines.json')
const SUITES = [
  'opening',
  'lists',
  'orders',
  'search',
  'transport',
  'commands',
  'pos',
  'reports',
  'papers',
  'imports',
  'screen',
  'schedule',
  'feed',
  'push',
  'gateway',
  'initial',
  'offline',
  'visible',
  'planner',
]
/** A ratio may be this much worse than its baseline: two quiet runs on one machine differ by up to a fifth. */
const TOLERANCE = 1.3
/** Ratios near 1 move by a few hundredths whatever one does. */
const SLACK = 0.1

interface Baselines {
  readonly machine: Readonly<Record<string, string | number>>
  readonly lines: number
  readonly outcomes: Readonly<
    Record<
      string,
      { readonly ratio: number | null; readonly figures: Readonly<Record<string, Spread>>; readonly bare: Readonly<Record<string, Spread>> | null }
    >
  >
}

const lines = Number(process.env['BENCH_LINES'] ?? 1_000_000)
const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const update = process.argv.includes('--update')
const unknown = asked.filter((name) => !SUITES.includes(name))
if (unknown.length > 0) refuse(`No suite is named ${unknown.join(', ')}. Known: ${SUITES.join(', ')}.`)
const suites = asked.length > 0 ? SUITES.filter((name) => asked.includes(name)) : SUITES

function refuse(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
const say = (text: string) => process.stdout.write(`${text}\n`)

const known = existsSync(BASELINES) ? (JSON.parse(readFileSync(BASELINES, 'utf8')) as Baselines) : undefined // written below
const baselines = known?.lines === lines ? known.outcomes : {}
const machine = { cpu: cpus()[0]?.model ?? '', cores: cpus().length, memoryGib: Math.round(totalmem() / 2 ** 30), kernel: release(), node: process.version }

await buildAll()
const seeded = await seededShop()
const all: Outcome[] = []
let failed = false
for (const suite of suites) {
  let outcomes = await runSuite(suite)
  if (outcomes.some((outcome) => complaints(outcome).length > 0)) {
    say(`\n${suite}: measured once more, as something else may have used the machine.`)
    outcomes = better(outcomes, await runSuite(suite))
  }
  if (outcomes.length === 0) failed = true
  all.push(...outcomes)
  say(table(suite, outcomes))
}
const wrong = all.flatMap((outcome) => complaints(outcome).map((text) => `${outcome.id}: ${text}`))
say(`\n${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load ${loadavg()[0]?.toFixed(1)}; ${lines.toLocaleString('en')} lines.`)
for (const text of wrong) say(`MISS ${text}`)
if (update) {
  const kept = known?.lines === lines ? known.outcomes : {}
  const measured = Object.fromEntries(all.map(({ id, ratio, figures, bare }) => [id, { ratio, figures, bare: bare?.figures ?? null }]))
  writeFileSync(BASELINES, `${JSON.stringify({ machine, lines, outcomes: { ...kept, ...measured } } satisfies Baselines, null, 1)}\n`)
  say('The baselines were written anew.')
}
rmSync(WORK, { recursive: true, force: true })
process.exit(failed || wrong.length > 0 ? 1 : 0)

/** Generated once per size, schema and generator. */
async function seededShop(): Promise<string> {
  const hash = createHash('sha256')
  for (const folder of ['migrations/local', 'tools/seed'])
    for (const name of readdirSync(join(ROOT, folder)).sort()) hash.update(readFileSync(join(ROOT, folder, name)))
  const name = `shop-${lines}-`
  const folder = join(CACHE, name + hash.digest('hex').slice(0, 12))
  if (existsSync(folder)) return folder
  mkdirSync(CACHE, { recursive: true })
  for (const old of readdirSync(CACHE)) if (old.startsWith(name)) rmSync(join(CACHE, old), { recursive: true, force: true })
  const began = performance.now()
  rmSync(`${folder}.part`, { recursive: true, force: true })
  await seedShop(`${folder}.part`, lines)
  renameSync(`${folder}.part`, folder)
  say(`Generated the shop in ${Math.round((performance.now() - began) / 1000)} s.`)
  return folder
}

/** Suites write: each run of one begins with a fresh copy of the same shop, on the disk and in the system's cache. */
function layCopy(): void {
  rmSync(WORK, { recursive: true, force: true })
  mkdirSync(WORK, { recursive: true })
  const copy = join(WORK, DATABASE_FILE)
  copyFileSync(join(seeded, DATABASE_FILE), copy)
  syncFile(copy)
}

/** Each suite has a process of its own. Its last line is its outcomes; none when it failed. */
function runSuite(suite: string): Promise<Outcome[]> {
  layCopy()
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--expose-gc', join(ROOT, 'tests/bench', `${suite}.ts`)], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, BENCH_SHOP: WORK, BENCH_LINES: String(lines) },
    })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    child.on('close', (code) => {
      const last = output.trimEnd().split('\n').at(-1) ?? ''
      if (code === 0 && last.startsWith('{"outcomes"')) return resolve((JSON.parse(last) as { outcomes: Outcome[] }).outcomes)
      process.stderr.write(`${output}\nThe suite ${suite} failed with code ${code}.\n`)
      resolve([])
    })
  })
}

/** What of an outcome is out of bounds or worse than its baseline, in words. */
function complaints({ id, figures, ratio, bounds }: Outcome): string[] {
  const texts: string[] = []
  for (const [figure, limit] of Object.entries(bounds.most ?? {}))
    if (!((figures[figure]?.median ?? Number.NaN) <= limit)) texts.push(`${figure} ${figures[figure]?.median} is more than ${limit}`)
  for (const [figure, limit] of Object.entries(bounds.least ?? {}))
    if (!((figures[figure]?.median ?? Number.NaN) >= limit)) texts.push(`${figure} ${figures[figure]?.median} is less than ${limit}`)
  if (bounds.ratio !== undefined && !((ratio ?? Number.NaN) <= bounds.ratio)) texts.push(`${ratio} times the bare work is more than ${bounds.ratio}`)
  const before = baselines[id]?.ratio
  if (!update && typeof before === 'number' && ratio !== null && ratio > before * TOLERANCE + SLACK)
    texts.push(`${ratio} times the bare work; the baseline is ${before}`)
  return texts
}

/** Of two runs, each outcome with the fewer complaints. */
function better(first: readonly Outcome[], second: readonly Outcome[]): Outcome[] {
  return first.map((one) => {
    const again = second.find(({ id }) => id === one.id)
    return again && complaints(again).length < complaints(one).length ? again : one
  })
}

function table(suite: string, outcomes: readonly Outcome[]): string {
  const spread = (value: Spread | undefined) => (value ? `${value.best} / ${value.median}` : '')
  const rows = outcomes.map((outcome) => {
    const { title, figures, bare, ratio, bounds } = outcome
    const names = Object.keys(figures)
    const limits = [
      ...Object.entries(bounds.most ?? {}).map(([figure, limit]) => `${figure} <= ${limit}`),
      ...Object.entries(bounds.least ?? {}).map(([figure, limit]) => `${figure} >= ${limit}`),
      ...(bounds.ratio === undefined ? [] : [`ratio <= ${bounds.ratio}`]),
    ]
    return [
      title,
      names.map((name) => `${name} ${spread(figures[name])}`).join(', '),
      bare
        ? names
            .filter((name) => bare.figures[name])
            .map((name) => spread(bare.figures[name]))
            .join(', ')
        : '',
      ratio === null ? '' : String(ratio),
      limits.join(', '),
      complaints(outcome).length > 0 ? 'MISS' : limits.length > 0 ? 'PASS' : '',
    ]
  })
  const head = [suite, 'best / median of rounds', 'bare', 'ratio', 'bound', '']
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((cells) => (cells[i] ?? '').length)))
  return `\n${[head, ...rows]
    .map((cells) =>
      cells
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}`
}
