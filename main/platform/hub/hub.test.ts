import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { temporaryFolder } from '#tests/support/core.ts'
import { createLog } from '../log.ts'
import { createHub, HUB_FOLDER } from './hub.ts'
import { type CentreNews, type CentreOrder, obeyOrders, spawnThroughShell } from './relay.ts'
import type { CentreListeners, SpawnCentre } from './spawn.ts'

const PIN = '7K2M-0000-1111-2222-3333'
interface Started extends CentreListeners {
  readonly env: Readonly<Record<string, string>>
  end(): void
  stopped: boolean
}

/** Centres that start when a test says, and a network that only notes. */
function setUp(dataDir = temporaryFolder()) {
  const started: Started[] = []
  const advertised: unknown[] = []
  let silenced = 0
  const spawn: SpawnCentre = (env, listeners) => {
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    const one: Started = { env, ...listeners, end: resolve, stopped: false }
    started.push(one)
    return {
      ended,
      stop: async () => {
        one.stopped = true
        resolve()
      },
    }
  }
  const hub = createHub({
    dataDir,
    spawn,
    log: createLog(
      'error',
      () => undefined,
      () => 0,
    ),
    advertise: async (of) => {
      advertised.push(of)
      return async () => void silenced++
    },
    find: async () => [],
  })
  const listen = (n = 0) => {
    started[n]?.onSaid(JSON.stringify({ event: 'listening', address: `https://192.168.1.20:7878/#${PIN}` }))
    started[n]?.onSaid(JSON.stringify({ event: 'code', code: 'ABCDE-FGHJK' }))
  }
  return { hub, started, advertised, listen, dataDir, silenced: () => silenced }
}

describe('a shop PC as the hub', () => {
  it('A-LAN: it serves the network from its own folder, tells its name and fingerprint, and reaches itself on this machine', async () => {
    const { hub, started, advertised, listen, dataDir } = setUp()
    const start = hub.start('Workshop')
    expect(hub.view()).toMatchObject({ state: 'starting', name: 'Workshop' })
    expect(started[0]?.env).toMatchObject({ BAYLINE_CENTRAL_LAN: 'true', BAYLINE_CENTRAL_PORT: '7878', BAYLINE_CENTRAL_DATA_DIR: join(dataDir, HUB_FOLDER) })
    started[0]?.onSaid('not JSON')
    listen()
    expect(await start).toEqual({ ok: true, address: `https://127.0.0.1:7878/#${PIN}`, code: 'ABCDE-FGHJK' })
    expect(hub.view()).toMatchObject({ state: 'running', address: `https://192.168.1.20:7878/#${PIN}` })
    expect(advertised).toEqual([{ name: 'Workshop', port: 7878, fingerprint: PIN }])
    expect(JSON.parse(readFileSync(join(dataDir, 'hub.json'), 'utf8'))).toEqual({ name: 'Workshop', port: 7878, isOn: true })
  })

  it('A-LAN: the setting survives a restart of the program, and its end does not change it', async () => {
    const first = setUp()
    const start = first.hub.start('Workshop')
    first.listen()
    await start
    await first.hub.close()
    expect(first.started[0]?.stopped).toBe(true)
    expect(first.silenced()).toBe(1)
    const second = setUp(first.dataDir)
    second.hub.resume()
    expect(second.started).toHaveLength(1)
    second.listen()
    await vi.waitFor(() => expect(second.hub.view().state).toBe('running'))
    await second.hub.stop()
    expect(second.hub.view()).toMatchObject({ state: 'off', address: '' })
    const third = setUp(first.dataDir)
    third.hub.resume()
    expect(third.started).toHaveLength(0)
    expect(third.hub.view().name).toBe('Workshop')
  })

  it('A-LAN: a centre that cannot start says why, and nothing is kept', async () => {
    const { hub, started, dataDir } = setUp()
    const start = hub.start('Workshop')
    started[0]?.onLog('Port 7878 is in use.')
    started[0]?.end()
    expect(await start).toEqual({ ok: false, problem: 'Port 7878 is in use.' })
    expect(hub.view()).toMatchObject({ state: 'failed', problem: 'Port 7878 is in use.' })
    expect(existsSync(join(dataDir, 'hub.json'))).toBe(false)
  })

  it('A-LAN REL-BREAKER: a centre that ends by itself is started again', async () => {
    vi.useFakeTimers()
    try {
      const { hub, started, listen } = setUp()
      const start = hub.start('Workshop')
      listen()
      await start
      started[0]?.end()
      await vi.advanceTimersByTimeAsync(0)
      expect(hub.view().state).toBe('failed')
      await vi.advanceTimersByTimeAsync(2_000)
      expect(started).toHaveLength(2)
      listen(1)
      await vi.advanceTimersByTimeAsync(0)
      expect(hub.view().state).toBe('running')
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('a shell that starts the centre for the core', () => {
  it('A-LAN: what the core orders is started, heard and stopped through the shell', async () => {
    const orders: CentreOrder[] = []
    const core = spawnThroughShell((order) => orders.push(order))
    const heard: string[] = []
    let running: CentreListeners | undefined
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    const obey = obeyOrders(
      (env, listeners) => {
        heard.push(`env ${env['A']}`)
        running = listeners
        return { ended, stop: async () => resolve() }
      },
      (news: CentreNews) => core.hear(news),
    )
    const process = core.spawn({ A: '1' }, { onSaid: (line) => heard.push(`said ${line}`), onLog: (line) => heard.push(`log ${line}`) })
    obey(orders[0] as CentreOrder) // the one just given
    running?.onSaid('x')
    running?.onLog('y')
    const stop = process.stop()
    obey(orders[1] as CentreOrder) // likewise
    await stop
    expect(heard).toEqual(['env 1', 'said x', 'log y'])
  })

  it('A-LAN: a shell that cannot start programs ends every order at once', async () => {
    const core = spawnThroughShell((order) => obeyOrders(undefined, (news) => core.hear(news))(order))
    await expect(core.spawn({}, { onSaid: () => undefined, onLog: () => undefined }).ended).resolves.toBeUndefined()
  })
})
