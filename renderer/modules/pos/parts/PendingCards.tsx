import { useState } from 'react'
import type { PendingCard } from '#shared/modules/pos/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useQuery } from '../../../data/queries.ts'
import { TextLink } from '../../../data/route.tsx'
import { useSession } from '../../../data/session.ts'
import { paths } from '../../../paths.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { DateTime, Money } from '../../../ui/display.tsx'
import { TextInput } from '../../../ui/fields.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { FailureNotice } from '../../../ui/states.tsx'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import classes from './Sale.module.css'

/** Cards that wait for the terminal, with what may wait at most. Not there while none waits. */
export function PendingCards({ locationId }: { locationId: string }) {
  const t = useT()
  const { data } = useQuery('pos.pendingCards', { locationId: locationId as never }) // the shop's own location
  if (!data || data.rows.length === 0) return null
  return (
    <Panel flush title={t('till.pending')} hint={t('till.exposure', { open: data.openMinor, limit: data.limitMinor })}>
      <table className={`${classes.table} ${classes.blocks}`}>
        <tbody>
          {data.rows.map((card) => (
            <Row key={card.paymentId} card={card} />
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

function Row({ card }: { card: PendingCard }) {
  const t = useT()
  const { can } = useSession()
  const [reference, setReference] = useState('')
  const { run, isRunning, failure } = useCommand('pos.settleCard')
  const needs = can('pos.till') ? null : t('failure.platform.notAllowed')
  const settle = (standing: 'approved' | 'declined') => void run({ paymentId: card.paymentId, standing, reference })
  return (
    <tr>
      <th scope="row" aria-label={card.saleNumber}>
        <TextLink to={paths.sale} params={{ saleId: card.saleId }}>
          <bdi dir="ltr">{card.saleNumber}</bdi>
        </TextLink>
      </th>
      <td>
        <bdi>{card.customerName}</bdi>
      </td>
      <td>
        <DateTime at={card.soldAt} /> {card.isLate && <StateBadge tone="bad" label={t('till.late')} />}
      </td>
      <td data-end>
        <Money minor={card.amountMinor} strong />
      </td>
      <td>
        <TextInput
          aria-label={t('till.slipOf', { number: card.saleNumber })}
          placeholder={t('pos.reference')}
          dir="ltr"
          maxLength={80}
          value={reference}
          onChange={(event) => setReference(event.currentTarget.value)}
        />
        <FailureNotice failure={failure} />
      </td>
      <td data-end>
        <ActionButton
          size="xs"
          label={t('till.approved')}
          busy={isRunning}
          disabledReason={needs ?? (reference.trim() === '' ? t('failure.pos.referenceNeeded') : null)}
          onClick={() => settle('approved')}
        />{' '}
        <ActionButton size="xs" label={t('till.declined')} busy={isRunning} disabledReason={needs} onClick={() => settle('declined')} />
      </td>
    </tr>
  )
}
