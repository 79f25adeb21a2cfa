import { startEmbedded } from '#central/db/database.ts'
import { silentLog } from './postgres.ts'

/** A program that owns an embedded server and does nothing else: `node postgres-owner.ts FOLDER`. Prints the address. */
const { url } = await startEmbedded({ dir: process.argv[2] ?? '', log: silentLog })
process.stdout.write(`${url}\n`)
setInterval(() => {}, 60_000)
