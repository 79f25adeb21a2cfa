import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { DATABASE_FILE } from '#main/platform/core.ts'
import { openTestCore } from '#tests/support/core.ts'
import { work } from '#tests/support/history.ts'

/**
 * A core that works as fast as it can until it is killed. Says `ready` with what the start found, then each call that was
 * answered: a line that is out was an acknowledged command. Arguments: data folder, session token, the repository.
 */
const [dataDir = '', token = '', root = ''] = process.argv.slice(2)
const core = openTestCore({ file: join(dataDir, DATABASE_FILE), config: { dataDir, offloadWorker: pathToFileURL(join(root, 'main/offload-worker.ts')).href } })
core.jobs.start()
const notices = core.platform.store.connection.raw.prepare('SELECT count(*) FROM notice').pluck().get()
writeSync(1, `ready ${String(notices)}\n`)
let count = 0
for await (const id of work(core, token, `${process.pid}-`)) {
  writeSync(1, `${id}\n`)
  if (++count % 40 === 0) void core.platform.backups.make('manual').catch(() => undefined) // so that some are killed in the middle of one
}
