import { relative } from 'node:path'
import type { Reporter, SerializedError, TestModule, TestRunEndReason } from 'vitest/node'

/** Files worth a look when the whole takes too long. */
const MOST_SLOW = 20

/** The slowest files, and the last line of every run: `N passed, N failed`. A skipped test counts as failed, as does a file that did not load. */
export default class ClosingReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[], reason: TestRunEndReason): void {
    let [passed, failed] = [0, errors.length]
    for (const module of modules) {
      failed += module.errors().length
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') passed++
        else if (state !== 'pending' || !process.argv.includes('-t')) {
          failed++
          if (state === 'skipped') process.stderr.write(`skipped: ${test.fullName}\n`)
        }
      }
    }
    // A set-up that failed leaves no test to count.
    if (failed === 0 && (reason === 'failed' || passed === 0)) failed = 1
    if (failed > 0) process.exitCode = 1
    const seconds = (module: TestModule) => (module.diagnostic().duration + module.diagnostic().collectDuration) / 1000
    const slow = modules.toSorted((a, b) => seconds(b) - seconds(a)).slice(0, MOST_SLOW)
    if (modules.length > MOST_SLOW)
      process.stdout.write(
        `\nSlowest files, s:\n${slow.map((one) => `${seconds(one).toFixed(0).padStart(6)}  ${relative(process.cwd(), one.moduleId)}`).join('\n')}\n`,
      )
    // After the other reporters and whatever still writes: it must be the last line.
    process.on('exit', () => process.stdout.write(`\n${passed} passed, ${failed} failed\n`))
  }
}
