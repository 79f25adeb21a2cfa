import { useState } from 'react'
import type { VisitView } from '#shared/modules/agreements/model.ts'
import { atLocal } from '#shared/kernel/time.ts'
import { useList } from '../../../data/queries.ts'
import { useShop } from '../../../data/shop.ts'
import { formatDateTime } from '../../../texts/format.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Notice } from '../../../ui/states.tsx'
import { VisitDialog } from './VisitDialog.tsx'
import { Row, Rows } from '../../../ui/Rows.tsx'

/** Visits that found no slot, each with a way to decide; nothing where there are none. */
export function Unplaced({ today }: { today: string }) {
  const t = useT()
  const language = useLanguage()
  const { company } = useShop()
  const fromAt = atLocal(today, 0, company?.zone ?? 'UTC')
  const list = useList('agreements.visits', { state: 'unplaced', fromAt, limit: 5 })
  const [opened, setOpened] = useState<VisitView | null>(null)
  if (list.rows.length === 0) return null
  return (
    <Notice tone="waiting">
      {t('agreements.unplaced', { count: list.total })}
      <Rows>
        {list.rows.map((visit) => (
          <Row key={visit.id} end={<ActionButton size="xs" label={t('visit.place')} onClick={() => setOpened(visit)} />}>
            <span>
              <bdi>{visit.customerName}</bdi> · <bdi>{visit.plate || visit.vehicleLabel}</bdi> · <bdi>{visit.title}</bdi> ·{' '}
              {formatDateTime(visit.dueAt, language)}
            </span>
          </Row>
        ))}
      </Rows>
      {opened && <VisitDialog visit={opened} onClose={() => setOpened(null)} />}
    </Notice>
  )
}
