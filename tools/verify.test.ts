import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, it } from 'vitest'
import { DATABASE_FILE } from '#main/platform/core.ts'
import { OWNER, openTestCore, temporaryFolder } from '#tests/support/core.ts'
import { ROOT } from '#tests/support/sources.ts'

const folder = temporaryFolder()
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const run = async (...args: string[]) =>
  promisify(execFile)(process.execPath, [join(ROOT, 'tools/verify.ts'), ...args]).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, said: stdout + stderr }),
  )

it('A-TAMPER: the command line walks the chains of a folder and names the first broken link', async () => {
  const core = openTestCore({ config: { dataDir: folder }, file: join(folder, DATABASE_FILE) })
  const { token } = await core.get('auth.setUp', {
    company: { name: 'Shop', currency: 'EUR', language: 'en', zone: 'Europe/Berlin', country: 'DE' },
    location: { name: 'Main street' },
    owner: OWNER,
  })
  const [location] = (await core.get('workspace.get', {}, token)).locations
  const customer = await core.get('customers.create', { name: 'Ann' }, token)
  const call = { customerId: customer.id, locationId: location?.id as never, method: 'transfer', amountMinor: 500 } as const
  await core.get('invoicing.receive', call, token)
  await core.get('invoicing.receive', call, token)
  const { tag } = core.platform.store.device
  expect(await run('--data', folder)).toEqual({ code: 0, said: `Device ${tag}: 2 links, whole.\n` })
  const { raw } = core.platform.store.connection
  raw.exec(
    'UPDATE sync_guard SET applying = 1; UPDATE payment SET amount_minor = 50 WHERE id = (SELECT max(id) FROM payment); UPDATE sync_guard SET applying = 0',
  )
  const broken = await run('--data', folder)
  expect(broken.code).toBe(1)
  expect(broken.said).toContain(`Device ${tag}: broken at link 2: its record was changed (record `)
  expect(await run('--data', join(folder, 'nowhere'))).toMatchObject({ code: 2 })
  expect(await run()).toMatchObject({ code: 2 })
  await core.shutdown()
}, 90_000)
