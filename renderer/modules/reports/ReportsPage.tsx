import type { ReportName } from '#shared/modules/reports/model.ts'
import { TextLink } from '../../data/route.tsx'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { Page, Panel } from '../../ui/Page.tsx'
import classes from './parts/ReportsPage.module.css'

const GROUPS = {
  money: ['sales', 'profit', 'sellers', 'tax'],
  work: ['orders', 'labor', 'hours'],
  goods: ['tills', 'dues', 'stock'],
} as const satisfies Record<string, readonly ReportName[]>

/** Every report, and what it says. */
export function ReportsPage() {
  const t = useT()
  return (
    <Page title={t('reports.title')} intro={t('reports.intro')}>
      <div className={classes.groups}>
        {(Object.keys(GROUPS) as (keyof typeof GROUPS)[]).map((group) => (
          <Panel key={group} flush title={t(`reports.${group}`)}>
            <ul className={classes.list}>
              {GROUPS[group].map((report) => (
                <li key={report} className={classes.report}>
                  <TextLink to={paths.report} params={{ report }}>
                    {t(`report.${report}`)}
                  </TextLink>
                  <p className={classes.hint}>{t(`report.${report}Hint`)}</p>
                </li>
              ))}
            </ul>
          </Panel>
        ))}
      </div>
    </Page>
  )
}
