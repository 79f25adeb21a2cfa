import { useState } from 'react'
import { localDate } from '#shared/kernel/time.ts'
import { useNow } from '../../../data/now.ts'
import { useList } from '../../../data/queries.ts'
import { TextLink, useGo } from '../../../data/route.tsx'
import { useSession } from '../../../data/session.ts'
import { useShop } from '../../../data/shop.ts'
import { paths } from '../../../paths.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { DateTime, Day } from '../../../ui/display.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { ErrorState, Loading } from '../../../ui/states.tsx'
import { AgreementForm } from '../AgreementForm.tsx'
import { AgreementBadge, VisitBadge } from './badges.tsx'
import { ruleText } from './repeat-text.ts'
import { Row, Rows } from '../../../ui/Rows.tsx'
import classes from './Repeat.module.css'

const SHOWN = 6
/** The list of coming visits is asked anew by the day, not by the minute. */
const DAY_MS = 86_400_000

/** What was agreed with a customer, on the customer's page. */
export function CustomerAgreements({ customerId }: { customerId: string }) {
  const t = useT()
  const language = useLanguage()
  const go = useGo()
  const { can } = useSession()
  const zone = useShop().company?.zone ?? 'UTC'
  const today = localDate(useNow(), zone)
  const [creates, setCreates] = useState(false)
  const list = useList('agreements.list', { customerId, limit: SHOWN })
  return (
    <Panel
      title={t('agreements.ofCustomer')}
      actions={can('agreements.write') && <ActionButton size="xs" label={t('agreements.create')} onClick={() => setCreates(true)} />}
    >
      {list.failure ? (
        <ErrorState failure={list.failure} onRetry={list.retry} />
      ) : list.isLoading ? (
        <Loading lines={2} />
      ) : list.rows.length === 0 ? (
        <p className={classes.none}>{t('agreements.ofCustomerNone')}</p>
      ) : (
        <Rows>
          {list.rows.map((agreement) => (
            <Row key={agreement.id} end={<AgreementBadge state={agreement.state} />} under={ruleText(agreement.rule, t, language)}>
              <TextLink to={paths.agreement} params={{ agreementId: agreement.id }}>
                <bdi>{agreement.title}</bdi>
              </TextLink>
            </Row>
          ))}
        </Rows>
      )}
      {creates && (
        <AgreementForm
          agreement={null}
          customerId={customerId}
          today={today}
          onClose={() => setCreates(false)}
          onSaved={({ id }) => go({ to: paths.agreement, params: { agreementId: id } })}
        />
      )}
    </Panel>
  )
}

/** The agreed visits of a vehicle that are to come; nothing where there are none. */
export function VehicleVisits({ vehicleId }: { vehicleId: string }) {
  const t = useT()
  const now = useNow()
  const list = useList('agreements.visits', { vehicleId, fromAt: Math.floor(now / DAY_MS) * DAY_MS, limit: SHOWN })
  const coming = list.rows.filter(({ state }) => state === 'booked' || state === 'unplaced')
  if (coming.length === 0) return null
  return (
    <Panel title={t('agreements.ofVehicle')}>
      <Rows>
        {coming.map((visit) => (
          <Row
            key={visit.id}
            end={<VisitBadge visit={visit} />}
            under={visit.startAt === null ? <Day on={visit.occurrenceOn} /> : <DateTime at={visit.startAt} />}
          >
            <TextLink to={paths.agreement} params={{ agreementId: visit.agreementId }}>
              <bdi>{visit.title}</bdi>
            </TextLink>
          </Row>
        ))}
      </Rows>
    </Panel>
  )
}
