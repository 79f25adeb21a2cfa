import { SegmentedControl } from '@mantine/core'
import { z } from 'zod'
import { useFilters } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import { useT } from '../../texts/t.ts'
import { Page } from '../../ui/Page.tsx'
import { EmptyState, Loading } from '../../ui/states.tsx'
import { AdminBoard } from './parts/AdminBoard.tsx'
import { OwnerBoard } from './parts/OwnerBoard.tsx'
import { WorkshopBoard } from './parts/WorkshopBoard.tsx'

const BOARDS = ['owner', 'workshop', 'admin'] as const
const NEEDS: Record<(typeof BOARDS)[number], string> = { owner: 'reports.read', workshop: 'reports.workshop', admin: 'reports.admin' }

/** How the shop does: for its owner, for the floor, for whoever keeps the machines. Each for whom it is meant. */
export function OverviewPage() {
  const t = useT()
  const { can } = useSession()
  const { company, location } = useShop()
  const [filters, setFilters] = useFilters(z.object({ board: z.enum(BOARDS) }))
  const open = BOARDS.filter((board) => can(NEEDS[board]))
  const board = open.find((each) => each === filters.board) ?? open[0]
  return (
    <Page
      title={t('overview.title')}
      actions={
        open.length > 1 && (
          <SegmentedControl
            aria-label={t('overview.title')}
            value={board ?? ''}
            onChange={(next) => setFilters({ board: BOARDS.find((each) => each === next) })}
            data={open.map((each) => ({ value: each, label: t(`overview.${each}`) }))}
          />
        )
      }
    >
      {board === undefined ? (
        <EmptyState title={t('crash.forbiddenTitle')} text={t('crash.forbiddenText')} />
      ) : !company ? (
        <Loading />
      ) : board === 'owner' ? (
        <OwnerBoard />
      ) : board === 'admin' ? (
        <AdminBoard />
      ) : location ? (
        <WorkshopBoard locationId={location.id} />
      ) : (
        <EmptyState title={t('bays.noLocation')} />
      )}
    </Page>
  )
}
