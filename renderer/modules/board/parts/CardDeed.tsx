import { useEffect, useRef } from 'react'
import type { Card } from '#shared/modules/board/model.ts'
import type { Deed } from '#shared/modules/board/rules.ts'
import { useQuery } from '../../../data/queries.ts'
import { useGo } from '../../../data/route.tsx'
import { paths } from '../../../paths.ts'
import { useT } from '../../../texts/t.ts'
import { notify } from '../../../ui/notify.ts'
import { ApproveForm } from '../../work-orders/parts/ApproveForm.tsx'
import { useJobSteps } from '../../work-orders/parts/useJobSteps.tsx'

/** Does the deed that a move is, once, with the same dialogs as everywhere; what it lacks it asks for. */
export function CardDeed({ card, deed, onClose }: { card: Card; deed: Deed; onClose: () => void }) {
  return deed === 'approve' ? <Approval card={card} onClose={onClose} /> : <Step card={card} deed={deed} />
}

function Approval({ card, onClose }: { card: Card; onClose: () => void }) {
  const t = useT()
  const { data } = useQuery('workOrders.get', { workOrderId: card.id })
  const isEmpty = data?.lines.length === 0
  useEffect(() => {
    if (!isEmpty) return
    notify.failed(t('approve.empty'))
    onClose()
  }, [isEmpty, onClose, t])
  return data && !isEmpty ? <ApproveForm view={data} onClose={onClose} /> : null
}

function Step({ card, deed }: { card: Card; deed: Exclude<Deed, 'approve'> }) {
  const go = useGo()
  const steps = useJobSteps(card)
  const isBegun = useRef(false)
  useEffect(() => {
    if (isBegun.current) return
    isBegun.current = true
    if (deed === 'start' || deed === 'resume') steps.begin()
    else if (deed === 'hold' || deed === 'finish') steps.open(deed)
    else if (deed === 'quote') steps.quote()
    else if (deed === 'reopen') steps.reopen()
    else go({ to: paths.issueInvoice, params: { workOrderId: card.id } })
  })
  return steps.dialog
}
