import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { StartRefused } from './db/errors.ts'
import { proxyList } from './http/address.ts'
import { isPair } from './http/certificate.ts'

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])
const proxies = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .refine((list) => proxyList(list) !== undefined, 'needs addresses or networks, separated by commas, such as 10.0.0.0/8')
const file = z.string().refine((path) => existsSync(path), 'there is no such file')

const shape = z.strictObject({
  /** Absent: the embedded PostgreSQL, in the data folder. */
  databaseUrl: z.url({ protocol: /^postgres(ql)?$/, error: 'needs an address such as postgresql://user:password@host/database' }).optional(),
  /** Absent: the embedded feed. */
  electricUrl: z.url({ protocol: /^https?$/, error: 'needs an address such as http://electric:3000' }).optional(),
  electricSecret: z.string().min(1).optional(),
  dataDir: z.string().min(1),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  host: z.string().min(1).optional(),
  port: z.coerce.number().int().min(0).max(65535).default(7878),
  /** Files in PEM. */
  tlsCert: file.optional(),
  tlsKey: file.optional(),
  /** Who stands in front and ends TLS: its word on a sender's address counts. */
  trustedProxies: proxies.optional(),
  /** Serves the shop's network under a certificate of its own; see http/certificate.ts. */
  lan: z.stringbool().default(false),
  /** With it figures may be read from elsewhere than this machine. */
  metricsToken: z.string().min(16).optional(),
  /** After an older state was put back: how long entries wait for what devices may still bring of what was lost. */
  mendHours: z.coerce
    .number()
    .min(0)
    .max(24 * 90)
    .default(24),
  /** Where the migrations of this release stand. */
  migrationsDir: z.string().min(1),
  version: z.string().min(1),
})
export type CentreConfig = z.infer<typeof shape>

const ENV: Readonly<Record<string, keyof CentreConfig>> = {
  DATABASE_URL: 'databaseUrl',
  ELECTRIC_URL: 'electricUrl',
  ELECTRIC_SECRET: 'electricSecret',
  BAYLINE_TLS_CERT: 'tlsCert',
  BAYLINE_TLS_KEY: 'tlsKey',
  BAYLINE_TRUSTED_PROXY: 'trustedProxies',
  BAYLINE_CENTRAL_DATA_DIR: 'dataDir',
  BAYLINE_CENTRAL_LOG_LEVEL: 'logLevel',
  BAYLINE_CENTRAL_HOST: 'host',
  BAYLINE_CENTRAL_PORT: 'port',
  BAYLINE_CENTRAL_LAN: 'lan',
  BAYLINE_CENTRAL_MEND_HOURS: 'mendHours',
  BAYLINE_CENTRAL_METRICS_TOKEN: 'metricsToken',
}
const nameOf = (key: unknown): string => Object.entries(ENV).find(([, each]) => each === key)?.[0] ?? String(key)

/** Settings from the environment over the program's own; an unknown BAYLINE_ variable is a typing error. Throws StartRefused with one line that names each wrong one. */
export function readCentreConfig(
  env: Readonly<Record<string, string | undefined>>,
  own: { readonly migrationsDir: string; readonly version: string; readonly dataDir?: string },
): CentreConfig {
  const values: Record<string, string> = { dataDir: join(homedir(), '.bayline/central'), ...own }
  const unknown: string[] = []
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || value === '' || name === 'BAYLINE_PARENT_PIPE') continue
    const key = ENV[name]
    if (key) values[key] = value
    else if (name.startsWith('BAYLINE_')) unknown.push(name)
  }
  if (unknown.length > 0) throw new StartRefused(`Unknown setting ${unknown.join(', ')}. Known: ${Object.keys(ENV).join(', ')}.`)
  const parsed = shape.safeParse(values)
  const wrong = parsed.success ? checkTogether(parsed.data) : parsed.error.issues.map((issue) => `${nameOf(issue.path[0])}: ${issue.message}`)
  if (!parsed.success || wrong.length > 0) throw new StartRefused(`Wrong setting: ${wrong.join('; ')}. Correct the environment variable and start again.`)
  return parsed.data
}

/** Settings that only make sense together. Keys never travel in the clear: without TLS or a proxy that ends it, only this machine is served. */
function checkTogether({ tlsCert, tlsKey, electricUrl, electricSecret, host, lan, trustedProxies }: CentreConfig): string[] {
  const wrong: string[] = []
  if ((tlsCert === undefined) !== (tlsKey === undefined)) wrong.push('BAYLINE_TLS_CERT and BAYLINE_TLS_KEY: set both or none')
  if (tlsCert !== undefined && tlsKey !== undefined && !isPair(readFileSync(tlsCert, 'utf8'), readFileSync(tlsKey, 'utf8')))
    wrong.push('BAYLINE_TLS_CERT and BAYLINE_TLS_KEY: the two do not belong together')
  if (electricUrl !== undefined && electricSecret === undefined) wrong.push('ELECTRIC_SECRET: needed with ELECTRIC_URL')
  if (lan && trustedProxies !== undefined) wrong.push('BAYLINE_CENTRAL_LAN: a hub stands behind no proxy')
  if (host !== undefined && !LOOPBACK.has(host) && tlsCert === undefined && !lan && trustedProxies === undefined)
    wrong.push(
      `BAYLINE_CENTRAL_HOST: ${host} is served with BAYLINE_TLS_CERT and BAYLINE_TLS_KEY, behind a BAYLINE_TRUSTED_PROXY, or as a hub with BAYLINE_CENTRAL_LAN only`,
    )
  return wrong
}

/** Where to listen when nothing is said: everywhere once keys are safe on the way. */
export const hostOf = ({ host, tlsCert, lan, trustedProxies }: CentreConfig): string =>
  host ?? (tlsCert !== undefined || lan || trustedProxies !== undefined ? '0.0.0.0' : '127.0.0.1')
