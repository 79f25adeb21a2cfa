import type { Failure } from '#shared/kernel/result.ts'
import { lookUp, t } from './t.ts'

/** The one text of a refusal, in the language of the window. */
export const failureText = (failure: Failure): string =>
  typeof failure['unplaced'] === 'string'
    ? t('problem.unplaced', { what: failure['unplaced'] })
    : lookUp(`failure.${failure.code}`, t('failure.unknown', { code: failure.code }), failure)
