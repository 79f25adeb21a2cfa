import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: join(import.meta.dirname, '..'),
  test: {
    include: ['{shared,main,renderer,tests,tools}/**/*.test.{ts,tsx}'],
    exclude: ['tests/journeys/**', 'node_modules/**', 'out/**'],
    testTimeout: 20_000,
    pool: 'threads',
    coverage: { provider: 'v8', include: ['shared/**/*.ts', 'main/**/*.ts'], exclude: ['**/*.test.ts'] },
  },
})
