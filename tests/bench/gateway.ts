import { Agent, get, type IncomingMessage } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { v7 } from 'uuid'
import { DOCS, foundShop, insertOf } from '#tests/sync/push-shop.ts'
import { type BenchCentre, bodyOf, type Cpu, enrol, headersOf, post, type Sender, startBenchCentre } from './support/centre.ts'
import { type Figures, measure, type Outcome, report } from './support/measure.ts'

/*
 * What connected devices cost the centre. Ten devices work in each place: all wait for its changes and for the company's; one after the
 * other sends ten entries, which all ten then read. The same beside it at a centre of ten devices: with a thousand, a device must not
 * cost more. What each device costs by waiting alone, its held requests being answered and asked again, is measured by itself, over as
 * long as one is held, and is not charged to the one that sends.
 */
const PER_PLACE = 10
const MOST = Number(process.env['BENCH_DEVICES'] ?? 1_000)
const ENTRIES = 10
const PUSHES = 80
/** A peer may hold some hundred connections: devices come from many addresses. */
const PER_ADDRESS = 100
const AGAIN_MS = 1_000
/** In this time each held request is answered once, news or not. */
const HOLD_MS = 20_000

/** A device that waits for changes: on one connection each for the place's, the company's and what it sends. */
interface Device {
  readonly sender: Sender
  readonly agent: Agent
}
interface Place {
  readonly id: string
  readonly devices: readonly Device[]
  position: number
  /** Devices that have not read the last push yet, and what is told when all have. */
  left: number
  seen: () => void
}
/** Where devices ask, and until when. */
interface Line {
  readonly address: string
  readonly gone: AbortSignal
}

function ask({ address, gone }: Line, { sender, agent }: Device, query: Record<string, string>): Promise<IncomingMessage['headers']> {
  return new Promise((resolve, reject) => {
    const sent = get(`${address}/v1/shape?${new URLSearchParams(query)}`, { agent, headers: headersOf(sender), signal: gone }, (response) => {
      response.on('error', reject).on('end', () => {
        if (response.statusCode === 200) resolve(response.headers)
        else if (response.statusCode === 503)
          resolve(wait(AGAIN_MS).then(() => ask({ address, gone }, { sender, agent }, query))) // as a device does
        else reject(new Error(`the feed answered ${response.statusCode}`))
      })
      response.resume()
    })
    sent.on('error', reject)
  })
}

/** Reads a scope to its end, then waits for more until the end of the measure; `onNews` is told of changes. */
async function follow(line: Line, device: Device, scope: string, onNews: () => void): Promise<void> {
  let place: Record<string, string> = { offset: '-1' }
  const read = async (more: Record<string, string> = {}) => {
    const headers = await ask(line, device, { scope, replica: 'full', ...place, ...more })
    place = { handle: String(headers['electric-handle']), offset: String(headers['electric-offset']) }
    return headers
  }
  while ((await read())['electric-up-to-date'] === undefined);
  const followOn = async () => {
    for (;;) if ((await read({ live: 'true' }))['electric-has-data'] === 'true') onNews()
  }
  void followOn().catch((error: unknown) => {
    if (!line.gone.aborted) throw error
  })
}

/** A centre with so many devices, all enrolled before any of them waits: the others would read of each. */
async function openFleet(count: number) {
  const centre = await startBenchCentre()
  const gone = new AbortController()
  const line: Line = { address: centre.address, gone: gone.signal }
  const [first] = (await enrol(centre, [null])) as [Sender] // of one
  await foundShop(centre.seeding, first.device)
  const ids = Array.from({ length: count / PER_PLACE }, () => v7())
  const named = ids.map((id, i) => insertOf('location', id, DOCS.location(`Place ${i}`)))
  await centre.seeding.push(first.device, [first.device.entry(named)])
  const senders = await enrol(
    centre,
    ids.flatMap((id) => Array.from({ length: PER_PLACE }, () => [id])),
  )
  const places = ids.map((id, i): Place => {
    const localAddress = `127.0.0.${2 + Math.floor((i * PER_PLACE) / PER_ADDRESS)}`
    const own = senders.slice(i * PER_PLACE, (i + 1) * PER_PLACE)
    return { id, devices: own.map((sender) => ({ sender, agent: new Agent({ keepAlive: true, localAddress }) })), position: 0, left: 0, seen: () => {} }
  })
  for (const place of places) {
    const joining = place.devices.map(async (device) => {
      await follow(line, device, 'company', () => {})
      await follow(line, device, place.id, () => {
        if (--place.left === 0) place.seen()
      })
    })
    await Promise.all(joining)
  }
  return {
    centre,
    places,
    stop: async () => {
      gone.abort()
      await centre.stop()
    },
  }
}

/** One device of the place sends; done when all of the place have read it. */
async function exchange({ address, seeding }: BenchCentre, place: Place, n: number): Promise<void> {
  const { sender, agent } = place.devices[n % PER_PLACE] as Device // there are as many
  seeding.time.now = Date.now()
  const entries = Array.from({ length: ENTRIES }, () => sender.device.insert('bay', DOCS.bay(place.id, place.position++)))
  const read = new Promise<void>((resolve) => {
    place.seen = resolve
  })
  place.left = PER_PLACE
  await post(address, agent, sender, bodyOf(entries), ENTRIES)
  await read
}

type Fleet = Awaited<ReturnType<typeof openFleet>>

/** Processor time while all wait and nobody sends. Units: µs per ms. */
async function idle({ centre }: Fleet): Promise<Cpu> {
  const before = centre.cpu()
  await wait(HOLD_MS)
  const after = centre.cpu()
  return { gateway: (after.gateway - before.gateway) / HOLD_MS, postgres: (after.postgres - before.postgres) / HOLD_MS }
}

/**
 * Processor time is per push of one device, with all that it brings about, above that of the waiting (`still`); `waitingUs` is that of
 * the gateway for one device and second.
 */
async function work({ centre, places }: Fleet, still: Cpu): Promise<Figures> {
  const [before, began] = [centre.cpu(), performance.now()]
  for (let n = 0; n < PUSHES; n++) await exchange(centre, places[n % places.length] as Place, Math.floor(n / places.length)) // one of them
  const [after, ms] = [centre.cpu(), performance.now() - began]
  return {
    gatewayUs: (after.gateway - before.gateway - still.gateway * ms) / PUSHES,
    postgresUs: (after.postgres - before.postgres - still.postgres * ms) / PUSHES,
    waitingUs: (still.gateway * 1000) / (places.length * PER_PLACE),
    residentMb: centre.residentMb(),
  }
}

const outcomes: Outcome[] = []
const few = await openFleet(PER_PLACE)
const fewStill = await idle(few)
for (const devices of new Set([Math.min(200, MOST), MOST])) {
  const many = await openFleet(devices)
  const still = await idle(many)
  outcomes.push(
    await measure({
      id: `gateway.${devices} devices`,
      title: `${devices} devices wait, ten read what one sends`,
      rounds: 3,
      subject: () => work(many, still),
      bare: { name: 'of ten devices', run: () => work(few, fewStill) },
      by: 'gatewayUs',
      bounds: { most: { waitingUs: 500, ...(devices === 200 && { residentMb: 250 }) }, ratio: 1.5 },
    }),
  )
  await many.stop()
}
await few.stop()
report(outcomes)
process.exit(0)
