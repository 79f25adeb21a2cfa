import { join } from 'node:path'
import { build } from 'vite'
import { ROOT } from './sources.ts'

/**
 * Programs of a test as one file each: reading them from their sources would take longer than their lives. As deep in the repository
 * as the sources that look for its other folders from where they are; and in no package. Returns the folder of `NAME.js`.
 */
export async function bundle(folder: string, programs: Readonly<Record<string, string>>): Promise<string> {
  const out = join(ROOT, 'node_modules', `.${folder}`)
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    cacheDir: join(ROOT, 'node_modules', `.vite-${folder}`),
    ssr: { noExternal: true, external: ['better-sqlite3', '@node-rs/argon2'] },
    build: {
      ssr: true,
      target: 'node24',
      outDir: out,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(programs).map(([name, file]) => [name, join(ROOT, file)])),
        external: ['better-sqlite3', '@node-rs/argon2'],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  })
  return out
}
