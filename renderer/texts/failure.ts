import type { Failure } from '#shared/kernel/result.ts'
import { lookUp, t } from './t.ts'

/** The one text of a refusal, in the language of the window. */
export const failureText = (failure: Failure): string =>
  typeof failure['unplaced'] === 'string'
    ? t('problem.unplaced', { what: failure['unplaced'] })
    : lookUp(`failure.${failure.code}`, t('failure.unknown', { code: failure.code }), named(failure))

/** Time without a job has no customer: it is called by what it is for. */
const named = (failure: Failure): Failure =>
  typeof failure['purpose'] === 'string' ? { ...failure, customerName: lookUp(`purpose.${failure['purpose']}`, '') } : failure
