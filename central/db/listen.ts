import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import type { Log } from '../log.ts'

/** A connection that died without a word is noticed within twice this. */
const PULSE_MS = 15_000
const MAX_PAUSE_MS = 5_000

/**
 * Listens to a channel on a connection of its own, until the returned function is called. After a lost connection it listens anew and
 * calls with an empty payload: something may have been missed. Rejects only when the very first connection fails.
 */
export async function listen(url: string, channel: string, onNotify: (payload: string) => void, log: Log): Promise<() => Promise<void>> {
  const stopped = new AbortController()
  let current: pg.Client | undefined

  const open = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: url, application_name: `bayline-listen-${channel}`, keepAlive: true, connectionTimeoutMillis: 5_000 })
    let lost = false
    const onLost = () => {
      if (lost) return
      lost = true
      clearInterval(pulse)
      void client.end().catch(() => {}) // lost already
      if (!stopped.signal.aborted && current === client) void reopen()
    }
    let answered = true
    const pulse = setInterval(() => {
      if (!answered) return onLost()
      answered = false
      client.query('SELECT 1').then(() => {
        answered = true
      }, onLost)
    }, PULSE_MS)
    pulse.unref()
    client.on('error', onLost)
    client.on('end', onLost)
    client.on('notification', ({ payload = '' }) => onNotify(payload))
    try {
      await client.connect()
      await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`)
      current = client
    } catch (error) {
      clearInterval(pulse)
      lost = true
      await client.end().catch(() => {}) // never was open
      throw error
    }
  }

  const reopen = async (): Promise<void> => {
    log.warn('postgres.listen.lost', { channel })
    for (let pause = 100; !stopped.signal.aborted; pause = Math.min(pause * 2, MAX_PAUSE_MS)) {
      await wait(pause * (0.5 + Math.random() / 2), undefined, { signal: stopped.signal, ref: false }).catch(() => {}) // stopped meanwhile
      if (stopped.signal.aborted) return
      if (
        await open().then(
          () => true,
          () => false,
        )
      )
        break
    }
    if (stopped.signal.aborted)
      await current?.end().catch(() => {}) // stopped while it was connecting
    else onNotify('')
  }

  await open()
  return async () => {
    stopped.abort()
    await current?.end().catch(() => {}) // lost already
  }
}
