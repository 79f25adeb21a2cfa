import type { Point } from '#shared/modules/inspections/model.ts'
import type { TemplateContent } from '#shared/modules/inspections/model/template.ts'
import { findLevel } from '#shared/modules/inspections/rules.ts'
import { useCommand } from '../../../data/command.ts'
import { useT } from '../../../texts/t.ts'
import { BigButton } from '../../../ui/kiosk.tsx'
import { FailureNotice } from '../../../ui/states.tsx'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import { badgeTone, useLabel } from './words.ts'
import classes from './sheet.module.css'

interface PointListProps {
  inspectionId: string
  content: TemplateContent
  points: readonly Point[]
  lockedBecause: string | null
  onOpen: (index: number) => void
}

/** All points by section; a section that is fine is said so in one touch. */
export function PointList({ inspectionId, content, points, lockedBecause, onOpen }: PointListProps) {
  const t = useT()
  const label = useLabel()
  const { run, isRunning, failure } = useCommand('inspections.passSection')
  return (
    <div className={classes.all}>
      <FailureNotice failure={failure} />
      {content.sections.map((section) => {
        const own = section.points.flatMap((of) => {
          const index = points.findIndex(({ pointKey }) => pointKey === of.key)
          const point = points[index]
          return point ? [{ of, index, point }] : []
        })
        const canPass = own.some(({ of, point }) => point.level === null && of.measure === null)
        return (
          <section key={section.key} className={classes.section}>
            <header className={classes.sectionHead}>
              <h2 className={classes.sectionName} dir="auto">
                {label(section.name)}
              </h2>
              {canPass && lockedBecause === null && (
                <BigButton label={t('inspections.allFine')} look="good" busy={isRunning} onClick={() => void run({ inspectionId, sectionKey: section.key })} />
              )}
            </header>
            {own.map(({ of, index, point }) => {
              const level = findLevel(content, point.level)
              return (
                <button key={of.key} type="button" className={classes.row} onClick={() => onOpen(index)}>
                  <span className={classes.rowName} dir="auto">
                    {label(of.name)}
                  </span>
                  {level ? (
                    <StateBadge tone={badgeTone[level.tone]} size="lg" label={label(level.name)} />
                  ) : (
                    <span className={classes.rowOpen}>{of.isRequired ? t('inspections.open') : t('common.optional')}</span>
                  )}
                </button>
              )
            })}
          </section>
        )
      })}
    </div>
  )
}
