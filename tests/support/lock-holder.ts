import { lockFolder } from '#main/platform/lock.ts'

/** A process that takes a data folder, says what came of it, and stays until it is ended. */
try {
  lockFolder(process.argv[2] ?? '')
  process.stdout.write('held\n')
  setInterval(() => undefined, 1000)
} catch (error) {
  process.stdout.write(`${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}\n`)
}
