import { lookUp, t } from './t.ts'

/** What is wrong with a field, from the word that a schema gives (`required`, `email`). */
export const problemText = (problem: string): string => lookUp(`problem.${problem}`, t('problem.other'))

interface Issue {
  readonly code?: string
  readonly message: string
  readonly maximum?: unknown
  readonly minimum?: unknown
  readonly origin?: unknown
  readonly input?: unknown
}

/** The same from an issue of a check made in the window, which knows the bounds. */
export function issueText(issue: Issue): string {
  const named = lookUp(`problem.${issue.message}`, '')
  if (named !== '') return named
  const isText = issue.origin === 'string'
  if (issue.code === 'too_big') return isText ? t('problem.tooLong', { max: Number(issue.maximum) }) : t('problem.tooBig', { max: Number(issue.maximum) })
  if (issue.code === 'too_small' && issue.origin === 'array') return t('problem.choose')
  if (issue.code === 'too_small')
    return isText
      ? Number(issue.minimum) <= 1
        ? t('problem.required')
        : t('problem.tooShort', { min: Number(issue.minimum) })
      : t('problem.tooSmall', { min: Number(issue.minimum) })
  if (issue.code === 'invalid_type') return t('problem.required')
  if (issue.code === 'invalid_value') return t('problem.choose')
  if (issue.code === 'invalid_format') return t('problem.format')
  return t('problem.other')
}
