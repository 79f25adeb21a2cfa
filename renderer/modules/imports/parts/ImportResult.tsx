import type { Id } from '#shared/kernel/ids.ts'
import { call, transport } from '../../../data/client.ts'
import { useQuery } from '../../../data/queries.ts'
import { useGo } from '../../../data/route.tsx'
import { paths } from '../../../paths.ts'
import { failureText } from '../../../texts/failure.ts'
import { lookUp, useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { DataTable } from '../../../ui/DataTable.tsx'
import { notify } from '../../../ui/notify.ts'
import { Page, Panel } from '../../../ui/Page.tsx'
import { ErrorState, Loading, Notice } from '../../../ui/states.tsx'
import { tableOf } from '../../../ui/table-of.ts'

/** What one import did, and the rows that somebody should look at. */
export function ImportResult({ importRunId, onLeave }: { importRunId: Id<'importRun'>; onLeave(): void }) {
  const t = useT()
  const query = useQuery('imports.get', { importRunId })
  const { data, failure, isLoading, retry } = query
  const save = async () => {
    const report = await call('imports.report', { importRunId })
    if (!report.ok) return notify.failed(failureText(report.error))
    const bytes = new TextEncoder().encode(report.value.csv)
    await transport.saveFile(report.value.fileName, btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')))
  }
  const go = useGo()
  const lists = { customers: paths.customers, vehicles: paths.vehicles, items: paths.catalog, prices: paths.wantedParts } as const
  const back = <ActionButton label={t('imports.title')} shortcut="Escape" onClick={onLeave} />
  if (failure)
    return (
      <Page title={t('imports.doneTitle')} actions={back}>
        <ErrorState failure={failure} onRetry={retry} />
      </Page>
    )
  if (isLoading || !data)
    return (
      <Page title={t('imports.doneTitle')} actions={back}>
        <Loading />
      </Page>
    )
  return (
    <Page
      fills
      title={<bdi>{data.fileName}</bdi>}
      actions={
        <>
          {back}
          <ActionButton label={t(`imports.targets.${data.target}`)} look="primary" onClick={() => go({ to: lists[data.target] })} />
          {data.problemsTotal > 0 && <ActionButton label={t('imports.saveReport')} onClick={() => void save()} />}
        </>
      }
    >
      <Notice tone={data.bad > 0 ? 'waiting' : 'good'}>
        <strong>{t('imports.done', { added: data.added, unchanged: data.unchanged, bad: data.bad })}</strong>
        {data.target !== 'customers' && data.newCustomers > 0 && <div>{t('imports.alsoCustomers', { count: data.newCustomers })}</div>}
        {data.target !== 'vehicles' && data.newVehicles > 0 && <div>{t('imports.alsoVehicles', { count: data.newVehicles })}</div>}
        {data.target === 'prices' && data.newItems > 0 && <div>{t('imports.alsoItems', { count: data.newItems })}</div>}
        {data.added === 0 && data.bad === 0 && <div>{t('imports.nothingNew')}</div>}
      </Notice>
      {data.problems.length > 0 && (
        <Panel flush title={t('imports.problems')}>
          <DataTable
            label={t('imports.problems')}
            list={tableOf({ ...query, data: data.problems })}
            height={420}
            rowKey={(row) => `${row.line}${row.field}${row.code}`}
            columns={[
              { key: 'line', header: t('imports.line'), width: '90px', align: 'end', card: 'title', cell: (row) => row.line },
              { key: 'problem', header: t('imports.problem'), width: 'minmax(220px, 2fr)', cell: (row) => t(`importProblem.${row.code}`) },
              {
                key: 'field',
                header: t('imports.field'),
                width: '150px',
                cell: (row) => (row.field === null ? '' : lookUp(`importField.${row.field}`, row.field)),
              },
              { key: 'text', header: t('imports.content'), width: 'minmax(200px, 3fr)', cell: (row) => <span dir="auto">{row.text}</span> },
            ]}
          />
        </Panel>
      )}
    </Page>
  )
}
