import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createLog } from '#main/platform/log.ts'
import { openLogFile } from '#main/platform/log-file.ts'
import { DATABASE_FILE } from '#main/platform/core.ts'
import { startCore } from '#main/index.ts'
import { temporaryFolder, testClock, testConfig } from '#tests/support/core.ts'
import { CONTRACT_VERSION } from '#shared/contract/envelope.ts'

/** Texts that must never be found anywhere; long enough not to turn up by chance. */
const CANARIES = {
  first: 'canary-first-Password-1',
  second: 'canary second password 2',
  wrong: 'canary-wrong-password-3',
  mistyped: 'canary-mistyped-4',
  pin: '83920174',
  wrongPin: '55198203',
}

describe('secrets', () => {
  it('SEC-SECRETS AUTH-HASH: passwords, PINs and tokens are in no log, no table, no journal and no backup, only hashes are', async () => {
    const dataDir = temporaryFolder()
    const clock = testClock()
    const logFile = openLogFile(dataDir)
    const core = startCore({
      config: testConfig({ dataDir }),
      clock,
      log: createLog('debug', logFile.sink, () => clock.now()),
      file: join(dataDir, DATABASE_FILE),
      checkOutput: true,
    })
    let calls = 0
    const ask = async (name: string, input: unknown, token?: string) => {
      const answer = JSON.parse(
        await core.call(JSON.stringify({ v: CONTRACT_VERSION, id: `call-number-${++calls}`, name, input, token }), { ip: '127.0.0.1', userAgent: 'test' }),
      ) as { ok: boolean; value: never } // the envelope
      return answer
    }
    const setUp = await ask('auth.setUp', {
      company: { name: 'Garage', currency: 'EUR', language: 'en', zone: 'Europe/Berlin', country: 'DE' },
      location: { name: 'Main' },
      owner: { name: 'Ada', email: 'ada@example.org', password: CANARIES.first },
    })
    expect(setUp.ok).toBe(true)
    const { token: firstToken } = setUp.value as { token: string } // as the contract says
    await ask('auth.signIn', { email: 'ada@example.org', password: CANARIES.wrong })
    await ask('auth.signIn', { email: CANARIES.mistyped, password: CANARIES.wrong, more: CANARIES.mistyped })
    const user = await ask(
      'auth.createUser',
      { name: 'Tom', email: 'tom@example.org', role: 'technician', language: 'en', password: CANARIES.second },
      firstToken,
    )
    const { id: userId } = user.value as { id: string } // likewise
    await ask('auth.setPin', { userId, pin: CANARIES.pin }, firstToken)
    await ask('auth.signInWithPin', { userId, pin: CANARIES.wrongPin })
    const kiosk = await ask('auth.signInWithPin', { userId, pin: CANARIES.pin })
    const { token: kioskToken } = kiosk.value as { token: string } // likewise
    await ask('auth.changeMyPassword', { current: CANARIES.first, next: `${CANARIES.second} anew` }, firstToken)
    await ask('auth.me', {}, `${kioskToken}x`)
    core.platform.reportDamage(new Error('a stack trace, too'))
    await ask('system.backupNow', {}, firstToken)
    core.platform.log.info('done')

    const secrets = [...Object.values(CANARIES), firstToken, kioskToken]
    const everything = () =>
      readdirSync(dataDir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name))] as const)
    const found = () =>
      everything().flatMap(([name, bytes]) =>
        secrets.filter((secret) => bytes.includes(secret) || bytes.includes(Buffer.from(secret, 'utf16le'))).map((secret) => `${secret} in ${name}`),
      )
    expect(everything().map(([name]) => name)).toEqual(
      expect.arrayContaining(['bayline.db', 'bayline.db-wal', 'journal.log', 'bayline.log', expect.stringMatching(/-manual\.db$/)]),
    )
    expect(found()).toEqual([])
    await core.shutdown()
    logFile.close()
    expect(found()).toEqual([])
    const hashes = everything()
      .find(([name]) => name === 'bayline.db')?.[1]
      .includes('$argon2id$')
    expect(hashes).toBe(true)
  })
})
