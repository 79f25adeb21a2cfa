import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { spawnInUtility } from './utility.ts'

describe('the centre as a utility process', () => {
  function setUp() {
    const ready = Promise.withResolvers<void>()
    const forked: unknown[] = []
    const child = Object.assign(new EventEmitter(), {
      stdout: new PassThrough(),
      stderr: new PassThrough(),
      kill: () => {
        child.emit('exit', 0)
        return true
      },
    })
    const heard: string[] = []
    const spawn = spawnInUtility({ whenReady: () => ready.promise }, { fork: (...given) => (forked.push(given), child as never) }, '/app/central.js')
    const start = () => spawn({ A: '1' }, { onSaid: (line) => heard.push(`said ${line}`), onLog: (line) => heard.push(`log ${line}`) })
    return { ready, forked, child, heard, start }
  }

  it('A-LAN: it starts when the app is ready, is heard line by line, and ends when it is told to', async () => {
    const { ready, forked, child, heard, start } = setUp()
    const centre = start()
    expect(forked).toEqual([])
    ready.resolve()
    await ready.promise
    await new Promise(setImmediate)
    expect(forked).toEqual([['/app/central.js', [], { env: { A: '1' }, stdio: 'pipe', serviceName: 'Bayline hub' }]])
    child.stdout.write('{"event":"listening"}\nhal')
    child.stderr.write('a warning\n')
    await new Promise(setImmediate)
    expect(heard).toEqual(['said {"event":"listening"}', 'log a warning'])
    await centre.stop()
    await expect(centre.ended).resolves.toBeUndefined()
  })

  it('A-LAN: stopped before the app is ready, it never starts', async () => {
    const { ready, forked, start } = setUp()
    const centre = start()
    const stopped = centre.stop()
    ready.resolve()
    await stopped
    expect(forked).toEqual([])
  })
})
