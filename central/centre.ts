import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { openClock } from './clock.ts'
import { type CentreConfig, hostOf } from './config.ts'
import { DatabaseUnavailable, openDatabase, StartRefused, startEmbedded } from './db/database.ts'
import { isUnavailable } from './db/errors.ts'
import { readMigrations } from './db/migrate.ts'
import { FIRST_CODE_MS } from './devices/devices.ts'
import { auditScope, createElectricFeed, createEmbeddedFeed } from './feed/feed.ts'
import { createGateway } from './gateway.ts'
import { createMetrics } from './http/metrics.ts'
import { lanAddressOf, ownCertificate, pinOfPem } from './http/certificate.ts'
import { factsOf, type Log } from './log.ts'
import { createPush } from './push/push.ts'
import { writeAsCentre } from './push/write.ts'
import { keepRules, PERMISSIONS, RULES } from './rules.ts'
import { HOUR_MS } from '#shared/kernel/time.ts'

export interface Centre {
  /** What devices are told: with a hub's own certificate it ends in `/#` and the pin. */
  readonly address: string
  /** Code for the first device, while none is active. */
  readonly enrolmentCode: string | null
  /** Stops accepting, lets pushes finish, leaves the database whole. */
  close(): Promise<void>
}

export interface CentreOptions {
  readonly log: Log
  /** Epoch ms; tests turn it. */
  readonly now?: () => number
  readonly onListening?: (address: string) => void
  /** A new code for the first device: at the start, and whenever the last one ended unused. */
  readonly onCode?: (code: string) => void
}

/** Starts a centre: database, feed, gateway. Whatever was started ends again where a later part cannot start; then it throws StartRefused. */
export async function startCentre(config: CentreConfig, options: CentreOptions): Promise<Centre> {
  const { log } = options
  const ends: (() => Promise<unknown> | void)[] = []
  const close = async () => {
    for (const end of ends.splice(0).reverse()) await Promise.resolve(end()).catch((error: unknown) => log.warn('end-failed', factsOf(error)))
  }
  try {
    return await open(config, options, ends, close)
  } catch (error) {
    await close()
    throw refusalOf(error, config)
  }
}

type Ends = (() => Promise<unknown> | void)[]

async function open(
  config: CentreConfig,
  { log, now = Date.now, onListening, onCode }: CentreOptions,
  ends: Ends,
  close: () => Promise<void>,
): Promise<Centre> {
  const { migrationsDir, version, electricUrl, electricSecret } = config
  // Before the database: a certificate that cannot be read is told at once.
  const tls = tlsOf(config)
  const url = config.databaseUrl ?? (await embedded(config, log, ends))
  const db = await openDatabase({ url, log, migrationsDir })
  ends.push(() => db.close())
  const clock = await openClock(db, now)
  await keepRules(db)
  const migrations = readMigrations(migrationsDir).map(({ name }) => name)
  const desk = { rules: RULES, schema: db.schema, schemaVersion: migrations.length, clock }
  const feed = electricUrl === undefined ? await createEmbeddedFeed({ db, log }) : createElectricFeed({ electricUrl, secret: electricSecret ?? '', log })
  ends.push(() => feed.close())
  const metrics = createMetrics()
  const gateway = await createGateway({
    db,
    write: (q, changes, keepsHistory) => writeAsCentre(desk, q, changes, keepsHistory),
    push: createPush({
      ...desk,
      db,
      permissions: PERMISSIONS,
      log,
      onRepeated: (entries) => metrics.count('bayline_repeated_entries_total', 'Entries that had been taken before.', {}, entries),
    }),
    metrics,
    feed,
    audit: auditScope,
    now: clock.now,
    log,
    migrations,
    version,
    trustedProxies: config.trustedProxies,
    tls,
    metricsToken: config.metricsToken,
    mendMs: config.mendHours * HOUR_MS,
  })
  ends.push(() => gateway.close())
  const at = await gateway.server.listen(config.port, hostOf(config))
  const address = addressOf(at, config, tls)
  onListening?.(address)

  let code: string | null = null
  const renewCode = async () => {
    code = await gateway.devices.firstCode()
    if (code !== null) onCode?.(code)
  }
  await renewCode()
  const timer = setInterval(() => void renewCode().catch((error: unknown) => log.warn('code-failed', factsOf(error))), FIRST_CODE_MS)
  ends.push(() => clearInterval(timer))
  log.info('listening', { address, version })
  return {
    address,
    get enrolmentCode() {
      return code
    },
    close,
  }
}

async function embedded({ dataDir }: CentreConfig, log: Log, ends: Ends): Promise<string> {
  const server = await startEmbedded({ dir: join(dataDir, 'postgres'), log })
  ends.push(() => server.stop())
  return server.url
}

function tlsOf({ tlsCert, tlsKey, lan, dataDir }: CentreConfig): { key: string; cert: string } | undefined {
  if (tlsCert !== undefined && tlsKey !== undefined) return { cert: readFileSync(tlsCert, 'utf8'), key: readFileSync(tlsKey, 'utf8') }
  return lan ? ownCertificate(dataDir) : undefined
}

/** A hub's address names the machine as the shop's network does, and its certificate's pin; see http/certificate.ts. */
function addressOf({ port, address, family }: AddressInfo, { lan, tlsCert }: CentreConfig, tls: { cert: string } | undefined): string {
  const isAny = address === '0.0.0.0' || address === '::'
  const host = isAny ? ((lan ? lanAddressOf(networkInterfaces()) : undefined) ?? '127.0.0.1') : address
  const origin = `${tls ? 'https' : 'http'}://${family === 'IPv6' && !isAny ? `[${host}]` : host}:${port}`
  return tls && tlsCert === undefined ? `${origin}/#${pinOfPem(tls.cert)}` : origin
}

/** Why the centre cannot start, in one line for the person at the machine; a bug stays what it is. */
function refusalOf(error: unknown, config: CentreConfig): unknown {
  if (error instanceof StartRefused) return error
  const say = (message: string) => new StartRefused(message, { cause: error })
  if (error instanceof DatabaseUnavailable || isUnavailable(error)) {
    const { host } = new URL(config.databaseUrl ?? 'postgresql://embedded')
    return say(`PostgreSQL at ${host} does not answer. Check that it runs and that DATABASE_URL names it, then start again.`)
  }
  const { code, syscall, path } = error instanceof Error ? (error as NodeJS.ErrnoException) : {} // what the system's errors carry
  if (code === 'EADDRINUSE') return say(`Port ${config.port} is in use. Set BAYLINE_CENTRAL_PORT to another one, or to 0.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return say(`${hostOf(config)} is no address of this machine. Correct BAYLINE_CENTRAL_HOST and start again.`)
  if (code === 'EACCES' && syscall === 'listen') return say(`Port ${config.port} is not ours to use. Set BAYLINE_CENTRAL_PORT to one above 1023.`)
  if (code === 'EACCES' || code === 'EROFS' || code === 'ENOSPC')
    return say(`${path ?? config.dataDir} cannot be written (${code}). Make room or give the right to it, then start again.`)
  return error
}
