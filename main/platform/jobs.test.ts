import { describe, expect, it } from 'vitest'
import { saveRow, openProbe } from '#tests/support/probe.ts'
import type { Reactions } from './context.ts'
import { MAX_ATTEMPTS, retryDelayMs } from './jobs.ts'

interface Row {
  id: string
  name: string
  state: string
  attempts: number
  run_at: number
  started_at: number | null
  finished_at: number | null
  detail: string
}
const probeJobs = (core: ReturnType<typeof openProbe>): Row[] =>
  core.platform.store.connection.raw.prepare("SELECT * FROM job WHERE name LIKE 'probe%' ORDER BY run_at, id").all() as Row[] // the columns named
const onAnnounced = (react: (ctx: Parameters<typeof saveRow>[0], payload: { n: number }) => void): Reactions => ({ on: { 'probe.announced': react } })

describe('reactions', () => {
  it('JOB-QUEUE: runs after commit, once for each event, and records the run as completed', async () => {
    const core = openProbe({ reactions: onAnnounced((ctx, { n }) => saveRow(ctx, `reaction ${n}`)) })
    await core.ask('probe.announce', { n: 1 })
    expect(core.names()).toEqual([])
    expect(probeJobs(core)).toMatchObject([{ state: 'queued', attempts: 0 }])
    await core.jobs.runDue()
    await core.jobs.runDue()
    expect(core.names()).toEqual(['reaction 1'])
    expect(probeJobs(core)).toMatchObject([{ state: 'completed', attempts: 1, started_at: core.clock.at, finished_at: core.clock.at }])
  })

  it('JOB-QUEUE: queues nothing for a command that is refused', async () => {
    const core = openProbe({
      reactions: onAnnounced(() => undefined),
      deed: (ctx) => {
        ctx.emit('probe.announced', { n: 1 })
        return { ok: false, error: { code: 'probe.refused', kind: 'conflict' } }
      },
    })
    expect(await core.ask('probe.save', { name: 'x' })).toMatchObject({ ok: false })
    expect(probeJobs(core)).toEqual([])
  })

  it('JOB-QUEUE: a reaction that throws leaves nothing behind, is tried again with growing delay, and then acts exactly once', async () => {
    let fails = 3
    const core = openProbe({
      reactions: onAnnounced((ctx, { n }) => {
        saveRow(ctx, `half ${n}`)
        if (fails-- > 0) throw new Error('not yet')
      }),
    })
    await core.ask('probe.announce', { n: 1 })
    const waits: number[] = []
    for (let i = 0; i < 3; i++) {
      await core.jobs.runDue()
      expect(core.names()).toEqual([])
      const [row] = probeJobs(core)
      expect(row).toMatchObject({ state: 'queued', attempts: i + 1 })
      waits.push((row?.run_at ?? 0) - core.clock.at)
      core.clock.at = (row?.run_at ?? 0) - 1
      expect(await core.jobs.runDue()).toBe(0)
      core.clock.at++
    }
    expect(waits).toEqual([1, 2, 3].map(retryDelayMs))
    await core.jobs.runDue()
    expect(core.names()).toEqual(['half 1'])
    expect(probeJobs(core)).toMatchObject([{ state: 'completed', attempts: 4 }])
  })

  it('JOB-STATUS: gives up after its attempts, keeps what went wrong, shows in health and as a notice, and runs again when asked', async () => {
    let works = false
    const core = openProbe({
      reactions: onAnnounced((ctx) => {
        if (!works) throw new Error('the printer is on fire')
        saveRow(ctx, 'done')
      }),
    })
    await core.ask('probe.announce', { n: 1 })
    for (let i = 0; i < MAX_ATTEMPTS; i++) {
      await core.jobs.runDue()
      core.clock.at += retryDelayMs(MAX_ATTEMPTS)
    }
    const [row] = probeJobs(core)
    expect(row).toMatchObject({ state: 'failed', attempts: MAX_ATTEMPTS })
    expect(row?.detail.split('\n').filter((line) => line.endsWith('the printer is on fire'))).toHaveLength(MAX_ATTEMPTS)
    expect(core.platform.health()).toMatchObject({ jobs: { failed: 1 }, warnings: ['jobsFailed'] })
    expect(core.logged.filter((line) => line.includes('job failed'))).toHaveLength(MAX_ATTEMPTS)
    await core.jobs.runDue()
    const notices = core.platform.store.connection.raw.prepare('SELECT code, facts FROM notice').all() as { code: string; facts: string }[] // the columns named
    expect(notices.map(({ code, facts }) => [code, JSON.parse(facts)])).toEqual([
      ['jobFailed', { job: 'probe on probe.announced', problem: 'the printer is on fire' }],
    ])

    works = true
    expect(core.jobs.retry(row?.id ?? '')).toBe(true)
    expect(core.jobs.retry(row?.id ?? '')).toBe(false)
    await core.jobs.runDue()
    expect(core.names()).toEqual(['done'])
    expect(core.platform.health().jobs.failed).toBe(0)
  })

  it('JOB-STATUS: what a crash left running is counted as an attempt and queued again, and one that crashes every time is given up', async () => {
    const core = openProbe({ reactions: onAnnounced((ctx) => saveRow(ctx, 'after the crash')) })
    const { raw } = core.platform.store.connection
    await core.ask('probe.announce', { n: 1 })
    raw.prepare("UPDATE job SET state = 'running', attempts = 1").run()
    core.jobs.start()
    expect(probeJobs(core)).toMatchObject([{ state: 'queued', detail: expect.stringContaining('interrupted') }])
    core.clock.at += 60_000
    await core.jobs.runDue()
    expect(core.names()).toEqual(['after the crash'])
    raw.prepare("UPDATE job SET state = 'running', attempts = ? WHERE name LIKE 'probe%'").run(MAX_ATTEMPTS)
    core.jobs.start()
    expect(probeJobs(core)).toMatchObject([{ state: 'failed' }])
    await core.jobs.stop()
  })

  it('JOB-QUEUE: two events queue two runs, in the order in which they happened', async () => {
    const core = openProbe({ reactions: onAnnounced((ctx, { n }) => saveRow(ctx, `reaction ${n}`)) })
    for (const n of [1, 2, 3]) {
      await core.ask('probe.announce', { n })
      core.clock.at++
    }
    expect(await core.jobs.runDue()).toBe(3)
    expect(core.names()).toEqual(['reaction 1', 'reaction 2', 'reaction 3'])
  })
})

