import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const ROOT = join(import.meta.dirname, '..')

/** Three suites: `fast` on every check; `slow` kills and fuzzes the core; `journeys` drive and pack the built app. */
export default defineConfig({
  root: ROOT,
  test: {
    reporters: ['default', join(import.meta.dirname, 'closing-reporter.ts')],
    coverage: { provider: 'v8', include: ['shared/**/*.ts', 'main/**/*.{ts,tsx}'], exclude: ['**/*.test.ts'] },
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['{shared,main,renderer,tools}/**/*.test.{ts,tsx}', 'tests/{boundaries,migrations}/**/*.test.ts'],
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
          name: 'journeys',
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
