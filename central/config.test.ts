import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { hostOf, readCentreConfig } from './config.ts'
import { StartRefused } from './db/errors.ts'
import { makeCertificate } from './http/certificate.ts'

const dir = mkdtempSync(join(tmpdir(), 'bayline-config-'))
afterAll(() => rmSync(dir, { recursive: true }))
const own = { migrationsDir: '/m', version: '1.0.0' }
const write = (name: string, text: string) => {
  writeFileSync(join(dir, name), text)
  return join(dir, name)
}
const pair = makeCertificate()
const [cert, key, other] = [write('cert.pem', pair.cert), write('key.pem', pair.key), write('other.pem', makeCertificate().key)]

describe('OPS-DEPLOY: settings of the centre', () => {
  it('OPS-DEPLOY: nothing set: this machine only, on the embedded database', () => {
    const config = readCentreConfig({}, own)
    expect(config).toMatchObject({ port: 7878, logLevel: 'info', lan: false })
    expect(config.databaseUrl).toBeUndefined()
    expect(hostOf(config)).toBe('127.0.0.1')
  })

  it.each([
    ['behind a proxy', { BAYLINE_TRUSTED_PROXY: '10.0.0.0/8, 192.168.1.1' }],
    ['with a certificate', { BAYLINE_TLS_CERT: cert, BAYLINE_TLS_KEY: key }],
    ['as a hub', { BAYLINE_CENTRAL_LAN: 'true' }],
  ])('SEC-TLS: %s everybody is served', (_how, env) => {
    expect(hostOf(readCentreConfig(env, own))).toBe('0.0.0.0')
  })

  it.each<[Record<string, string>, RegExp]>([
    [{ BAYLINE_CENTRAL_PRT: '1' }, /^Unknown setting BAYLINE_CENTRAL_PRT\. Known: DATABASE_URL, /],
    [{ BAYLINE_CENTRAL_PORT: '70000' }, /BAYLINE_CENTRAL_PORT: /],
    [{ BAYLINE_CENTRAL_LOG_LEVEL: 'loud' }, /BAYLINE_CENTRAL_LOG_LEVEL: /],
    [{ DATABASE_URL: 'mysql://x/y' }, /DATABASE_URL: needs an address such as postgresql:/],
    [{ ELECTRIC_URL: 'http://electric:3000' }, /ELECTRIC_SECRET: needed with ELECTRIC_URL/],
    [{ BAYLINE_TRUSTED_PROXY: 'everybody' }, /BAYLINE_TRUSTED_PROXY: needs addresses or networks/],
    [{ BAYLINE_CENTRAL_HOST: '0.0.0.0' }, /BAYLINE_CENTRAL_HOST: 0\.0\.0\.0 is served with /],
    [{ BAYLINE_TLS_CERT: cert }, /set both or none/],
    [{ BAYLINE_TLS_CERT: cert, BAYLINE_TLS_KEY: other }, /do not belong together/],
    [{ BAYLINE_TLS_CERT: '/nowhere.pem', BAYLINE_TLS_KEY: key }, /BAYLINE_TLS_CERT: there is no such file/],
    [{ BAYLINE_CENTRAL_LAN: 'true', BAYLINE_TRUSTED_PROXY: '10.0.0.1' }, /a hub stands behind no proxy/],
    [{ BAYLINE_CENTRAL_METRICS_TOKEN: 'short' }, /BAYLINE_CENTRAL_METRICS_TOKEN: /],
  ])('OPS-DEPLOY: %o is refused in one line', (env, message) => {
    const attempt = () => readCentreConfig(env, own)
    expect(attempt).toThrow(StartRefused)
    expect(attempt).toThrow(message)
    try {
      attempt()
    } catch (error) {
      expect(String(error)).not.toContain('\n')
    }
  })

  it('OPS-DEPLOY: what other programs set is none of ours', () => {
    expect(() => readCentreConfig({ PATH: '/bin', BAYLINE_PARENT_PIPE: '1', DATABASE_URL: '' }, own)).not.toThrow()
  })
})
