import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '#tests/support/core.ts'
import { sizeOf } from './durable.ts'
import { createLog } from './log.ts'
import { LOG_FOLDER, openLogFile, readLog } from './log-file.ts'

const files = (dataDir: string) => readdirSync(join(dataDir, LOG_FOLDER)).sort()

describe('the log file', () => {
  it('PLAT-LOG: holds one JSON object per line with time, level, event and call id, from its level upwards', () => {
    const dataDir = temporaryFolder()
    const file = openLogFile(dataDir)
    const log = createLog('info', file.sink, () => Date.UTC(2026, 2, 2))
    log.debug('call', { callId: 'unseen' })
    log.info('core ready')
    log.error('bug', { callId: 'call-1', error: 'line one\nline two' })
    file.close()
    const lines = readFileSync(join(dataDir, LOG_FOLDER, 'bayline.log'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown)
    expect(lines).toEqual([
      { at: '2026-03-02T00:00:00.000Z', level: 'info', event: 'core ready' },
      { at: '2026-03-02T00:00:00.000Z', level: 'error', event: 'bug', callId: 'call-1', error: 'line one\nline two' },
    ])
  })

  it('PLAT-LOG: turns over at its size, keeps so many files, and never grows beyond both', () => {
    const dataDir = temporaryFolder()
    const file = openLogFile(dataDir, { maxBytes: 1000, keep: 3 })
    for (let i = 0; i < 200; i++) file.sink(`line ${i} ${'.'.repeat(40)}`)
    expect(files(dataDir)).toEqual(['bayline.1.log', 'bayline.2.log', 'bayline.log'])
    for (const name of files(dataDir)) expect(sizeOf(join(dataDir, LOG_FOLDER, name))).toBeLessThanOrEqual(1000)
    const kept = readLog(dataDir, 1_000_000)
      .trimEnd()
      .split('\n')
      .map((line) => Number(line.split(' ')[1]))
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, i) => 200 - kept.length + i))
    expect(readLog(dataDir, 120).trimEnd().split('\n')).toHaveLength(2)
    file.close()
  })

  it('PLAT-LOG: goes on in the same file after a restart, and a folder that cannot be written stops nobody', () => {
    const dataDir = temporaryFolder()
    const first = openLogFile(dataDir)
    first.sink('one')
    first.close()
    const second = openLogFile(dataDir)
    second.sink('two')
    second.close()
    expect(readLog(dataDir, 100)).toBe('one\ntwo\n')

    rmSync(join(dataDir, LOG_FOLDER), { recursive: true })
    writeFileSync(join(dataDir, LOG_FOLDER), 'a file where the folder should be')
    second.sink('lost')
    rmSync(join(dataDir, LOG_FOLDER))
    second.sink('three')
    expect(readLog(dataDir, 100)).toBe('three\n')
    second.close()
  })
})
