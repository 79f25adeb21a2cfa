import type { Service } from 'bonjour-service'

/** A hub that answered on this network. `address` is what a device is told to join: it holds the certificate's fingerprint. */
export interface FoundHub {
  readonly name: string
  readonly address: string
  readonly fingerprint: string
}

const TYPE = 'bayline'
const LISTEN_MS = 2_000
/** Found names and fingerprints are anybody's words: they are shown, cut short, and never trusted without a code. */
const MOST_FOUND = 50
const MOST_CHARS = 100

/** Loaded when it is first needed: most devices never look or tell. */
const open = async (onError: (error: unknown) => void) => new (await import('bonjour-service')).default({}, onError)

/** Tells this network of a hub by multicast DNS, until the answer is called. Errors of the network are told and nothing else. */
export async function advertise(hub: { name: string; port: number; fingerprint: string }, onError: (error: unknown) => void): Promise<() => Promise<void>> {
  const bonjour = await open(onError)
  // The machine's own name may stand for another hub already: the fingerprint tells them apart.
  const service = bonjour.publish({
    name: `${hub.name} ${hub.fingerprint.slice(0, 4)}`,
    type: TYPE,
    port: hub.port,
    txt: { name: hub.name, fingerprint: hub.fingerprint },
  })
  service.on('error', onError)
  return () =>
    new Promise((resolve) => {
      bonjour.unpublishAll(() => {
        bonjour.destroy()
        resolve()
      })
    })
}

/** Hubs that answer within two seconds, by name. */
export async function findHubs(onError: (error: unknown) => void): Promise<FoundHub[]> {
  const bonjour = await open(onError)
  const found = new Map<string, FoundHub>()
  const browser = bonjour.find({ type: TYPE }, (service) => {
    const hub = hubOf(service)
    if (hub && found.size < MOST_FOUND) found.set(hub.address, hub)
  })
  await new Promise((resolve) => setTimeout(resolve, LISTEN_MS))
  browser.stop()
  bonjour.destroy()
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function hubOf({ txt, port, addresses, referer, name }: Service): FoundHub | undefined {
  const said = (txt ?? {}) as Record<string, unknown> // whatever was sent
  const fingerprint = typeof said['fingerprint'] === 'string' ? said['fingerprint'] : ''
  const ip = [referer?.address, ...(addresses ?? [])].find((address) => address !== undefined && /^\d+(\.\d+){3}$/.test(address))
  if (!/^[0-9A-HJKMNP-TV-Z-]{20,30}$/.test(fingerprint) || ip === undefined) return undefined
  const shown = (typeof said['name'] === 'string' ? said['name'] : name).slice(0, MOST_CHARS)
  return { name: shown, address: `https://${ip}:${port}/#${fingerprint}`, fingerprint }
}
