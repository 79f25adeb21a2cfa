import type { Translate } from '../../../texts/t.ts'

/** What a booking that grows does to others: whom it pushes, nobody, or that it cannot. */
export const growthText = (isStuck: boolean, pushes: readonly string[], t: Translate): string =>
  isStuck ? t('planning.stuck') : pushes.length > 0 ? t('planning.pushes', { names: pushes.join(', ') }) : t('planning.pushesNobody')
