import { mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './longest-first.ts'

const ROOT = join(import.meta.dirname, '..')

const PROPERTIES = join(ROOT, 'tests/support/properties.ts')
const RUN = `${process.pid}-${Date.now()}`
/** Folder of the PostgreSQL that the run's files share (tests/support/postgres.ts); workers inherit it. */
process.env.BAYLINE_TEST_POSTGRES = join(tmpdir(), `bayline-postgres-${RUN}`)

/** What workers, and the processes that they start, leave among the temporary files goes with the run. PostgreSQL, as another user than root, may enter. */
const TEMPORARY = join(tmpdir(), `bayline-test-${RUN}`)
mkdirSync(TEMPORARY, { mode: 0o755 })
process.env.TMPDIR = TEMPORARY
process.on('exit', () => rmSync(TEMPORARY, { recursive: true, force: true, maxRetries: 10 }))

/** What Node compiled it need not compile again, in workers and in the hundreds of processes that tests start. */
process.env.NODE_COMPILE_CACHE ??= join(ROOT, 'out/compile-cache')

/** Five suites: `fast` on every check, rules and boundaries; `services` on real SQLite; `slow` kills and fuzzes the core; `sync` needs PostgreSQL; `journeys` drive and pack the built app. */
export default defineConfig({
  root: ROOT,
  test: {
    reporters: ['default', join(import.meta.dirname, 'closing-reporter.ts')],
    coverage: { provider: 'v8', include: ['shared/**/*.ts', 'main/**/*.{ts,tsx}', 'central/**/*.ts'], exclude: ['**/*.test.ts'] },
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          setupFiles: [PROPERTIES],
          include: ['{shared,central,renderer,main/electron}/**/*.test.{ts,tsx}', 'tests/boundaries/**/*.test.ts'],
          pool: 'threads',
          isolate: false, // pure: what one file imports the next need not import again
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'services',
          setupFiles: [PROPERTIES],
          include: ['{main,tools}/**/*.test.{ts,tsx}', 'tests/migrations/**/*.test.ts'],
          exclude: ['main/electron/**'],
          pool: 'threads',
          isolate: false, // each file opens shops of its own, and shares none of them
          testTimeout: 120_000, // on a busy machine; a test that hangs is what fails
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          setupFiles: [PROPERTIES],
          include: ['tests/{reliability,fuzz,transport}/**/*.test.ts'],
          pool: 'forks',
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'sync',
          setupFiles: [PROPERTIES],
          include: ['tests/sync/**/*.test.ts'],
          pool: 'forks',
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          expect: { poll: { timeout: 30_000 } }, // as PATIENCE_MS of tests/support/shell.ts
          include: ['tests/{journeys,electron,packaging}/**/*.test.ts'],
          globalSetup: [join(import.meta.dirname, 'built.ts')],
          pool: 'forks',
          sequence: { groupOrder: 1 }, // with nothing else beside them that never waits
          maxWorkers: 3, // a person at a screen waits more than he works
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
