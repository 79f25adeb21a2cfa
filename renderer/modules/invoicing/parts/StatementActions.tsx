import { Group } from '@mantine/core'
import { useState } from 'react'
import type { Id } from '#shared/kernel/ids.ts'
import { addDays, localDate } from '#shared/kernel/time.ts'
import { useNow } from '../../../data/now.ts'
import { useShop } from '../../../data/shop.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { DateField, Select } from '../../../ui/fields.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { PdfActions } from '../../workspace/parts/PdfActions.tsx'

/** Statements as one file: open items, or what happened from one day to another. */
export function StatementActions({ customerIds, title }: { customerIds: readonly Id<'customer'>[]; title: string }) {
  const t = useT()
  const zone = useShop().company?.zone ?? 'UTC'
  const today = localDate(useNow(), zone)
  const [opened, setOpened] = useState(false)
  const [kind, setKind] = useState<'open' | 'activity'>('open')
  const [fromOn, setFrom] = useState(addDays(today, -30))
  const [toOn, setTo] = useState(today)
  if (!opened) return <ActionButton label={title} disabledReason={customerIds.length === 0 ? t('receivables.none') : null} onClick={() => setOpened(true)} />
  return (
    <Panel title={title}>
      <Group gap={10} align="end">
        <Select
          label={t('account.statementKind')}
          w={170}
          allowDeselect={false}
          value={kind}
          onChange={(next) => setKind(next === 'activity' ? 'activity' : 'open')}
          data={[
            { value: 'open', label: t('account.statementOpen') },
            { value: 'activity', label: t('account.statementActivity') },
          ]}
        />
        {kind === 'activity' && (
          <>
            <DateField label={t('account.from')} value={fromOn} onChange={(on) => on && setFrom(on)} />
            <DateField label={t('account.to')} value={toOn} onChange={(on) => on && setTo(on)} />
          </>
        )}
        <PdfActions name="invoicing.statements" input={{ customerIds: [...customerIds], kind, fromOn, toOn }} ahead="never" />
      </Group>
    </Panel>
  )
}
