import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DATABASE_FILE } from '#main/platform/core.ts'
import { seedShop, SEED_OWNER, sizesOf } from './seed/shop.ts'

/** `npm run seed -- --data FOLDER [--lines 1000000]`: a big shop, the same rows every time, for benchmarks and for trying things at size. */
const { values } = parseArgs({ options: { data: { type: 'string' }, lines: { type: 'string', default: '1000000' } } })
const lines = Number(values.lines)

function refuse(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
if (values.data === undefined) refuse('Name the folder of the new shop: npm run seed -- --data FOLDER')
if (!Number.isInteger(lines) || lines < 100) refuse('--lines is a whole number from 100 on.')
const file = join(values.data, DATABASE_FILE)
if (existsSync(file)) refuse(`There is a database in ${values.data}. Name an empty folder; nothing was changed.`)

const began = performance.now()
await seedShop(values.data, lines)
const size = Object.entries(sizesOf(lines)).map(([name, count]) => `${count.toLocaleString('en')} ${name}`)
process.stdout.write(`${size.join(', ')}: ${Math.round(statSync(file).size / 1e6)} MB in ${((performance.now() - began) / 1000).toFixed(1)} s.\n`)
process.stdout.write(`Open it with: npm start -- --data ${values.data}\nSign in as ${SEED_OWNER.email}, password "${SEED_OWNER.password}".\n`)
