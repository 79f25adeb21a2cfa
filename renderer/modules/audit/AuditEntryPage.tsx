import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useQuery } from '../../data/queries.ts'
import { TextLink } from '../../data/route.tsx'
import { paths } from '../../paths.ts'
import { lookUp, useT } from '../../texts/t.ts'
import { Code, DateTime } from '../../ui/display.tsx'
import { Columns, Facts, Page, Panel } from '../../ui/Page.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { authorOf } from './parts/author.ts'
import { RecordChanges } from './parts/RecordChanges.tsx'

/** One entry with what it changed, before and after. */
export function AuditEntryPage() {
  const t = useT()
  const { seq = '' } = useParams({ strict: false }) as { seq?: string } // the route's own parameter
  const [afters, setAfters] = useState<readonly (number | undefined)[]>([undefined])
  const { data, failure, retry } = useQuery('audit.entry', { seq: Number(seq) })
  const back = <TextLink to={paths.audit}>{t('audit.title')}</TextLink>
  const title = data ? lookUp(`command.${data.command}`, data.command) : t('audit.entry', { seq: Number(seq) })
  if (failure)
    return (
      <Page title={title} back={back}>
        <ErrorState failure={failure} onRetry={retry} />
      </Page>
    )
  if (!data)
    return (
      <Page title={title} back={back}>
        <Loading />
      </Page>
    )
  return (
    <Page
      title={title}
      intro={
        <>
          <DateTime at={data.at} /> · {authorOf(data)}
        </>
      }
      back={back}
    >
      <Columns sizes="mainFirst">
        <Panel flush title={t('audit.changedRecords')}>
          {data.records.length === 0 && <EmptyState title={t('audit.noRecords')} />}
          {afters.map((after, index) => (
            <RecordChanges
              key={after ?? 0}
              seq={Number(seq)}
              after={after}
              isLast={index === afters.length - 1}
              onMore={(next) => setAfters([...afters, next])}
            />
          ))}
        </Panel>
        <Panel title={t('common.details')}>
          <Facts
            facts={[
              [t('audit.who'), authorOf(data)],
              [t('audit.when'), <DateTime key="at" at={data.at} />],
              [t('audit.device'), <bdi key="device">{data.deviceName}</bdi>],
              [
                t('audit.address'),
                <bdi key="ip" dir="ltr">
                  {data.ip}
                </bdi>,
              ],
              [t('audit.took'), t('audit.micros', { ms: (data.tookUs / 1000).toFixed(1) })],
              ['#', <Code key="seq">{String(data.seq)}</Code>],
              [t('audit.what'), <Code key="command">{data.command}</Code>],
              [
                t('audit.program'),
                <bdi key="agent" dir="ltr">
                  {data.userAgent}
                </bdi>,
              ],
            ]}
          />
        </Panel>
      </Columns>
    </Page>
  )
}
