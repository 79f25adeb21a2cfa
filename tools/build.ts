import { createHash } from 'node:crypto'
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build, type InlineConfig, type Plugin } from 'vite'

const ROOT = join(import.meta.dirname, '..')
const OUT = join(ROOT, 'out')
const STAMP = join(OUT, 'built')
/** Built here and moved when all of it is there, so that nobody ever starts half a build. */
const NEXT = join(OUT, `next-${process.pid}`)
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
/** Chromium of the installed Electron major: newer features would pass tests and fail on the kiosk. */
const CHROMIUM = 'chrome152'

/** The terms of every package that went into a bundle, which its authors ask to be shipped with it. */
const LICENSES = 'licenses.md'

/** Everything that a build depends on, as one hash. */
function fingerprint(): string {
  const hash = createHash('sha256')
  const add = (path: string) => hash.update(path).update(readFileSync(join(ROOT, path)))
  for (const dir of ['shared', 'main', 'central', 'renderer', 'migrations', 'tools']) {
    for (const entry of readdirSync(join(ROOT, dir), { recursive: true, withFileTypes: true })) {
      if (entry.isFile() && !entry.name.includes('.test.')) add(join(entry.parentPath, entry.name).slice(ROOT.length + 1))
    }
  }
  add('package-lock.json')
  add('package.json')
  return hash.digest('hex')
}

const common = (name: string): InlineConfig => ({ configFile: false, root: ROOT, logLevel: 'warn', cacheDir: join(ROOT, `node_modules/.vite-${name}`) })

/** Entries that exist, so that a part can be built before the others are written. */
const entries = (wanted: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(wanted)
      .filter(([, file]) => existsSync(join(ROOT, file)))
      .map(([name, file]) => [name, join(ROOT, file)]),
  )

/** The printing library loads its standard fonts by names that only its own package knows: the bundle must hold them. */
const pdfFonts: Plugin = {
  name: 'pdf-fonts',
  transform(code, id) {
    if (!id.endsWith('/pdfkit/js/pdfkit.node.mjs')) return null
    const asked = /require\$1\('(#standard-fonts\/(\w+))'\)/g
    const imports = [...code.matchAll(asked)].map(([, from, name]) => `import font${name} from '${from}'\n`).join('')
    if (imports === '') throw new Error('pdfkit loads its fonts in another way than before: look at pdfFonts in tools/build.ts')
    return imports + code.replace(asked, (_, _from, name: string) => `font${name}`)
  },
}

/** Node side: native addons stay outside the bundle, all else goes in, so that a package holds two dependencies. */
const node = (name: string, input: Record<string, string>, format: 'es' | 'cjs'): InlineConfig => ({
  ...common(name),
  plugins: [pdfFonts],
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.npm_package_version': JSON.stringify(version) },
  ssr: { noExternal: true, external: ['electron', 'better-sqlite3', '@node-rs/argon2'] },
  build: {
    ssr: true,
    license: name === 'main' && { fileName: LICENSES },
    target: 'node24',
    outDir: join(NEXT, 'main'),
    emptyOutDir: false,
    minify: false,
    sourcemap: false,
    rolldownOptions: {
      input: entries(input),
      external: ['electron', 'better-sqlite3', '@node-rs/argon2'],
      output: { format, entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
})

const renderer: InlineConfig = {
  ...common('renderer'),
  root: join(ROOT, 'renderer'),
  base: '/',
  plugins: [react()],
  build: {
    target: CHROMIUM,
    license: { fileName: LICENSES },
    outDir: join(NEXT, 'renderer'),
    emptyOutDir: true,
    chunkSizeWarningLimit: 2000,
    modulePreload: { polyfill: false },
  },
}

export async function buildAll(force = false): Promise<boolean> {
  const wanted = fingerprint()
  if (!force && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return false
  try {
    await buildNext()
    rmSync(STAMP, { force: true })
    for (const part of ['main', 'renderer', 'migrations', 'assets']) {
      rmSync(join(OUT, part), { recursive: true, force: true })
      renameSync(join(NEXT, part), join(OUT, part))
    }
  } finally {
    rmSync(NEXT, { recursive: true, force: true })
  }
  writeFileSync(STAMP, wanted)
  return true
}

async function buildNext(): Promise<void> {
  await build(
    node(
      'main',
      {
        electron: 'main/electron/index.ts',
        headless: 'main/headless/index.ts',
        worker: 'main/worker.ts',
        'offload-worker': 'main/offload-worker.ts',
        seed: 'main/seed.ts',
        central: 'central/index.ts',
        'central-migrate': 'central/migrate.ts',
      },
      'es',
    ),
  )
  if (existsSync(join(ROOT, 'main/electron/preload.ts'))) await build(node('preload', { preload: 'main/electron/preload.ts' }, 'cjs'))
  await build(renderer)
  cpSync(join(ROOT, 'migrations/local'), join(NEXT, 'migrations'), { recursive: true })
  cpSync(join(ROOT, 'migrations/central'), join(NEXT, 'migrations/central'), { recursive: true })
  cpSync(join(ROOT, 'main/assets'), join(NEXT, 'assets'), { recursive: true })
  cpSync(join(ROOT, 'node_modules/@resvg/resvg-wasm/index_bg.wasm'), join(NEXT, 'assets/print/resvg.wasm'))
}

if (process.argv[1] === import.meta.filename) {
  const began = performance.now()
  const did = await buildAll(process.argv.includes('--force'))
  process.stdout.write(did ? `Built in ${Math.round(performance.now() - began)} ms.\n` : 'Nothing changed since the last build.\n')
}
