import type { Figure as FigureName, Takings } from '#shared/modules/reports/model.ts'
import type { Output } from '../../../data/client.ts'
import { useQuery } from '../../../data/queries.ts'
import { TextLink, useGo } from '../../../data/route.tsx'
import { paths } from '../../../paths.ts'
import { formatTick } from '../../../texts/format.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { BarChart } from '../../../ui/BarChart.tsx'
import { Money } from '../../../ui/display.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Board, EVERY_MS, Figure, Figures, Tally } from './Board.tsx'
import classes from './Board.module.css'
import { figureText } from './words.ts'

type Owner = Output<'reports.owner'>

/** What came in, beside what came in before; what is owed; who sold. */
export function OwnerBoard() {
  const state = useQuery('reports.owner', {}, { everyMs: EVERY_MS })
  return <Board state={state}>{(board) => <Shown board={board} />}</Board>
}

const FIGURES = ['net', 'profit', 'orders', 'perOrder', 'difference'] as const satisfies readonly (keyof Takings & FigureName)[]
const REPORT_OF = { net: 'sales', profit: 'profit', orders: 'orders', perOrder: 'orders', difference: 'tills' } as const

function Shown({ board }: { board: Owner }) {
  const t = useT()
  const language = useLanguage()
  const go = useGo()
  const { today, yesterday, month, dues, sellers } = board
  const dayOf = (on: string) => go({ to: paths.report, params: { report: 'sales' }, search: { period: 'own', from: on, to: on, by: 'kind' } })
  return (
    <div className={classes.owner}>
      <div className={classes.column}>
        <div className={classes.spans}>
          <Span title={t('overview.today')} now={today} />
          <Span title={t('overview.yesterday')} {...yesterday} />
          <Span title={t('overview.month', { to: formatTick(month.now.toOn, language) })} {...month} />
        </div>
        <Panel title={t('overview.course')}>
          {board.days.every(({ net }) => net === 0) ? (
            <EmptyState title={t('overview.noSales')} />
          ) : (
            <BarChart
              label={t('overview.course')}
              look="time"
              bars={board.days.map(({ on, net }) => ({ key: on, label: formatTick(on, language), value: net, text: figureText(t, language, 'net', net) }))}
              onOpen={dayOf}
            />
          )}
        </Panel>
      </div>
      <div className={classes.column}>
        <Panel title={t('overview.dues')}>
          {dues.count === 0 ? (
            <EmptyState title={t('overview.nothingDue')} />
          ) : (
            <Figures>
              <Figure
                label={
                  <TextLink to={paths.report} params={{ report: 'dues' }}>
                    {t('figure.due')}
                  </TextLink>
                }
                value={<Money minor={dues.due} />}
                note={t('overview.due', { count: dues.count })}
              />
              <Figure label={t('overview.late', { count: dues.lateCount })} value={<Money minor={dues.late} />} tone={dues.late > 0 ? 'bad' : undefined} />
            </Figures>
          )}
        </Panel>
        <Panel
          flush
          title={
            <TextLink to={paths.report} params={{ report: 'sellers' }}>
              {t('overview.sellers')}
            </TextLink>
          }
        >
          {sellers.length === 0 ? (
            <EmptyState title={t('overview.noSales')} />
          ) : (
            <Tally
              rows={sellers.map(({ name, net, profit }) => [
                <bdi key="name">{name || t('reports.nobody')}</bdi>,
                <Money key="net" minor={net} />,
                `${t('figure.profit')} ${figureText(t, language, 'profit', profit)}`,
              ])}
            />
          )}
        </Panel>
      </div>
    </div>
  )
}

/** What one span came to: sales large, the rest below, each beside the span before it. */
function Span({ title, now, before }: { title: string; now: Takings; before?: Takings }) {
  const t = useT()
  const language = useLanguage()
  const link = (figure: (typeof FIGURES)[number]) => (
    <TextLink to={paths.report} params={{ report: REPORT_OF[figure] }} search={{ period: 'own', from: now.fromOn, to: now.toOn }}>
      {figure === 'difference' ? t('overview.tillDifference') : t(`figure.${figure}`)}
    </TextLink>
  )
  const was = (figure: (typeof FIGURES)[number]) => {
    const beside = before?.[figure] ?? null // an average of nothing is none
    if (beside === null) return undefined
    const change = (now[figure] ?? 0) - beside
    const text = figureText(t, language, figure, beside)
    return <bdi>{change === 0 ? `= ${text}` : `${change > 0 ? '▲' : '▼'} ${t('overview.from', { before: text })}`}</bdi>
  }
  const [first, ...others] = FIGURES
  return (
    <Panel
      flush
      title={title}
      hint={
        before &&
        (before.fromOn === before.toOn
          ? t('overview.beside', { on: before.fromOn })
          : t('overview.besideSpan', { from: formatTick(before.fromOn, language), to: formatTick(before.toOn, language) }))
      }
    >
      <div className={classes.lead}>
        <Figure label={link(first)} value={<bdi>{figureText(t, language, first, now[first])}</bdi>} note={was(first)} />
      </div>
      <Tally
        rows={others.map((figure) => [
          link(figure),
          <bdi key="value" data-tone={figure === 'difference' && now.difference !== 0 ? 'bad' : undefined}>
            {figureText(t, language, figure, now[figure])}
          </bdi>,
          was(figure),
        ])}
      />
    </Panel>
  )
}
