import type { Card, Column } from '#shared/modules/board/model.ts'
import { type Deed, moveTo } from '#shared/modules/board/rules.ts'
import type { Session } from '../../../data/session.ts'
import { t } from '../../../texts/t.ts'
import { onlyWhile } from '../../../texts/why.ts'

const NEEDS = { start: 'workOrders.work', resume: 'workOrders.work', hold: 'workOrders.work', finish: 'workOrders.work', invoice: 'invoices.issue' } as const
/** Where a job may go: the deed that a move is, in words, or why it cannot be. */
export function moveOf(card: Card, column: Column, can: Session['can']): { readonly deed: Deed | null; readonly words: string } {
  const move = moveTo(card, column)
  if (move.kind === 'stays') return { deed: null, words: t('jobBoard.stays') }
  if (move.kind === 'parts') return { deed: null, words: t('jobBoard.partsDecide', { column: t(`boardColumn.${move.column}`) }) }
  if (move.kind === 'refused') return { deed: null, words: onlyWhile(move.states.map((state) => t(`orderState.${state}`))) }
  const { deed } = move
  const needs = deed in NEEDS ? NEEDS[deed as keyof typeof NEEDS] : 'workOrders.write' // its own keys
  return can(needs) ? { deed, words: t(`boardDeed.${deed}`) } : { deed: null, words: t('failure.platform.notAllowed') }
}
