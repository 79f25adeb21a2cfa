import { useList } from '../../../data/queries.ts'
import { useGo } from '../../../data/route.tsx'
import { paths } from '../../../paths.ts'
import { useT } from '../../../texts/t.ts'
import { DataTable } from '../../../ui/DataTable.tsx'
import { Code, DateTime, Money, Plate } from '../../../ui/display.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { EmptyState } from '../../../ui/states.tsx'

interface VisitsProps {
  of: { customerId: string } | { vehicleId: string }
  title: string
  none: string
  showsVehicle?: boolean
}

/** The work orders of a customer or vehicle, newest first. */
export function Visits({ of, title, none, showsVehicle = false }: VisitsProps) {
  const t = useT()
  const go = useGo()
  const list = useList('workOrders.list', of)
  return (
    <Panel flush title={title}>
      <DataTable
        label={title}
        list={list}
        height={220}
        rowKey={(row) => row.id}
        onOpen={(row) => go({ to: paths.workOrder, params: { workOrderId: row.id } })}
        empty={<EmptyState title={none} />}
        columns={[
          { key: 'number', header: '#', width: '124px', card: 'title', cell: (row) => <Code>{row.number}</Code> },
          { key: 'at', header: t('imports.when'), width: '148px', cell: (row) => <DateTime at={row.createdAt} /> },
          ...(showsVehicle
            ? [{ key: 'plate', header: t('vehicles.plate'), width: '108px', cell: (row: (typeof list.rows)[number]) => <Plate plate={row.plate} /> }]
            : []),
          { key: 'concern', header: t('order.concern'), width: 'minmax(90px, 2fr)', card: 'hidden', cell: (row) => <span dir="auto">{row.concern}</span> },
          { key: 'state', header: t('common.state'), width: '100px', card: 'badge', cell: (row) => t(`orderState.${row.state}`) },
          { key: 'total', header: '', width: '104px', align: 'end', cell: (row) => <Money minor={row.totalMinor} strong /> },
        ]}
      />
    </Panel>
  )
}
