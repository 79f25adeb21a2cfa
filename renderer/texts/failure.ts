import type { Failure } from '#shared/kernel/result.ts'
import { lookUp, t } from './t.ts'

/** The one text of a refusal, in the language of the window. */
export const failureText = (failure: Failure): string =>
  typeof failure['unplaced'] === 'string'
    ? t('problem.unplaced', { what: failure['unplaced'] })
    : lookUp(`failure.${failure.code}`, t('failure.unknown', { code: failure.code }), named(failure))

/** Time without a job has no customer: it is called by what it is for. What is missing before a job ends is said in words. */
function named(failure: Failure): Failure {
  const { purpose, gates } = failure as { purpose?: unknown; gates?: unknown } // a failure's own facts
  if (typeof purpose === 'string') return { ...failure, customerName: lookUp(`purpose.${purpose}`, '') }
  if (typeof gates !== 'string') return failure
  const missing = gates.split(',').map((gate) => lookUp(`gate.${gate}`, gate))
  return { ...failure, missing: missing.join(' · ') }
}
