import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '#tests/support/core.ts'
import { openProbe } from '#tests/support/probe.ts'
import { sizeOf } from './durable.ts'
import type { Entry } from './db/journal.ts'
import { RescueJournal } from './db/rescue.ts'
import { openSpare } from './spare.ts'

const head = {
  txId: 't',
  hlc: 'h',
  command: 'probe.save',
  schemaVersion: 1,
  at: 1,
  tookUs: 1,
  userId: null,
  userName: 'Zoë — «ö»',
  device: { id: 'd', name: 'n' },
  ip: '',
  userAgent: '',
  callId: 'c',
  answer: null,
}
const entry = (seq: number, changes = 1): Entry => ({
  seq,
  head: { ...head, callId: `call ${seq}`, answer: seq % 2 === 0 ? JSON.stringify({ seq, name: 'Zoë' }) : null },
  events: [],
  changes: Array.from({ length: changes }, (_, i) => ({
    table: 'location',
    id: `${seq}-${i}`,
    kept: JSON.stringify({ insert: true, fields: { name: [`name\n${i}`] } }),
  })),
})
const newFile = () => join(temporaryFolder(), 'journal.log')
const read = (file: string, after = 0) => [...RescueJournal.read(file, after).values()].sort((a, b) => a.seq - b.seq)

describe('the second journal', () => {
  it('A-JOURNAL: gives back every entry as it was, also large ones, in parts over several files', () => {
    const file = newFile()
    const journal = new RescueJournal(file)
    const entries = [entry(1), entry(2, 2500), entry(3, 1000), entry(4, 0), entry(5)]
    entries.forEach((each, i) => {
      journal.append(each)
      if (i === 2) journal.rotate()
    })
    journal.close()
    expect(read(file)).toEqual(entries)
    expect(read(file, 3)).toEqual(entries.slice(3))
    expect(new RescueJournal(file).lastSeq).toBe(5)
  })

  it('A-JOURNAL: keeps the entries of the last four backups, should the newest of them be unreadable', () => {
    const file = newFile()
    const journal = new RescueJournal(file)
    for (let seq = 1; seq <= 7; seq++) {
      journal.append(entry(seq))
      journal.rotate()
    }
    expect(read(file).map(({ seq }) => seq)).toEqual([4, 5, 6, 7])
    expect(journal.lastSeq).toBe(7)
    expect(RescueJournal.lastSeq(file)).toBe(7)
  })

  it('A-JOURNAL: a file cut or altered at any byte costs the entries that the damage touches, and no other', () => {
    const file = newFile()
    const journal = new RescueJournal(file)
    const entries = [entry(1), entry(2, 3), entry(3), entry(4)]
    for (const each of entries) journal.append(each)
    journal.close()
    const whole = readFileSync(file)
    const lineOf = (at: number) => whole.subarray(0, at).filter((byte) => byte === 10).length
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, xor) => {
        const bytes = Buffer.from(whole)
        bytes[at] = (bytes[at] ?? 0) ^ xor
        writeFileSync(file, bytes)
        const left = read(file)
        // A line break that is made or unmade may cost its neighbour too.
        const spared = entries.filter((_, i) => i !== lineOf(at) && !(whole[at] === 10 && i === lineOf(at) + 1))
        expect(left).toEqual(expect.arrayContaining(spared))
        for (const each of left) expect(entries).toContainEqual(each)
      }),
      { numRuns: 300 },
    )
    for (let at = 0; at <= whole.length; at += 7) {
      writeFileSync(file, whole.subarray(0, at))
      expect(read(file)).toEqual(entries.slice(0, lineOf(at)))
    }
  })

  it('A-JOURNAL: goes on after a torn end on a line of its own, and a large entry cut in the middle is replaced by its second writing', () => {
    const file = newFile()
    const journal = new RescueJournal(file)
    journal.append(entry(1))
    journal.append(entry(2, 2500))
    journal.close()
    truncateSync(file, sizeOf(file) - 40)
    const again = new RescueJournal(file)
    expect(again.lastSeq).toBe(1)
    again.append(entry(2, 2500))
    again.append(entry(3))
    expect(read(file)).toEqual([entry(1), entry(2, 2500), entry(3)])
  })

  it('A-JOURNAL: finds its last entry from the end, also past a line longer than it reads at first, and says that one more was begun where that is none', () => {
    const file = newFile()
    const journal = new RescueJournal(file)
    journal.append(entry(1))
    journal.append({ ...entry(2, 1), head: { ...head, answer: JSON.stringify('x'.repeat(300_000)) } })
    const ends = (of: string) => [RescueJournal.lastSeq(of), RescueJournal.lastBegun(of)]
    expect(ends(file)).toEqual([2, 2])
    appendFileSync(file, `12345678 ${'x'.repeat(200_000)}`)
    expect(ends(file)).toEqual([2, 3])
    const rubbish = newFile()
    expect(ends(rubbish)).toEqual([0, 0])
    writeFileSync(rubbish, 'rubbish\n')
    expect(ends(rubbish)).toEqual([0, 1])
  })
})

