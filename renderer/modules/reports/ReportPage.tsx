import { IconFileDownload, IconFileSpreadsheet } from '@tabler/icons-react'
import { useState } from 'react'
import type { Failure } from '#shared/kernel/result.ts'
import { type Figure, MAX_GROUPS, TIMES } from '#shared/modules/reports/model.ts'
import { addsUp, keysOf } from '#shared/modules/reports/rules.ts'
import { call, type Output, transport } from '../../data/client.ts'
import { type RowOf, useList, useQuery } from '../../data/queries.ts'
import { TextLink, useGo } from '../../data/route.tsx'
import { paths } from '../../paths.ts'
import { useLanguage, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { BarChart } from '../../ui/BarChart.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Code, Day, Dim } from '../../ui/display.tsx'
import { notify } from '../../ui/notify.ts'
import { Page } from '../../ui/Page.tsx'
import { EmptyState, ErrorState, FailureNotice, Notice } from '../../ui/states.tsx'
import { tableOf } from '../../ui/table-of.ts'
import { AsOf } from '../sync/parts/AsOf.tsx'
import classes from './parts/ReportPage.module.css'
import { ReportToolbar } from './parts/ReportToolbar.tsx'
import { useAsked } from './parts/use-asked.ts'
import { figureText, rowText } from './parts/words.ts'

type Asked = NonNullable<ReturnType<typeof useAsked>>
type Table = Output<'reports.table'>
type Group = Table['rows'][number]
type Found = RowOf<'reports.records'>

/** Any report: its picture, its rows with their sums, and behind each row the records that it is the sum of. */
export function ReportPage() {
  const t = useT()
  const asked = useAsked()
  if (!asked)
    return (
      <Page title={t('crash.missingTitle')} back={<TextLink to={paths.reports}>{t('reports.title')}</TextLink>}>
        <EmptyState title={t('crash.missingTitle')} text={t('crash.missingText')} />
      </Page>
    )
  return <Shown asked={asked} />
}

function Shown({ asked }: { asked: Asked }) {
  const t = useT()
  const language = useLanguage()
  const { name, by, period, report, filters } = asked
  const table = useQuery('reports.table', asked.input, { keepLast: true })
  const isOpened = filters.key !== undefined
  const group = table.data?.rows.find(({ key }) => key === filters.key)
  const rowName = filters.key === ALL ? t('reports.all') : group ? rowText(t, language, name, by, group) : (filters.key ?? '')
  return (
    <Page
      fills
      title={isOpened ? t('reports.behind', { name: rowName }) : t(`report.${name}`)}
      intro={
        isOpened
          ? `${t(`report.${name}`)} · ${report.isNow ? t('reports.asOfNow') : t('reports.span', { from: period.fromOn, to: period.toOn })}`
          : t(`report.${name}Hint`)
      }
      back={
        isOpened ? (
          <TextLink to={paths.report} params={{ report: name }} search={{ ...filters, key: undefined }}>
            {t('reports.back')}
          </TextLink>
        ) : (
          <TextLink to={paths.reports}>{t('reports.title')}</TextLink>
        )
      }
      badge={
        <>
          {table.data && <Dim>{t('reports.computed', { at: table.data.computedAt })}</Dim>}
          <AsOf locationId={filters.locationId} />
        </>
      }
      actions={<Exports asked={asked} />}
    >
      {!isOpened && <ReportToolbar asked={asked} />}
      {table.failure ? (
        <ErrorState failure={table.failure} onRetry={table.retry} />
      ) : (
        <>
          {table.data && table.data.waiting > 0 && <Notice tone="info">{t('reports.waiting', { count: table.data.waiting })}</Notice>}
          {isOpened ? <Records asked={asked} table={table.data} group={group} /> : <Groups asked={asked} table={table} />}
        </>
      )}
    </Page>
  )
}

function Exports({ asked: { input, filters } }: { asked: Asked }) {
  const t = useT()
  const [busy, setBusy] = useState<'csv' | 'xlsx' | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const save = async (format: 'csv' | 'xlsx') => {
    setBusy(format)
    const { key } = filters
    const answer = await call('reports.export', { ...input, format, ...(key !== undefined && { what: 'records' as const, ...(key !== ALL && { key }) }) })
    setBusy(null)
    setFailure(answer.ok ? null : answer.error)
    if (!answer.ok) return
    const { fileName, base64, rows, isCut } = answer.value
    if (await transport.saveFile(fileName, base64)) notify.done(isCut ? t('reports.exportCut', { count: rows }) : t('reports.exported', { count: rows }))
  }
  return (
    <>
      <FailureNotice failure={failure} />
      <ActionButton label={t('reports.excel')} icon={<IconFileSpreadsheet size={16} />} busy={busy === 'xlsx'} onClick={() => void save('xlsx')} />
      <ActionButton label={t('reports.csv')} icon={<IconFileDownload size={16} />} shortcut="F9" busy={busy === 'csv'} onClick={() => void save('csv')} />
    </>
  )
}

const figureColumns = <Row extends { values: readonly (number | null)[] }>(
  figures: readonly Figure[],
  t: ReturnType<typeof useT>,
  language: string,
  main: Figure,
): Column<Row>[] =>
  figures.map((figure, index) => ({
    key: figure,
    header: t(`figure.${figure}`),
    width: 'minmax(104px, 1fr)',
    align: 'end' as const,
    ...(figure === main && { card: 'badge' as const }),
    cell: ({ values }) => {
      const value = values[index]
      const isBelow = typeof value === 'number' && value < 0
      return <bdi className={isBelow ? classes.below : figure === main ? classes.main : undefined}>{figureText(t, language, figure, value)}</bdi>
    },
  }))

/** Stands for all rows, in the address too. */
const ALL = '*'

function Groups({ asked, table }: { asked: Asked; table: ReturnType<typeof useQuery<'reports.table'>> }) {
  const t = useT()
  const language = useLanguage()
  const go = useGo()
  const { name, report, by, filters, period } = asked
  const { data } = table
  const figures = data?.figures ?? report.figures
  const chart = figures.includes(report.chart) ? report.chart : (figures[0] ?? report.chart)
  const at = figures.indexOf(chart)
  const isTime = TIMES.includes(by)
  const open = (key: string) => go({ to: paths.report, params: { report: name }, search: { ...filters, key } })
  // What is newest stands on top; the picture runs on.
  const rows = data && isTime ? data.rows.toReversed() : isRanked(by) ? data?.rows.toSorted((a, b) => (b.values[at] ?? 0) - (a.values[at] ?? 0)) : data?.rows
  const values = new Map(data?.rows.map(({ key, values: own }) => [key, own[at] ?? 0]))
  const labels = new Map(data?.rows.map((row) => [row.key, row]))
  const keys = isTime ? keysOf(period, by, MAX_GROUPS) : (rows ?? []).map(({ key }) => key)
  const bars = keys.map((key) => {
    const value = values.get(key) ?? 0
    return { key, value, label: rowText(t, language, name, by, labels.get(key) ?? { key, label: null }, isTime), text: figureText(t, language, chart, value) }
  })
  return (
    <>
      {bars.length > 1 && bars.some(({ value }) => value !== 0) && (
        <section className={classes.chart}>
          <h2 className={classes.chartTitle}>{t('reports.chart', { figure: t(`figure.${chart}`), by: t(`grouping.${by}`) })}</h2>
          <BarChart
            label={t('reports.chart', { figure: t(`figure.${chart}`), by: t(`grouping.${by}`) })}
            bars={bars}
            look={isTime ? 'time' : 'rank'}
            onOpen={open}
          />
        </section>
      )}
      {data?.isCut && <Notice tone="info">{t('reports.cut', { count: data.rows.length })}</Notice>}
      <DataTable
        label={t(`report.${name}`)}
        list={tableOf({ ...table, data: rows })}
        columns={[
          {
            key: 'name',
            header: t(`grouping.${by}`),
            width: 'minmax(170px, 2fr)',
            card: 'title',
            cell: (row) =>
              row.key === ALL ? (
                <button type="button" className={classes.all} onClick={() => open(ALL)}>
                  {t('reports.all')}
                </button>
              ) : (
                <bdi>{rowText(t, language, name, by, row)}</bdi>
              ),
          },
          ...figureColumns<Group>(figures, t, language, chart),
        ]}
        rowKey={({ key }) => key}
        onOpen={({ key }) => open(key)}
        {...(data && { totals: { key: ALL, label: null, values: data.totals } })}
        empty={<EmptyState title={t('reports.noneTitle')} text={t('reports.noneText')} />}
      />
    </>
  )
}

/** Rows whose order says nothing: the greatest first. */
const isRanked = (by: string): boolean => ['kind', 'user', 'technician', 'location', 'category', 'place', 'customer', 'device'].includes(by)

function Records({ asked, table, group }: { asked: Asked; table: Table | undefined; group: Group | undefined }) {
  const t = useT()
  const language = useLanguage()
  const go = useGo()
  const { input, filters, report } = asked
  const isAll = filters.key === ALL
  const list = useList('reports.records', { ...input, ...(!isAll && filters.key !== undefined && { key: filters.key }) })
  const figures = table?.figures ?? report.figures
  const sums = isAll ? table?.totals : group?.values
  const open = ({ kind, opens: id }: Found) => {
    if (kind === 'invoice' || kind === 'creditNote') go({ to: paths.invoice, params: { invoiceId: id } })
    else if (kind === 'sale') go({ to: paths.sale, params: { saleId: id } })
    else if (kind === 'order') go({ to: paths.workOrder, params: { workOrderId: id } })
    else if (kind === 'item') go({ to: paths.stockItem, params: { itemId: id } })
    else go({ to: paths.till })
  }
  const totals: Found | undefined = sums && { kind: 'invoice', id: '', opens: '', number: t('reports.all'), name: '', on: '', values: sums }
  return (
    <DataTable
      label={t('reports.record')}
      list={list}
      columns={[
        {
          key: 'number',
          header: t('reports.number'),
          width: 'minmax(130px, 1fr)',
          card: 'title',
          cell: ({ id, number }) => (id === '' ? number : <Code>{number}</Code>),
        },
        { key: 'on', header: t('reports.date'), width: '180px', cell: ({ on }) => on !== '' && <Day on={on} /> },
        { key: 'kind', header: t('reports.record'), width: '120px', card: 'hidden', cell: ({ id, kind }) => id !== '' && <Dim>{t(`reports.${kind}`)}</Dim> },
        { key: 'name', header: t('reports.name'), width: 'minmax(140px, 1.5fr)', cell: ({ name }) => <bdi>{name}</bdi> },
        ...figureColumns<Found>(figures, t, language, figures.find((figure) => figure === report.chart) ?? figures.find(addsUp) ?? report.chart),
      ]}
      rowKey={({ kind, id }) => `${kind} ${id}`}
      onOpen={open}
      {...(totals && { totals })}
      empty={<EmptyState title={t('reports.noneTitle')} />}
    />
  )
}
