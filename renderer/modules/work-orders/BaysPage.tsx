import { IconPlus } from '@tabler/icons-react'
import { type ComponentType, useState } from 'react'
import { useNow } from '../../data/now.ts'
import { useQuery } from '../../data/queries.ts'
import { useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Page } from '../../ui/Page.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { BayForm } from '../bays/BayForm.tsx'
import { RemovedBays } from '../bays/parts/RemovedBays.tsx'
import { AsOf } from '../sync/parts/AsOf.tsx'
import classes from './BaysPage.module.css'
import { BayCard } from './parts/BayCard.tsx'

/** The board: every bay as a card, with its job, its next booking and what to do. */
export function BaysPage({ Print }: { Print: ComponentType }) {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const { company, location } = useShop()
  const now = useNow()
  const [creates, setCreates] = useState(false)
  const board = useQuery('workOrders.bayBoard', { locationId: location?.id ?? '' }, { enabled: location !== null })
  const mayManage = can('bays.manage') ? null : t('failure.platform.notAllowed')
  const create = (
    <ActionButton
      label={t('bays.create')}
      icon={<IconPlus size={16} />}
      disabledReason={mayManage ?? (location ? null : t('bays.noLocation'))}
      onClick={() => setCreates(true)}
    />
  )
  return (
    <Page
      title={t('bays.title')}
      intro={t('bays.intro')}
      badge={<AsOf locationId={location?.id} />}
      actions={
        <>
          <Print />
          {create}
          <ActionButton
            label={t('orders.create')}
            shortcut="F4"
            look="primary"
            disabledReason={can('workOrders.write') ? null : t('failure.platform.notAllowed')}
            onClick={() => go({ to: paths.newWorkOrder })}
          />
        </>
      }
    >
      {company && !location ? (
        <EmptyState title={t('bays.noLocation')} />
      ) : board.failure ? (
        <ErrorState failure={board.failure} onRetry={board.retry} />
      ) : !board.data ? (
        <Loading />
      ) : board.data.length === 0 ? (
        <EmptyState title={t('bays.noneTitle')} text={t('bays.noneText')} action={create} />
      ) : (
        <div className={classes.board}>
          {board.data.map((each) => (
            <BayCard key={each.bay.id} board={each} now={now} />
          ))}
        </div>
      )}
      {location && can('bays.manage') && <RemovedBays locationId={location.id} />}
      {creates && location && <BayForm bay={null} locationId={location.id} onClose={() => setCreates(false)} />}
    </Page>
  )
}
