import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const ROOT = join(import.meta.dirname, '..')

/** Names this run to what its files share (tests/support/postgres.ts); workers inherit it. */
process.env.BAYLINE_TEST_RUN = `${process.pid}-${Date.now()}`

/** Five suites: `fast` on every check, rules and boundaries; `services` on real SQLite; `slow` kills and fuzzes the core; `sync` needs PostgreSQL; `journeys` drive and pack the built app. */
export default defineConfig({
  root: ROOT,
  test: {
    reporters: ['default', join(import.meta.dirname, 'closing-reporter.ts')],
    coverage: { provider: 'v8', include: ['shared/**/*.ts', 'main/**/*.{ts,tsx}', 'central/**/*.ts'], exclude: ['**/*.test.ts'] },
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
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
          include: ['{main,tools}/**/*.test.{ts,tsx}', 'tests/migrations/**/*.test.ts'],
          exclude: ['main/electron/**'],
          pool: 'threads',
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
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
          // A machine that builds and tests at once is slow; a screen that never comes is what fails.
          expect: { poll: { timeout: 8_000 } },
          include: ['tests/{journeys,electron,packaging}/**/*.test.ts'],
          globalSetup: [join(import.meta.dirname, 'built.ts')],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
