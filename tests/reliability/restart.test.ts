import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import Database from 'better-sqlite3'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { DATABASE_FILE } from '#main/platform/core.ts'
import { type CoreClient, spawnCore } from '#main/platform/core-client.ts'
import { CONTRACT_VERSION } from '#shared/contract/envelope.ts'
import { bundle } from '#tests/support/bundle.ts'
import { OWNER, temporaryFolder, testConfig } from '#tests/support/core.ts'
import { ROOT } from '#tests/support/sources.ts'

let programs = ''
beforeAll(async () => {
  programs = await bundle('core-thread', { worker: 'main/worker.ts' })
})
const offloadWorker = pathToFileURL(join(ROOT, 'main/offload-worker.ts')).href

const running: CoreClient[] = []
afterEach(async () => {
  for (const core of running.splice(0)) await core.shutdown()
})

async function spawn(dataDir: string) {
  const core = await spawnCore(join(programs, 'worker.js'), testConfig({ dataDir, offloadWorker, logLevel: 'error' }))
  running.push(core)
  const changed: string[][] = []
  core.onNotice((text) => changed.push((JSON.parse(text) as { changed: string[] }).changed)) // what the core sends
  const ask = async (name: string, input: unknown, token?: string) =>
    JSON.parse(await core.call(JSON.stringify({ v: CONTRACT_VERSION, id: randomUUID(), name, input, token }), { ip: '127.0.0.1', userAgent: 'test' })) as {
      ok: boolean
      value: never
      error?: { code: string }
    } // the envelope
  const get = async (name: string, input: unknown, token?: string) => {
    const answer = await ask(name, input, token)
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`)
    return answer.value as never
  }
  return { core, ask, get, hasStartedAnew: () => changed.some((tables) => tables.includes('company') && tables.includes('attachment')) }
}
const setUp = { company: { name: 'Garage', currency: 'EUR', language: 'en', zone: 'Europe/Berlin', country: 'DE' }, location: { name: 'Main' }, owner: OWNER }

describe('the core in its thread', () => {
  it('DB-BACKUP: starts anew on a restored backup by itself; windows are told to ask for everything again', async () => {
    const { get, hasStartedAnew } = await spawn(temporaryFolder())
    const { token } = (await get('auth.setUp', setUp)) as { token: string } // as the contract says
    await get('workspace.update', { phone: 'early' }, token)
    const { name } = (await get('system.backupNow', {}, token)) as { name: string } // likewise
    await get('workspace.update', { phone: 'late' }, token)
    await get('system.restore', { name }, token)
    await expect.poll(hasStartedAnew, { timeout: 20_000 }).toBe(true)
    const anew = ((await get('auth.signIn', { email: OWNER.email, password: OWNER.password })) as { token: string }).token // likewise
    expect(((await get('workspace.get', {}, anew)) as { company: { phone: string } }).company.phone).toBe('early') // likewise
    await expect
      .poll(async () => ((await get('system.notices', {}, anew)) as { code: string }[]).map(({ code }) => code), { timeout: 20_000 })
      .toEqual(['restored']) // likewise
  })

  it('DB-BACKUP SYS-1: mends a database that turns out to be damaged while it runs, and everything that was saved is there', async () => {
    const dataDir = temporaryFolder()
    const first = await spawn(dataDir)
    const { token } = (await first.get('auth.setUp', setUp)) as { token: string } // as the contract says
    for (let i = 0; i < 30; i++) await first.get('customers.create', { name: `Customer ${i}` }, token)
    await running.pop()?.shutdown()
    const file = join(dataDir, DATABASE_FILE)
    const raw = new Database(file, { readonly: true })
    // A page that nothing reads until somebody asks for the permissions.
    const page = raw.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'role_permission'").pluck().get() as number // a page number
    raw.close()
    const bytes = readFileSync(file)
    bytes.fill(0x11, (page - 1) * 4096, page * 4096)
    writeFileSync(file, bytes)

    const { ask, get, hasStartedAnew } = await spawn(dataDir)
    expect((await ask('auth.permissions', {}, token)).error?.code).toBe('platform.internal')
    await expect.poll(hasStartedAnew, { timeout: 20_000 }).toBe(true)
    await get('auth.permissions', {}, token)
    expect(((await get('customers.list', {}, token)) as { total: number }).total).toBe(30) // likewise
    expect(readdirSync(join(dataDir, 'damaged'))).toHaveLength(1)
  })

  it('A-JOURNAL: a second core on the same folder is refused in its thread as well, in one line', async () => {
    const dataDir = temporaryFolder()
    await spawn(dataDir)
    await expect(spawnCore(join(programs, 'worker.js'), testConfig({ dataDir }))).rejects.toThrow(`Bayline is already running on the data in ${dataDir}.`)
  })
})
