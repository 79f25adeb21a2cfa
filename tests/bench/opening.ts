import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { measure, report } from './support/measure.ts'

/** The core on the big database, from `startCore` to the first call it could answer, each time in a fresh process; the file is in the system's cache. */
const open = (what: string) => ({ ms: Number(execFileSync(process.execPath, [join(import.meta.dirname, 'support/open.ts'), what], { encoding: 'utf8' })) })
open('core')
report([
  await measure({
    id: 'opening.core',
    title: 'core on the big database',
    by: 'ms',
    rounds: 7,
    subject: () => open('core'),
    bare: { name: 'the database alone', run: () => open('bare') },
    bounds: { most: { ms: 60 } },
  }),
])
