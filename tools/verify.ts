import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { recordsWithoutSeal, sealedContent } from '#main/modules/pos/service/seals.ts'
import { verifyChains } from '#main/modules/audit/prepare/chain.ts'
import { DATABASE_FILE } from '#main/platform/core.ts'
import { openConnection } from '#main/platform/db/connection.ts'
import { readDb } from '#main/platform/db/read.ts'

/**
 * `npm run verify -- --data FOLDER`: goes through the chain of every device in a shop's database, without changing anything, and says
 * the first link of each that is broken. Ends with 1 where there is one.
 */
const { values } = parseArgs({ options: { data: { type: 'string' } } })
const file = values.data === undefined ? undefined : join(values.data, DATABASE_FILE)
if (file === undefined || !existsSync(file)) {
  process.stderr.write(
    file === undefined ? 'Name the folder of the shop: npm run verify -- --data FOLDER\n' : `There is no database in ${values.data}. Nothing was looked at.\n`,
  )
  process.exit(2)
}
const connection = openConnection(file, { readonly: true })
const db = readDb(connection)
const WORDS = {
  gap: 'a link is missing there',
  missing: 'its record is not there',
  changed: 'its record was changed',
  unsealed: 'there is a record without a seal',
} as const
const reports = await verifyChains(db, sealedContent, recordsWithoutSeal(db))
for (const { deviceTag, links, fault } of reports) {
  const device = deviceTag === '' ? 'Unknown device' : `Device ${deviceTag}`
  process.stdout.write(
    fault ? `${device}: broken at link ${fault.seq}: ${WORDS[fault.kind]} (record ${fault.recordId}).\n` : `${device}: ${links} links, whole.\n`,
  )
}
if (reports.length === 0) process.stdout.write('Nothing is sealed yet.\n')
connection.raw.close()
process.exitCode = reports.some(({ fault }) => fault !== null) ? 1 : 0
