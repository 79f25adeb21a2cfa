import { useQuery } from '../../../data/queries.ts'
import type { Output } from '../../../data/client.ts'
import { TextLink } from '../../../data/route.tsx'
import { paths } from '../../../paths.ts'
import { formatNumber } from '../../../texts/format.ts'
import { lookUp, useLanguage, useT } from '../../../texts/t.ts'
import { DateTime } from '../../../ui/display.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { EmptyState, Notice } from '../../../ui/states.tsx'
import { Board, EVERY_MS, Figure, Figures, Tally } from './Board.tsx'
import classes from './Board.module.css'

/** What runs the shop: users, devices, backups, and what the program could not do by itself. */
export function AdminBoard() {
  const state = useQuery('reports.admin', {}, { everyMs: EVERY_MS })
  return <Board state={state}>{(board) => <Shown board={board} />}</Board>
}

function Shown({ board }: { board: Output<'reports.admin'> }) {
  const t = useT()
  const language = useLanguage()
  const { users, vehicles, jobs, devices, link, failedJobs, backupAt, warnings } = board
  const number = (value: number) => formatNumber(value, language)
  return (
    <>
      {warnings.length > 0 && (
        <Notice tone="bad" action={<TextLink to={paths.system}>{t('nav.system')}</TextLink>}>
          {warnings.map((warning) => lookUp(`warning.${warning}`, warning)).join(' ')}
        </Notice>
      )}
      <div className={classes.owner}>
        <div className={classes.column}>
          <Panel title={t('overview.health')}>
            <Figures>
              <Figure
                label={<TextLink to={paths.sync}>{t('nav.sync')}</TextLink>}
                value={lookUp(`linkState.${link.state}`, link.state)}
                note={link.pending === 0 ? t('overview.nonePending') : t('overview.pending', { count: link.pending })}
              />
              <Figure
                label={
                  <TextLink to={paths.system} search={{ list: 'jobs' }}>
                    {t('overview.failed')}
                  </TextLink>
                }
                value={number(failedJobs)}
                tone={failedJobs > 0 ? 'bad' : 'good'}
              />
              <Figure label={<TextLink to={paths.sessions}>{t('overview.sessions')}</TextLink>} value={number(board.sessions)} />
              <Figure
                label={<TextLink to={paths.system}>{t('overview.backups')}</TextLink>}
                value={backupAt === null ? t('overview.none') : <DateTime at={backupAt} />}
              />
            </Figures>
          </Panel>
          <Panel flush title={t('overview.devices')}>
            {devices.length === 0 ? (
              <EmptyState title={t('overview.noDevices')} />
            ) : (
              <Tally
                rows={devices.map(({ name, tag, state, lastSeenAt }) => [
                  <bdi key="name">{`${name} ${tag}`}</bdi>,
                  lookUp(`deviceState.${state}`, state),
                  lastSeenAt ? t('overview.lastSeen', { at: lastSeenAt }) : '',
                ])}
              />
            )}
          </Panel>
        </div>
        <div className={classes.column}>
          <Panel flush title={<TextLink to={paths.users}>{t('overview.users')}</TextLink>}>
            <Tally
              rows={users.byRole.map(({ name, count }) => [lookUp(`role.${name}`, name), number(count)])}
              total={[t('reports.all'), number(users.total)]}
            />
          </Panel>
          <Panel flush title={t('overview.allJobs')}>
            <Tally
              rows={jobs.byState.map(({ name, count }) => [lookUp(`orderState.${name}`, name), number(count)])}
              total={[t('reports.all'), number(jobs.total)]}
            />
          </Panel>
          <Panel flush title={t('overview.vehicles')}>
            <Tally
              rows={[
                [t('overview.inShop'), number(vehicles.inShop)],
                [t('overview.elsewhere'), number(vehicles.total - vehicles.inShop)],
              ]}
              total={[t('reports.all'), number(vehicles.total)]}
            />
          </Panel>
        </div>
      </div>
    </>
  )
}
