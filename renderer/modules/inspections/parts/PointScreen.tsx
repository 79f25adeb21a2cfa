import { IconHistory } from '@tabler/icons-react'
import { useState } from 'react'
import type { Earlier, Photo, Point } from '#shared/modules/inspections/model.ts'
import type { TemplateContent, TemplatePoint } from '#shared/modules/inspections/model/template.ts'
import { findLevel, isFinding, measuredText, needsPhoto } from '#shared/modules/inspections/rules.ts'
import { useCommand } from '../../../data/command.ts'
import type { Input } from '../../../data/client.ts'
import { useT } from '../../../texts/t.ts'
import { Textarea } from '../../../ui/fields.tsx'
import { BigButton } from '../../../ui/kiosk.tsx'
import { DateTime } from '../../../ui/display.tsx'
import { FailureNotice } from '../../../ui/states.tsx'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import { LevelButtons } from './LevelButtons.tsx'
import { MeasurePad } from './MeasurePad.tsx'
import { Photos } from './Photos.tsx'
import { badgeTone, useLabel } from './words.ts'
import classes from './sheet.module.css'

interface PointScreenProps {
  content: TemplateContent
  of: TemplatePoint
  point: Point
  before: Earlier | undefined
  photos: readonly Photo[]
  lockedBecause: string | null
  /** Something was said that needs no more words: the sheet goes on by itself. */
  onSettled: () => void
}

/** One point, for hands in gloves: what it is, what was found last time, its levels, its figures. Mount it anew for each point. */
export function PointScreen({ content, of, point, before, photos, lockedBecause, onSettled }: PointScreenProps) {
  const t = useT()
  const label = useLabel()
  const { run, isRunning, failure } = useCommand('inspections.record')
  const [note, setNote] = useState<string | null>(null)
  const name = label(of.name)
  const text = note ?? point.note
  const isBusy = isRunning || lockedBecause !== null
  const say = async (patch: Omit<Input<'inspections.record'>, 'pointId'>, mayGoOn = true) => {
    const done = await run({ pointId: point.id, ...patch, ...(note !== null && patch.note === undefined && { note }) })
    if (!done.ok) return
    setNote(null)
    if (mayGoOn && !isFinding(done.value.tone) && !(needsPhoto(of, done.value.tone) && photos.length === 0)) onSettled()
  }
  const keepNote = () => {
    if (note !== null && note.trim() !== point.note && lockedBecause === null) void say({ note }, false)
  }
  /** A choice is a finding in one touch; a second one is added to the words that are there. */
  const choose = (words: string, level: string) => {
    const now = findLevel(content, point.level)
    const next = findLevel(content, level)
    const isWorse = !now || !isFinding(now.tone) || next?.tone === 'bad'
    void say({ ...(isWorse && { level }), note: text.includes(words) ? text : [text.trim(), words].filter((part) => part !== '').join('\n') }, false)
  }
  return (
    <div className={classes.point} data-measured={of.measure !== null || undefined}>
      <div className={classes.words}>
        <h2 className={classes.name} dir="auto">
          {name}
          {!of.isRequired && <span className={classes.optional}>{t('common.optional')}</span>}
        </h2>
        {of.hint && (
          <p className={classes.hint} dir="auto">
            {label(of.hint)}
          </p>
        )}
        {before && (
          <div className={classes.before} data-open={before.isOpen || undefined}>
            <IconHistory size={26} stroke={1.7} aria-hidden="true" />
            <div className={classes.beforeWords}>
              <span className={classes.beforeHead}>
                {t('inspections.lastTime')} <DateTime at={before.doneAt} />
              </span>
              <span className={classes.beforeFound}>
                <StateBadge tone={badgeTone[before.tone]} look="plain" size="lg" label={label(before.levelName)} />
                {before.measuredMilli !== null && <bdi dir="ltr">{measuredText(before.measuredMilli, before.unit)}</bdi>}
              </span>
              {before.note !== '' && <span dir="auto">{before.note}</span>}
            </div>
            {point.level === null && of.measure === null && lockedBecause === null && findLevel(content, before.level) && (
              <BigButton
                label={t('inspections.sameAgain')}
                busy={isBusy}
                onClick={() => void say({ level: before.level, ...(before.note !== '' && text === '' && { note: before.note }) })}
              />
            )}
          </div>
        )}
        <FailureNotice failure={failure} />
        {of.choices.length > 0 && lockedBecause === null && (
          <div className={classes.choices}>
            {of.choices.map((choice) => (
              <button
                key={`${choice.level}${label(choice.text)}`}
                type="button"
                className={classes.choice}
                aria-pressed={text.includes(label(choice.text))}
                disabled={isBusy}
                onClick={() => choose(label(choice.text), choice.level)}
              >
                <StateBadge tone={badgeTone[findLevel(content, choice.level)?.tone ?? 'none']} look="plain" size="lg" label="" />
                <span dir="auto">{label(choice.text)}</span>
              </button>
            ))}
          </div>
        )}
        <Textarea
          label={t('common.note')}
          dir="auto"
          autosize
          minRows={2}
          maxRows={6}
          maxLength={1000}
          readOnly={lockedBecause !== null}
          value={text}
          onChange={(event) => setNote(event.currentTarget.value)}
          onBlur={keepNote}
        />
        <Photos
          point={point}
          name={name}
          photos={photos}
          lockedBecause={lockedBecause}
          isNeeded={point.level !== null && needsPhoto(of, point.tone) && photos.length === 0}
        />
      </div>
      {of.measure && (
        <MeasurePad measure={of.measure} measuredMilli={point.measuredMilli} isBusy={isBusy} onMeasured={(measuredMilli) => void say({ measuredMilli })} />
      )}
      <LevelButtons levels={content.levels} chosen={point.level} isBusy={isBusy} onChoose={({ key }) => void say({ level: key })} />
    </div>
  )
}
