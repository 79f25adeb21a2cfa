import { useState } from 'react'
import { z } from 'zod'
import { type Core, CORE_STATES, coreMachine } from '#shared/modules/purchasing/model/parts.ts'
import { openOf } from '#shared/modules/purchasing/rules/parts.ts'
import { useCommand } from '../../data/command.ts'
import { useList } from '../../data/queries.ts'
import { useFilters } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { failureText } from '../../texts/failure.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Dim, Money } from '../../ui/display.tsx'
import { FilterSelect } from '../../ui/fields.tsx'
import { notify } from '../../ui/notify.ts'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { CoreBadge } from './parts/badges.tsx'
import { PurchasingNav } from './parts/PurchasingNav.tsx'

const filterShape = z.object({ state: z.enum(CORE_STATES) })

/** Old parts for which deposits were charged: who has them, and who owes what. */
export function CoresPage() {
  const t = useT()
  const { can } = useSession()
  const [filters, setFilters] = useFilters(filterShape)
  const list = useList('purchasing.cores', filters)
  const bringIn = useCommand('purchasing.bringInCore')
  const giveUp = useCommand('purchasing.giveUpCore')
  const [lost, setLost] = useState<Core | null>(null)
  const take = async (core: Core) => {
    const done = await bringIn.run({ coreId: core.id })
    if (done.ok) notify.done(t('goods.coreBroughtIn', { name: core.name, amount: done.value.refundMinor }))
    else notify.failed(failureText(done.error))
  }
  return (
    <Page fills title={t('goods.coresTitle')} intro={t('goods.coresIntro')}>
      <PurchasingNav at={paths.cores} />
      <Toolbar>
        <FilterSelect
          label={t('common.state')}
          allLabel={t('common.all')}
          value={filters.state}
          onChange={(state) => setFilters({ state })}
          options={CORE_STATES.map((state) => ({ value: state, label: t(`coreState.${state}`) }))}
        />
      </Toolbar>
      <DataTable
        label={t('goods.coresTitle')}
        list={list}
        columns={columns(t, { onTake: can('purchasing.cores') ? take : null, onLose: can('purchasing.write') ? setLost : null })}
        rowKey={(row) => row.id}
        rowTone={(row) => (row.state === 'lost' ? 'off' : undefined)}
        empty={<EmptyState title={t('goods.coresNone')} text={t('goods.coresNoneText')} />}
      />
      {lost && (
        <ConfirmDialog
          opened
          danger
          withReason
          title={t('goods.coreGiveUp')}
          text={t('goods.coreGiveUpText', { name: lost.name })}
          confirmLabel={t('goods.coreGiveUp')}
          busy={giveUp.isRunning}
          failure={giveUp.failure}
          onConfirm={(reason) =>
            void giveUp.run({ coreId: lost.id, reason }).then((done) => {
              if (!done.ok) return
              notify.done(t('goods.coreGivenUp'))
              setLost(null)
            })
          }
          onCancel={() => setLost(null)}
        />
      )}
    </Page>
  )
}

interface Tools {
  readonly onTake: ((core: Core) => Promise<void>) | null
  readonly onLose: ((core: Core) => void) | null
}

/** What is still open stands strong; what is settled is dim. */
function Leg({ minor, isOpen }: { minor: number; isOpen: boolean }) {
  return isOpen ? (
    <Money minor={minor} strong />
  ) : (
    <Dim>
      <Money minor={minor} />
    </Dim>
  )
}

const columns = (t: Translate, { onTake, onLose }: Tools): Column<Core>[] => [
  { key: 'name', header: t('common.name'), width: 'minmax(150px, 2fr)', card: 'title', cell: (row) => <strong dir="auto">{row.name}</strong> },
  { key: 'state', header: t('common.state'), width: '160px', card: 'badge', cell: (row) => <CoreBadge state={row.state} /> },
  { key: 'document', header: t('goods.coreDocument'), width: '140px', cell: (row) => <bdi dir="ltr">{row.documentNumber}</bdi> },
  { key: 'vendor', header: t('purchasing.supplier'), width: 'minmax(120px, 1fr)', card: 'hidden', cell: (row) => <bdi>{row.supplierName}</bdi> },
  {
    key: 'deposit',
    header: t('goods.coreDeposit'),
    width: '100px',
    align: 'end',
    cell: (row) => <Leg minor={row.depositMinor} isOpen={openOf(row).customerMinor > 0 && row.state !== 'lost'} />,
  },
  {
    key: 'charge',
    header: t('goods.coreCharge'),
    width: '130px',
    align: 'end',
    card: 'hidden',
    cell: (row) => <Leg minor={row.chargeMinor} isOpen={openOf(row).vendorMinor > 0 && row.state !== 'lost'} />,
  },
  {
    key: 'tools',
    header: '',
    width: '250px',
    align: 'end',
    cell: (row) => (
      <span style={{ display: 'inline-flex', gap: 6, justifyContent: 'end' }}>
        {onLose && row.returnId === null && coreMachine[row.state].giveUp !== 'refused' && (
          <ActionButton size="xs" look="quiet" label={t('goods.coreGiveUp')} onClick={() => onLose(row)} />
        )}
        {onTake && coreMachine[row.state].bringIn !== 'refused' && <ActionButton size="xs" label={t('goods.coreBringIn')} onClick={() => void onTake(row)} />}
      </span>
    ),
  },
]
