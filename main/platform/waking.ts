import { networkInterfaces } from 'node:os'

/** Reading the addresses of this machine costs a tenth of a millisecond. */
const LOOK_EVERY_MS = 5_000
/** A look that comes so much later than it should slept with the machine. */
const SLEPT_MS = 15_000

/**
 * Calls when this machine woke from sleep or came to a network (a cable, a wireless network, another address), as far as a program
 * tells by itself: within five seconds. Keeps no process alive. Returns what ends it.
 */
export function watchWaking(
  onWake: () => void,
  { now, addresses }: { now: () => number; addresses: () => readonly string[] } = { now: Date.now, addresses: ownAddresses },
): () => void {
  let lookedAt = now()
  let known = addresses().join()
  const look = () => {
    const slept = now() - lookedAt > LOOK_EVERY_MS + SLEPT_MS
    const found = addresses().join()
    const isNew = found !== known && found !== ''
    lookedAt = now()
    known = found
    if (slept || isNew) onWake()
  }
  const timer = setInterval(look, LOOK_EVERY_MS).unref()
  return () => clearInterval(timer)
}

const ownAddresses = (): string[] =>
  Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal }) => !internal)
    .map(({ address }) => address)
    .sort()
