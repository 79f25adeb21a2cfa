import type { ReactNode } from 'react'
import { useList } from '../../../data/queries.ts'
import { TextLink } from '../../../data/route.tsx'
import { paths } from '../../../paths.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { Code, DateTime, Dim } from '../../../ui/display.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import { ErrorState } from '../../../ui/states.tsx'
import { Row, Rows } from '../../../ui/Rows.tsx'

interface InspectionsProps {
  of: { vehicleId: string } | { workOrderId: string }
  none: string
  actions?: ReactNode
}
const SHOWN = 8

/** The inspections of a vehicle or of an order, newest first, each with what came out of it. */
export function Inspections({ of, none, actions }: InspectionsProps) {
  const t = useT()
  const language = useLanguage()
  const list = useList('inspections.list', { ...of, limit: SHOWN })
  return (
    <Panel title={t('inspections.title')} actions={actions}>
      {list.failure && <ErrorState failure={list.failure} onRetry={list.retry} />}
      {!list.isLoading && !list.failure && list.rows.length === 0 && <Dim>{none}</Dim>}
      <Rows>
        {list.rows.map(({ id, number, templateName, outcome, createdAt, counts }) => (
          <Row
            key={id}
            end={
              outcome === null ? (
                <StateBadge tone="active" label={t('inspections.progressOf', { done: counts.points - counts.open, points: counts.points })} />
              ) : (
                <StateBadge tone={outcome === 'pass' ? 'good' : 'bad'} label={t(`inspections.outcome.${outcome}`)} />
              )
            }
            under={
              <>
                <Code>{number}</Code> · <DateTime at={createdAt} />
              </>
            }
          >
            <TextLink to={paths.inspection} params={{ inspectionId: id }}>
              <bdi>{templateName[language] ?? templateName['en'] ?? Object.values(templateName)[0]}</bdi>
            </TextLink>
          </Row>
        ))}
      </Rows>
    </Panel>
  )
}