describe('kept by the store', () => {
  const seqs = (dataDir: string) => read(join(dataDir, 'journal.log')).map(({ seq }) => seq)

  it('A-JOURNAL: what a crash or a lost file left out is filled in at the next start', async () => {
    const dataDir = temporaryFolder()
    const file = join(dataDir, 'bayline.db')
    const first = openProbe({ dataDir, file })
    for (const name of ['a', 'b', 'c']) await first.ask('probe.save', { name })
    await first.shutdown()
    const before = read(join(dataDir, 'journal.log'))
    rmSync(join(dataDir, 'journal.log'))
    const second = openProbe({ dataDir, file })
    expect(read(join(dataDir, 'journal.log'))).toEqual(before)
    await second.ask('probe.save', { name: 'd' })
    await setImmediate()
    expect(seqs(dataDir)).toEqual([1, 2, 3, 4])
    expect(second.platform.store.spareIsBehind).toBe(false)
    await second.shutdown()
  })

  it('AUD-TRAIL: one that cannot be written is a warning and never an error, and what it missed is filled in when it can be', async () => {
    const core = openProbe()
    for (const name of ['a', 'b']) await core.ask('probe.save', { name })
    const folder = temporaryFolder()
    const failures: unknown[] = []
    const spare = openSpare({ connection: core.platform.store.connection, folder, savedSeq: 0, onFailure: (error) => failures.push(error) })
    expect(seqs(folder)).toEqual([1, 2])
    spare.close()
    spare.keep(entry(3))
    await setImmediate()
    expect(failures).toHaveLength(1)
    expect(spare.isBehind).toBe(true)

    const later = openSpare({ connection: core.platform.store.connection, folder, savedSeq: 0, onFailure: (error) => failures.push(error) })
    await core.ask('probe.save', { name: 'missed' })
    await core.ask('probe.save', { name: 'kept' })
    later.keep(entry(4))
    await setImmediate()
    expect(seqs(folder)).toEqual([1, 2, 3, 4])
    expect(later.isBehind).toBe(false)
    later.close()
  })

  it('A-JOURNAL: entries are written after their answers, all of them by the time it is closed or begins anew', async () => {
    const core = openProbe()
    for (let i = 1; i <= 80; i++) await core.ask('probe.save', { name: `${i}` })
    const folder = temporaryFolder()
    const spare = openSpare({ connection: core.platform.store.connection, folder, savedSeq: 80, onFailure: () => undefined })
    for (let seq = 81; seq <= 140; seq++) spare.keep(entry(seq))
    expect(seqs(folder)).toEqual(Array.from({ length: 50 }, (_, i) => 81 + i))
    spare.rotate()
    expect(seqs(folder)).toHaveLength(60)
    spare.keep(entry(141))
    spare.close()
    expect(seqs(folder).at(-1)).toBe(141)
  })

  it('A-JOURNAL: a spare that is far behind waits for the next backup instead of holding up the start', async () => {
    const core = openProbe()
    await core.ask('probe.save', { name: 'a' })
    core.platform.store.connection.raw.exec("UPDATE sqlite_sequence SET seq = 100000 WHERE name = 'journal'")
    const folder = temporaryFolder()
    const spare = openSpare({ connection: core.platform.store.connection, folder, savedSeq: 0, onFailure: () => undefined })
    expect(spare.isBehind).toBe(true)
    expect(seqs(folder)).toEqual([])
    spare.rotate()
    expect(spare.isBehind).toBe(false)
    spare.close()
  })
})
