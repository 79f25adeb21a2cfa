import { startCore } from '#main/index.ts'
import { createLog } from '#main/platform/log.ts'
import { sourceConfig } from '#tools/seed/shop.ts'
import { openBare } from './bare.ts'
import { FILE, FOLDER } from './shop.ts'

/** A fresh process that opens the big shop once and prints how many ms that took. `bare`: the database alone, with its first row read. */
const began = performance.now()
if (process.argv[2] === 'bare') {
  const db = openBare(FILE)
  db.prepare('SELECT * FROM company').get()
  process.stdout.write(String(performance.now() - began))
  db.close()
} else {
  const core = startCore({ config: sourceConfig(FOLDER), log: createLog('error', (line) => process.stderr.write(`${line}\n`), Date.now) })
  process.stdout.write(String(performance.now() - began))
  await core.shutdown()
}
