import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startEmbedded } from '#central/db/database.ts'
import { prepareDatabase } from '#central/db/prepare.ts'
import { ask, silentLog, TEMPLATE, urlOf } from './postgres.ts'

/** The PostgreSQL of one run of tests: `node postgres-server.ts FOLDER`. Ends, and takes its folder along, when the process that the folder is named after has ended. */
const dir = process.argv[2] ?? ''
const owner = Number(basename(dir).split('-')[2])
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', wal_level: 'logical', max_connections: '300', shared_buffers: '128MB' }
const runs = (): boolean => {
  try {
    process.kill(owner, 0)
    return true
  } catch {
    return false
  }
}

try {
  const server = await startEmbedded({ dir: join(dir, 'server'), log: silentLog, settings })
  await ask(server.url, `CREATE DATABASE ${TEMPLATE}`)
  await prepareDatabase({ url: urlOf(server.url, TEMPLATE), log: silentLog })
  writeFileSync(join(dir, 'url.next'), server.url)
  renameSync(join(dir, 'url.next'), join(dir, 'url'))
  while (runs()) await wait(250)
  await server.stop()
  rmSync(dir, { recursive: true, force: true })
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  writeFileSync(join(dir, 'failed'), '')
  throw error
}
