import { ActionIcon } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { soundContent, type TemplateContent } from '#shared/modules/inspections/model/template.ts'
import { useCommand } from '../../../data/command.ts'
import type { Output } from '../../../data/client.ts'
import { useGo } from '../../../data/route.tsx'
import { useSession } from '../../../data/session.ts'
import { useUnsaved } from '../../../data/unsaved.ts'
import { paths } from '../../../paths.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { notify } from '../../../ui/notify.ts'
import { Page, Panel } from '../../../ui/Page.tsx'
import { FailureNotice, Notice } from '../../../ui/states.tsx'
import { blankPoint, moved, newKey, replaced, without } from './content.ts'
import { LabelField } from './LabelField.tsx'
import { LevelFields } from './LevelFields.tsx'
import { PointForm } from './PointForm.tsx'
import { TrashButton } from './TrashButton.tsx'
import { useLabel } from './words.ts'
import classes from './editor.module.css'

interface TemplateEditorProps {
  known: Output<'inspections.template'> | null
  start: TemplateContent
  back: React.ReactNode
}

/** Name, levels, sections and points of a template. Saved as a whole: half a template is none. */
export function TemplateEditor({ known, start, back }: TemplateEditorProps) {
  const t = useT()
  const go = useGo()
  const label = useLabel()
  const { can } = useSession()
  const [content, setContent] = useState(start)
  const [edited, setEdited] = useState<{ section: number; point: number } | null>(null)
  const [wasTried, setWasTried] = useState(false)
  const [isSaved, setIsSaved] = useState(false)
  const create = useCommand('inspections.createTemplate')
  const save = useCommand('inspections.saveTemplate')
  const remove = useCommand('inspections.removeTemplate')
  const restore = useCommand('inspections.restoreTemplate')
  const { sections } = content
  const isDirty = content !== start && !isSaved
  useUnsaved(() => isDirty)
  const reason = can('inspections.manage') ? null : t('failure.platform.notAllowed')
  const setSections = (next: TemplateContent['sections']) => setContent({ ...content, sections: next })
  const keep = async () => {
    setWasTried(true)
    const sound = soundContent.safeParse(content)
    if (!sound.success) return
    const done = known
      ? await save.run({ templateId: known.template.id, versionId: known.version.id, content: sound.data })
      : await create.run({ content: sound.data })
    if (!done.ok) return
    setIsSaved(true)
    notify.done(t('common.saved'))
    setTimeout(() => go({ to: paths.inspectionTemplates })) // once the guard knows that nothing is lost
  }
  const isRemoved = known?.template.deleted ?? false
  const isUnsound = wasTried && !soundContent.safeParse(content).success
  const section = edited && sections[edited.section]
  const point = section && section.points[edited.point]
  return (
    <Page
      title={known ? <bdi>{label(known.template.name)}</bdi> : t('inspections.newTemplate')}
      intro={known ? t('inspections.versionOf', { number: known.version.number, name: known.version.byName, at: known.version.createdAt }) : undefined}
      back={back}
      actions={
        <>
          {known && !isRemoved && (
            <ActionButton
              label={t('common.remove')}
              look="danger"
              disabledReason={reason}
              busy={remove.isRunning}
              onClick={() => void remove.run({ templateId: known.template.id }).then((done) => done.ok && go({ to: paths.inspectionTemplates }))}
            />
          )}
          {known && isRemoved ? (
            <ActionButton
              look="primary"
              label={t('common.restore')}
              disabledReason={reason}
              busy={restore.isRunning}
              onClick={() => void restore.run({ templateId: known.template.id })}
            />
          ) : (
            <ActionButton
              look="primary"
              label={t('common.save')}
              shortcut="mod+s"
              disabledReason={reason ?? (isDirty || !known ? null : t('inspections.nothingChanged'))}
              busy={create.isRunning || save.isRunning}
              onClick={() => void keep()}
            />
          )}
        </>
      }
    >
      <FailureNotice failure={create.failure ?? save.failure ?? remove.failure ?? restore.failure} />
      {isUnsound && <Notice tone="bad">{t('inspections.unsound')}</Notice>}
      <div className={classes.panels}>
        <Panel title={t('inspections.template')}>
          <LabelField label={t('common.name')} required value={content.name} onChange={(name) => setContent({ ...content, name })} />
        </Panel>
        <Panel title={t('inspections.levels')} hint={t('inspections.levelsHint')}>
          <LevelFields levels={content.levels} onChange={(levels) => setContent({ ...content, levels })} />
        </Panel>
        {sections.map((one, s) => (
          <Panel
            key={one.key}
            title={t('inspections.sectionNumber', { number: s + 1 })}
            actions={
              <>
                <Mover list={sections} index={s} name={label(one.name)} onMove={setSections} />
                <TrashButton
                  label={t('inspections.removeOf', { name: label(one.name) })}
                  disabled={sections.length <= 1}
                  onClick={() => setSections(without(sections, s))}
                />
              </>
            }
          >
            <div className={classes.rows}>
              <LabelField
                label={t('inspections.sectionName')}
                required
                value={one.name}
                onChange={(name) => setSections(replaced(sections, s, { ...one, name }))}
              />
              {one.points.map((each, p) => (
                <div key={each.key} className={classes.point}>
                  <button type="button" className={classes.pointName} onClick={() => setEdited({ section: s, point: p })}>
                    <span dir="auto">{label(each.name) || t('inspections.unnamed')}</span>
                    <span className={classes.pointFacts}>
                      {[
                        each.isRequired ? t('inspections.required') : t('common.optional'),
                        ...(each.measure ? [t('inspections.measuredIn', { unit: each.measure.unit })] : []),
                        ...(each.photo === 'never' ? [] : [t(`inspections.photoRules.${each.photo}`)]),
                        ...(each.choices.length === 0 ? [] : [t('inspections.choicesCount', { count: each.choices.length })]),
                      ].join(' · ')}
                    </span>
                  </button>
                  <Mover list={one.points} index={p} name={label(each.name)} onMove={(points) => setSections(replaced(sections, s, { ...one, points }))} />
                  <TrashButton
                    label={t('inspections.removeOf', { name: label(each.name) })}
                    disabled={one.points.length <= 1}
                    onClick={() => setSections(replaced(sections, s, { ...one, points: without(one.points, p) }))}
                  />
                </div>
              ))}
              <div>
                <ActionButton
                  size="xs"
                  label={t('inspections.addPoint')}
                  icon={<IconPlus size={14} />}
                  onClick={() => {
                    setSections(replaced(sections, s, { ...one, points: [...one.points, blankPoint()] }))
                    setEdited({ section: s, point: one.points.length })
                  }}
                />
              </div>
            </div>
          </Panel>
        ))}
        <div>
          <ActionButton
            label={t('inspections.addSection')}
            icon={<IconPlus size={16} />}
            onClick={() => setSections([...sections, { key: newKey(), name: {}, points: [blankPoint()] }])}
          />
        </div>
      </div>
      {edited && section && point && (
        <PointForm
          key={point.key}
          point={point}
          levels={content.levels}
          onClose={() => setEdited(null)}
          onKeep={(next) => {
            setSections(replaced(sections, edited.section, { ...section, points: replaced(section.points, edited.point, next) }))
            setEdited(null)
          }}
        />
      )}
    </Page>
  )
}

/** Moves something up or down in its list: by keyboard and by touch alike. */
function Mover<T>({ list, index, name, onMove }: { list: readonly T[]; index: number; name: string; onMove: (next: T[]) => void }) {
  const t = useT()
  return (
    <>
      <ActionIcon variant="subtle" size="lg" aria-label={t('inspections.up', { name })} disabled={index === 0} onClick={() => onMove(moved(list, index, -1))}>
        <IconArrowUp size={18} stroke={1.7} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        size="lg"
        aria-label={t('inspections.down', { name })}
        disabled={index === list.length - 1}
        onClick={() => onMove(moved(list, index, 1))}
      >
        <IconArrowDown size={18} stroke={1.7} />
      </ActionIcon>
    </>
  )
}
