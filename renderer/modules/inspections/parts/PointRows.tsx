import { type ReactNode, useState } from 'react'
import type { Photo, Point } from '#shared/modules/inspections/model.ts'
import type { TemplateContent } from '#shared/modules/inspections/model/template.ts'
import { findLevel, measuredText } from '#shared/modules/inspections/rules.ts'
import { TextLink } from '../../../data/route.tsx'
import { paths } from '../../../paths.ts'
import { useT } from '../../../texts/t.ts'
import { Code } from '../../../ui/display.tsx'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import { MarkUp } from './MarkUp.tsx'
import { Thumb } from './PhotoView.tsx'
import { badgeTone, useLabel } from './words.ts'
import classes from './counter.module.css'

interface PointRowsProps {
  content: TemplateContent
  points: readonly Point[]
  photos: readonly Photo[]
  /** A button beside a point, or nothing. */
  actionOf: (point: Point) => ReactNode
}

/** Every point of a sheet by section, as the counter reads it. */
export function PointRows({ content, points, photos, actionOf }: PointRowsProps) {
  const t = useT()
  const label = useLabel()
  const [openedId, setOpenedId] = useState<string | null>(null)
  const opened = photos.find(({ id }) => id === openedId)
  const byKey = new Map(points.map((point) => [point.pointKey, point]))
  return (
    <div className={classes.groups}>
      {content.sections.map((section) => (
        <section key={section.key}>
          <h3 className={classes.group} dir="auto">
            {label(section.name)}
          </h3>
          {section.points.map((of) => {
            const point = byKey.get(of.key)
            if (!point) return null
            const level = findLevel(content, point.level)
            const own = photos.filter(({ pointId }) => pointId === point.id)
            return (
              <div key={of.key} className={classes.line}>
                <span className={classes.name} dir="auto">
                  {label(of.name)}
                </span>
                <span className={classes.side}>
                  {actionOf(point)}
                  {level ? <StateBadge tone={badgeTone[level.tone]} label={label(level.name)} /> : <span>{of.isRequired ? t('inspections.open') : '–'}</span>}
                </span>
                {(point.measuredMilli !== null || point.note !== '' || point.line) && (
                  <span className={classes.detail}>
                    {point.measuredMilli !== null && <bdi dir="ltr">{measuredText(point.measuredMilli, of.measure?.unit ?? '')}</bdi>}
                    {point.note !== '' && <span dir="auto">{point.note}</span>}
                    {point.line && (
                      <span>
                        {t('inspections.onOrder')}{' '}
                        <TextLink to={paths.workOrder} params={{ workOrderId: point.line.workOrderId }}>
                          <Code>{point.line.workOrderNumber}</Code>
                        </TextLink>
                      </span>
                    )}
                  </span>
                )}
                {own.length > 0 && (
                  <span className={classes.photos}>
                    {own.map((photo, i) => (
                      <button
                        key={photo.id}
                        type="button"
                        className={classes.thumb}
                        aria-label={t('inspections.photoOf', { number: i + 1, name: label(of.name) })}
                        onClick={() => setOpenedId(photo.id)}
                      >
                        <Thumb photo={photo} alt="" />
                      </button>
                    ))}
                  </span>
                )}
              </div>
            )
          })}
        </section>
      ))}
      {opened && (
        <MarkUp key={opened.id} photo={opened} alt={t('inspections.photo')} lockedBecause={t('inspections.lookOnly')} onClose={() => setOpenedId(null)} />
      )}
    </div>
  )
}
