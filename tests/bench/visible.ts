import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onlyHost, type Paired, pairDevices, startHub } from '#tests/support/hub.ts'
import { CUSTOMER } from '#tests/support/linked-shop.ts'
import { startCentre } from './support/shop-centre.ts'
import { type Figures, latencies, measure, report } from './support/measure.ts'

/*
 * From the call on one device until its row stands in another one's SQLite and its windows are told, both with their files on the disk:
 * command, journal, push, PostgreSQL's commit, feed and apply. By a centre over HTTP; and by a hub over TLS with its own certificate while
 * nothing but its host can be reached. The devices share this process, the centre has one of its own.
 */
const CHANGES = 60

/** Changes one after the other, at moments that nobody chose. */
async function shown({ first, second, tokens }: Paired): Promise<Figures> {
  const { id } = await first.get('customers.create', { ...CUSTOMER, name: 'Seen' } as never, tokens[0])
  const name = second.platform.store.connection.raw.prepare('SELECT name FROM customer WHERE id = ?').pluck()
  let wanted = 'Seen'
  let see = () => {}
  second.platform.store.onCommit(() => {
    if (name.get(id) === wanted) see()
  })
  const change = (n: number) =>
    new Promise<void>((resolve, reject) => {
      wanted = `Change ${n}`
      see = resolve
      first.get('customers.update', { customerId: id, name: wanted } as never, tokens[0]).catch(reject)
    })
  await change(-1)
  return await latencies(CHANGES, change, () => new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 60)))
}

async function withDevices<T>(
  centre: { address: string; code: string; end(): Promise<void> },
  link: { fetch?: typeof fetch },
  work: (pair: Paired) => Promise<T>,
): Promise<T> {
  const folders = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'bayline-bench-device-')))
  const pair = await pairDevices(centre, link, folders)
  const done = await work(pair)
  await Promise.all([pair.first.shutdown(), pair.second.shutdown()])
  await centre.end()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  return done
}

const hub = await startHub()
report([
  await withDevices(await startCentre(), {}, (pair) =>
    measure({
      id: 'visible.centre',
      title: 'a change on one device, until another one shows it',
      subject: () => shown(pair),
      rounds: 3,
      bounds: { most: { p50: 100, p99: 300 } },
    }),
  ),
  await withDevices(hub, { fetch: onlyHost(hub.address) }, (pair) =>
    measure({
      id: 'visible.hub',
      title: 'the same by a hub over TLS, with the internet cut',
      subject: () => shown(pair),
      rounds: 3,
      bounds: { most: { p50: 300, p99: 1000 } },
    }),
  ),
])
process.exit(0)
