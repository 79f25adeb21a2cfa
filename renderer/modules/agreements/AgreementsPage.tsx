import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { z } from 'zod'
import { localDate } from '#shared/kernel/time.ts'
import { AGREEMENT_STATES } from '#shared/modules/agreements/model.ts'
import type { Language } from '#shared/modules/workspace/model.ts'
import { useNow } from '../../data/now.ts'
import { type RowOf, useList } from '../../data/queries.ts'
import { useFilters, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { type Translate, useLanguage, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Code, Dim, Money } from '../../ui/display.tsx'
import { FilterSelect } from '../../ui/fields.tsx'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { AgreementForm } from './AgreementForm.tsx'
import { AgreementBadge } from './parts/badges.tsx'
import { ruleText } from './parts/repeat-text.ts'
import { Unplaced } from './parts/Unplaced.tsx'

const filterShape = z.object({ state: z.enum(AGREEMENT_STATES) })
type Row = RowOf<'agreements.list'>

/** All maintenance agreements, and the visits that wait for a person's decision. */
export function AgreementsPage() {
  const t = useT()
  const language = useLanguage()
  const go = useGo()
  const { can } = useSession()
  const { company } = useShop()
  const today = localDate(useNow(), company?.zone ?? 'UTC')
  const [filters, setFilters] = useFilters(filterShape)
  const [creates, setCreates] = useState(false)
  const list = useList('agreements.list', filters)
  const create = (
    <ActionButton
      look="primary"
      label={t('agreements.create')}
      icon={<IconPlus size={16} />}
      shortcut="F2"
      disabledReason={can('agreements.write') ? null : t('failure.platform.notAllowed')}
      onClick={() => setCreates(true)}
    />
  )
  return (
    <Page fills title={t('agreements.title')} intro={t('agreements.intro')} actions={create}>
      <Unplaced today={today} />
      <Toolbar>
        <FilterSelect
          label={t('agreements.state')}
          allLabel={t('common.all')}
          value={filters.state}
          onChange={(state) => setFilters({ state })}
          options={AGREEMENT_STATES.map((state) => ({ value: state, label: t(`agreementState.${state}`) }))}
        />
      </Toolbar>
      <DataTable
        label={t('agreements.title')}
        list={list}
        columns={columns(t, language)}
        rowKey={(row) => row.id}
        rowTone={(row) => (row.state === 'ended' ? 'off' : undefined)}
        onOpen={(row) => go({ to: paths.agreement, params: { agreementId: row.id } })}
        empty={
          filters.state ? (
            <EmptyState title={t('common.notFound')} />
          ) : (
            <EmptyState title={t('agreements.noneTitle')} text={t('agreements.noneText')} action={create} />
          )
        }
      />
      {creates && (
        <AgreementForm
          agreement={null}
          today={today}
          onClose={() => setCreates(false)}
          onSaved={({ id }) => go({ to: paths.agreement, params: { agreementId: id } })}
        />
      )}
    </Page>
  )
}

const columns = (t: Translate, language: Language): Column<Row>[] => [
  { key: 'number', header: t('agreements.number'), width: '130px', card: 'line', cell: (row) => <Code>{row.number}</Code> },
  {
    key: 'title',
    header: t('agreements.name'),
    width: 'minmax(160px, 1.4fr)',
    card: 'title',
    cell: (row) => <strong dir="auto">{row.title}</strong>,
  },
  { key: 'customer', header: t('agreements.customer'), width: 'minmax(140px, 1.2fr)', cell: (row) => <bdi>{row.customerName}</bdi> },
  { key: 'vehicles', header: t('agreements.vehicles'), width: '90px', align: 'end', card: 'hidden', cell: (row) => row.vehicleIds.length },
  { key: 'rule', header: t('agreements.rule'), width: 'minmax(180px, 1.6fr)', cell: (row) => ruleText(row.rule, t, language) },
  {
    key: 'price',
    header: t('agreements.price'),
    width: '120px',
    align: 'end',
    card: 'hidden',
    cell: (row) => (row.priceMinor === null ? <Dim>–</Dim> : <Money minor={row.priceMinor} />),
  },
  { key: 'state', header: t('agreements.state'), width: '120px', card: 'badge', cell: (row) => <AgreementBadge state={row.state} /> },
]
