import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { z } from 'zod'
import { RETURN_STATES } from '#shared/modules/purchasing/model/parts.ts'
import { type RowOf, useList, useQuery } from '../../data/queries.ts'
import { useFilters, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Code, DateTime, Dim, Money } from '../../ui/display.tsx'
import { FilterSelect } from '../../ui/fields.tsx'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { ReturnBadge } from './parts/badges.tsx'
import classes from './parts/Risk.module.css'
import { PurchasingNav } from './parts/PurchasingNav.tsx'
import { VendorReturnForm } from './VendorReturnForm.tsx'

const filterShape = z.object({ state: z.enum(RETURN_STATES) })

/** What goes back to vendors, and what they owe. */
export function VendorReturnsPage() {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const [filters, setFilters] = useFilters(filterShape)
  const list = useList('purchasing.returns', filters)
  const [creates, setCreates] = useState(false)
  const create = (
    <ActionButton
      look="primary"
      label={t('goods.returnCreate')}
      icon={<IconPlus size={16} />}
      shortcut="F2"
      disabledReason={can('purchasing.write') ? null : t('failure.platform.notAllowed')}
      onClick={() => setCreates(true)}
    />
  )
  return (
    <Page fills title={t('goods.returnsTitle')} intro={t('goods.returnsIntro')} actions={create}>
      <PurchasingNav at={paths.vendorReturns} />
      <Risk />
      <Toolbar>
        <FilterSelect
          label={t('common.state')}
          allLabel={t('common.all')}
          value={filters.state}
          onChange={(state) => setFilters({ state })}
          options={RETURN_STATES.map((state) => ({ value: state, label: t(`returnState.${state}`) }))}
        />
      </Toolbar>
      <DataTable
        label={t('goods.returnsTitle')}
        list={list}
        columns={columns(t)}
        rowKey={(row) => row.id}
        rowTone={(row) => (row.state === 'cancelled' ? 'off' : undefined)}
        onOpen={(row) => go({ to: paths.vendorReturn, params: { returnId: row.id } })}
        empty={<EmptyState title={t('goods.returnsNone')} text={t('goods.returnsNoneText')} action={create} />}
      />
      {creates && <VendorReturnForm onClose={() => setCreates(false)} />}
    </Page>
  )
}

/** Money that vendors owe, one tile each. */
function Risk() {
  const t = useT()
  const { data, failure, retry } = useQuery('purchasing.moneyAtRisk', {})
  if (failure) return <ErrorState failure={failure} onRetry={retry} />
  if (!data || data.length === 0) return null
  return (
    <section className={classes.tiles} aria-label={t('goods.risk')}>
      <h2 className={classes.title}>{t('goods.risk')}</h2>
      {data.map((row) => (
        <div key={row.supplierId ?? ''} className={classes.tile}>
          <span className={classes.vendor}>
            <bdi>{row.supplierId === null ? t('goods.riskNoVendor') : row.supplierName}</bdi>
          </span>
          <span className={classes.sum}>
            <Money minor={row.totalMinor} strong />
          </span>
          <Dim>
            {[row.returns > 0 ? t('goods.riskReturns', { count: row.returns }) : '', row.cores > 0 ? t('goods.riskCores', { count: row.cores }) : '']
              .filter((part) => part !== '')
              .join(' · ')}
          </Dim>
        </div>
      ))}
    </section>
  )
}

const columns = (t: Translate): Column<RowOf<'purchasing.returns'>>[] => [
  { key: 'number', header: t('purchasing.number'), width: '140px', card: 'title', cell: (row) => <Code>{row.number}</Code> },
  { key: 'supplier', header: t('purchasing.supplier'), width: 'minmax(160px, 2fr)', cell: (row) => <strong dir="auto">{row.supplierName}</strong> },
  { key: 'reason', header: t('goods.returnReason'), width: '130px', card: 'hidden', cell: (row) => t(`returnReason.${row.reason}`) },
  { key: 'state', header: t('common.state'), width: '130px', card: 'badge', cell: (row) => <ReturnBadge state={row.state} /> },
  { key: 'sent', header: t('goods.returnSentAt'), width: '160px', card: 'hidden', cell: (row) => row.sentAt !== null && <DateTime at={row.sentAt} /> },
  {
    key: 'credit',
    header: t('goods.returnCreditMinor'),
    width: '120px',
    align: 'end',
    card: 'hidden',
    cell: (row) => row.creditMinor !== null && <Money minor={row.creditMinor} />,
  },
  { key: 'net', header: t('goods.returnNet'), width: '120px', align: 'end', cell: (row) => <Money minor={row.netMinor} strong /> },
]