describe('schedules', () => {
  const HOUR = 3_600_000
  const scheduled = (run: () => Promise<string> | string): Reactions => ({ schedules: { 'probe.hourly': { everyMs: HOUR, run } } })

  it('JOB-STATUS: runs once an hour, each run a row with what it did', async () => {
    let runs = 0
    const core = openProbe({ reactions: scheduled(() => `run ${++runs}`) })
    core.jobs.start()
    const begin = core.clock.at
    for (let minutes = 0; minutes <= 180; minutes += 10) {
      core.clock.at = begin + minutes * 60_000
      await core.jobs.runDue()
    }
    expect(probeJobs(core).map(({ state, detail }) => [state, detail])).toEqual([
      ['completed', 'run 1'],
      ['completed', 'run 2'],
      ['completed', 'run 3'],
      ['queued', ''],
    ])
    await core.jobs.stop()
  })

  it('JOB-STATUS: a machine that slept for days runs it once, not once for each hour missed', async () => {
    let runs = 0
    const core = openProbe({ reactions: scheduled(() => `run ${++runs}`) })
    core.jobs.start()
    core.clock.at += 5 * 24 * HOUR
    await core.jobs.runDue()
    await core.jobs.runDue()
    expect(runs).toBe(1)
    await core.jobs.stop()
  })

  it('JOB-STATUS: once the clock was set back, it runs again at times at which it ran before', async () => {
    let runs = 0
    const core = openProbe({ reactions: scheduled(() => `run ${++runs}`) })
    const begin = core.clock.at
    core.jobs.start()
    for (const hours of [1, 2, 0, 1, 2, 3]) {
      core.clock.at = begin + hours * HOUR
      core.jobs.start()
      await core.jobs.runDue()
    }
    expect(runs).toBe(5)
    await core.jobs.stop()
  })

  it('JOB-STATUS: a failing run is retried, then given up, and the next hour still comes', async () => {
    let runs = 0
    const core = openProbe({
      reactions: scheduled(() => {
        if (++runs <= MAX_ATTEMPTS) throw new Error('no network drive')
        return 'well again'
      }),
    })
    core.jobs.start()
    core.clock.at += HOUR
    for (let i = 0; i < MAX_ATTEMPTS; i++) {
      await core.jobs.runDue()
      core.clock.at += retryDelayMs(i + 1)
    }
    expect(probeJobs(core).map(({ state }) => state)).toEqual(['failed', 'queued'])
    core.clock.at += HOUR
    await core.jobs.runDue()
    expect(
      probeJobs(core)
        .map(({ state }) => state)
        .slice(0, 2),
    ).toEqual(['failed', 'completed'])
    await core.jobs.stop()
  })

  it.each([
    ['years', 20 * 365 * 24 * HOUR],
    ['less than an hour', HOUR - 1000],
  ])('JOB-QUEUE: a clock that was %s ahead does not keep a schedule or a reaction waiting for as long', async (_how, ahead) => {
    const core = openProbe({ reactions: { ...scheduled(() => 'ran'), ...onAnnounced((ctx) => saveRow(ctx, 'reacted')) } })
    const now = core.clock.at
    core.clock.at = now + ahead
    core.jobs.start()
    await core.ask('probe.announce', { n: 1 })
    core.clock.at = now
    core.jobs.start()
    await core.jobs.runDue()
    expect(core.names()).toEqual(['reacted'])
    core.clock.at += HOUR
    await core.jobs.runDue()
    expect(probeJobs(core).some(({ state, detail }) => state === 'completed' && detail === 'ran')).toBe(true)
    await core.jobs.stop()
  })

  it('JOB-QUEUE: a change of a table that a schedule looks at runs it soon, one run for a burst; a run that did nothing leaves no row', async () => {
    const said = ['looked', '']
    let runs = 0
    const core = openProbe({ reactions: { schedules: { 'probe.hourly': { everyMs: HOUR, after: ['probe_row'], run: () => said[runs++] ?? '' } } } })
    core.jobs.start()
    const planned = probeJobs(core)[0]?.run_at
    core.jobs.changed(['elsewhere'])
    core.jobs.changed(['probe_row'])
    core.jobs.changed(['probe_row', 'elsewhere'])
    await expect
      .poll(() => probeJobs(core).map(({ state, detail }) => [state, detail]), { timeout: 5000 })
      .toEqual([
        ['completed', 'looked'],
        ['queued', ''],
      ])
    expect(probeJobs(core)[1]?.run_at).toBe(planned)
    core.jobs.changed(['probe_row'])
    await expect.poll(() => runs, { timeout: 5000 }).toBe(2)
    expect(probeJobs(core).map(({ state, run_at: at }) => [state, at])).toEqual([
      ['completed', core.clock.at],
      ['queued', planned],
    ])
    await core.jobs.stop()
  })

  it('JOB-QUEUE: a schedule that takes its time holds up no reaction', async () => {
    let release = () => undefined as void
    const waiting = new Promise<void>((resolve) => {
      release = resolve
    })
    const core = openProbe({ reactions: { ...scheduled(() => waiting.then(() => 'long')), ...onAnnounced((ctx) => saveRow(ctx, 'reacted')) } })
    core.platform.store.connection.raw
      .prepare("INSERT INTO job (id, name, key, payload, state, attempts, run_at, detail) VALUES ('j', 'probe.hourly', '0', 'null', 'queued', 0, 0, '')")
      .run()
    core.jobs.start()
    await expect.poll(() => probeJobs(core).find(({ name }) => name === 'probe.hourly')?.state).toBe('running')
    await core.ask('probe.announce', { n: 1 })
    await expect.poll(() => core.names()).toEqual(['reacted'])
    expect(probeJobs(core).find(({ id }) => id === 'j')?.state).toBe('running')
    release()
    await expect.poll(() => probeJobs(core).find(({ id }) => id === 'j')?.state).toBe('completed')
    await core.jobs.stop()
  })

  it('JOB-QUEUE: a run that cannot even be written down stops nothing, and is taken up again when it can', async () => {
    const core = openProbe({ reactions: onAnnounced((ctx) => saveRow(ctx, 'reacted')) })
    const { raw } = core.platform.store.connection
    await core.ask('probe.announce', { n: 1 })
    raw.exec("CREATE TEMP TRIGGER full BEFORE UPDATE ON job BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    core.jobs.start()
    await expect.poll(() => core.logged.some((line) => line.includes('job queue'))).toBe(true)
    raw.exec('DROP TRIGGER temp.full')
    await core.jobs.runDue()
    expect(core.names()).toEqual(['reacted'])
    await core.jobs.stop()
  })
})
