import { useParams } from '@tanstack/react-router'
import type { Id } from '#shared/kernel/ids.ts'
import { arrange, measuredText } from '#shared/modules/inspections/rules.ts'
import { useCommand } from '../../data/command.ts'
import type { Output } from '../../data/client.ts'
import { useQuery } from '../../data/queries.ts'
import { TextLink } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { DateTime, Plate } from '../../ui/display.tsx'
import { Page } from '../../ui/Page.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { ErrorState, FailureNotice, Loading, Notice } from '../../ui/states.tsx'
import { PdfActions } from '../workspace/parts/PdfActions.tsx'
import { Counts } from './parts/Counts.tsx'
import { InspectionBadge } from './parts/InspectionBadge.tsx'
import { Original } from './parts/PhotoView.tsx'
import { badgeTone, useLabel } from './parts/words.ts'
import classes from './parts/counter.module.css'

/** The report as the customer reads it, beside the counter or on paper. */
export function InspectionReportPage() {
  const t = useT()
  const { inspectionId } = useParams({ strict: false }) as { inspectionId: Id<'inspection'> } // the route's own parameter; the core checks it
  const sheet = useQuery('inspections.get', { inspectionId })
  const versionId = sheet.data?.head.versionId ?? ''
  const version = useQuery('inspections.version', { versionId }, { enabled: versionId !== '' })
  const photos = useQuery('inspections.photos', { inspectionId })
  const back = (
    <TextLink to={paths.inspection} params={{ inspectionId }}>
      {t('inspections.one')}
    </TextLink>
  )
  const failed = [sheet, version, photos].find(({ failure }) => failure)
  if (sheet.data && version.data && photos.data) return <Report sheet={sheet.data} content={version.data.content} photos={photos.data} back={back} />
  return (
    <Page title={t('inspections.report')} back={back}>
      {failed?.failure ? <ErrorState failure={failed.failure} onRetry={failed.retry} /> : <Loading lines={9} />}
    </Page>
  )
}

interface ReportProps {
  sheet: Output<'inspections.get'>
  content: Output<'inspections.version'>['content']
  photos: Output<'inspections.photos'>
  back: React.ReactNode
}

function Report({ sheet: { head, points }, content, photos, back }: ReportProps) {
  const t = useT()
  const label = useLabel()
  const { can } = useSession()
  const { company, locations } = useShop()
  const handOver = useCommand('inspections.handOver')
  const place = locations.find(({ id }) => id === head.locationId)
  const { bad, soon, sections } = arrange(content, points)
  const isOpen = head.state === 'open'
  const given = () => {
    if (head.state === 'done' && can('inspections.offer')) void handOver.run({ inspectionId: head.id })
  }
  return (
    <Page
      title={t('inspections.report')}
      badge={<InspectionBadge head={head} size="lg" />}
      back={back}
      actions={
        <>
          <ActionButton
            label={head.reportedAt === null ? t('inspections.handOver') : t('inspections.handedOver')}
            disabledReason={
              !can('inspections.offer')
                ? t('failure.platform.notAllowed')
                : isOpen
                  ? t('inspections.notFinished')
                  : head.reportedAt === null
                    ? null
                    : t('inspections.handedOverAt', { at: head.reportedAt })
            }
            busy={handOver.isRunning}
            onClick={given}
          />
          <PdfActions name="inspections.pdf" input={{ inspectionId: head.id }} onOut={given} />
        </>
      }
    >
      <FailureNotice failure={handOver.failure} />
      {isOpen && <Notice tone="waiting">{t('inspections.notFinished')}</Notice>}
      <article className={classes.report}>
        <header className={classes.letter}>
          <div>
            <p className={classes.shop}>
              <bdi>{company?.name}</bdi>
            </p>
            <p className={classes.dim} dir="auto">
              {place?.address || company?.address}
            </p>
          </div>
          <div>
            <p>
              <Plate plate={head.plate} /> <bdi>{head.vehicleLabel}</bdi>
            </p>
            <p className={classes.dim}>
              <bdi>{head.customerName}</bdi> · <DateTime at={head.doneAt ?? head.createdAt} />
            </p>
          </div>
        </header>
        <h2 className={classes.reportTitle} dir="auto">
          {label(head.templateName)}
        </h2>
        <Counts counts={head.counts} withWords />
        {head.note !== '' && <p dir="auto">{head.note}</p>}
        {(['bad', 'soon'] as const).map((tone) => {
          const rows = tone === 'bad' ? bad : soon
          return (
            rows.length > 0 && (
              <section key={tone} className={classes.chapter}>
                <h3 className={classes.chapterTitle}>
                  <StateBadge tone={badgeTone[tone]} look="plain" size="lg" label={t(`inspections.chapter.${tone}`)} />
                </h3>
                {rows.map(({ point, of, level, sectionName }) => (
                  <div key={point.id} className={classes.finding}>
                    <div className={classes.findingHead}>
                      <span className={classes.findingName} dir="auto">
                        {label(of.name)}
                      </span>
                      {level && <StateBadge tone={badgeTone[level.tone]} label={label(level.name)} />}
                    </div>
                    <span className={classes.dim}>
                      <bdi>{label(sectionName)}</bdi>
                      {point.measuredMilli !== null && (
                        <>
                          {' · '}
                          {t('inspections.measured')} <bdi dir="ltr">{measuredText(point.measuredMilli, of.measure?.unit ?? '')}</bdi>
                        </>
                      )}
                    </span>
                    {point.note !== '' && (
                      <p dir="auto" style={{ whiteSpace: 'pre-line' }}>
                        {point.note}
                      </p>
                    )}
                    <div className={classes.large}>
                      {photos
                        .filter(({ pointId }) => pointId === point.id)
                        .map((photo, i) => (
                          <Original key={photo.id} photo={photo} alt={t('inspections.photoOf', { number: i + 1, name: label(of.name) })} />
                        ))}
                    </div>
                  </div>
                ))}
              </section>
            )
          )
        })}
        {bad.length + soon.length === 0 && !isOpen && <Notice tone="good">{t('inspections.nothingFound')}</Notice>}
        {sections.length > 0 && (
          <section className={classes.chapter}>
            <h3 className={classes.chapterTitle}>
              <StateBadge tone="good" look="plain" size="lg" label={t('inspections.chapter.good')} />
            </h3>
            {sections.map(({ name, points: rest }, i) => (
              <div key={i}>
                <p className={classes.dim} dir="auto">
                  {label(name)}
                </p>
                <ul className={classes.checked}>
                  {rest.map(({ point, of, level }) => (
                    <li key={point.id}>
                      <span dir="auto">{label(of.name)}</span>
                      <span className={classes.side}>
                        {point.measuredMilli !== null && <bdi dir="ltr">{measuredText(point.measuredMilli, of.measure?.unit ?? '')}</bdi>}
                        {level && <StateBadge tone={badgeTone[level.tone]} look="plain" label={label(level.name)} />}
                      </span>
                    </li>
                  ))}
                </ul>
              </div>
            ))}
          </section>
        )}
      </article>
    </Page>
  )
}
