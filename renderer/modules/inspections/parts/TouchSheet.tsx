import { IconArrowBackUp, IconCheck, IconChevronLeft, IconChevronRight, IconListCheck } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { inspectionMachine } from '#shared/modules/inspections/model.ts'
import { findPoint, nextOpen, unfinished } from '#shared/modules/inspections/rules.ts'
import { useCommand } from '../../../data/command.ts'
import { type Output } from '../../../data/client.ts'
import { useQuery } from '../../../data/queries.ts'
import { useSession } from '../../../data/session.ts'
import { useT } from '../../../texts/t.ts'
import { whyNot } from '../../../texts/why.ts'
import { Plate } from '../../../ui/display.tsx'
import { Textarea } from '../../../ui/fields.tsx'
import { BigButton } from '../../../ui/kiosk.tsx'
import { ErrorState, FailureNotice, Loading, Notice } from '../../../ui/states.tsx'
import { PointList } from './PointList.tsx'
import { PointScreen } from './PointScreen.tsx'
import { useLabel } from './words.ts'
import classes from './sheet.module.css'

/** A sheet to be filled in by hands in gloves: one point after another, all points to choose from, and the end. */
export function TouchSheet({ inspectionId, onBack, onDone }: { inspectionId: string; onBack: () => void; onDone: () => void }) {
  const sheet = useQuery('inspections.get', { inspectionId })
  const versionId = sheet.data?.head.versionId ?? ''
  const version = useQuery('inspections.version', { versionId }, { enabled: versionId !== '' })
  const photos = useQuery('inspections.photos', { inspectionId })
  const failed = [sheet, version, photos].find(({ failure }) => failure)
  if (failed?.failure) return <ErrorState failure={failed.failure} onRetry={failed.retry} />
  if (!sheet.data || !version.data || !photos.data) return <Loading />
  return <Screen key={inspectionId} sheet={sheet.data} content={version.data.content} photos={photos.data} onBack={onBack} onDone={onDone} />
}

interface ScreenProps {
  sheet: Output<'inspections.get'>
  content: Output<'inspections.version'>['content']
  photos: Output<'inspections.photos'>
  onBack: () => void
  onDone: () => void
}

function Screen({ sheet, content, photos, onBack, onDone }: ScreenProps) {
  const t = useT()
  const label = useLabel()
  const { can } = useSession()
  const { head, points, before } = sheet
  const [at, setAt] = useState(() => nextOpen(points, -1) ?? 0)
  const [shows, setShows] = useState<'point' | 'all' | 'end'>(() => (nextOpen(points, -1) === null ? 'all' : 'point'))
  const finish = useCommand('inspections.finish')
  const [note, setNote] = useState(head.note)
  const lockedBecause = !can('inspections.work')
    ? t('failure.platform.notAllowed')
    : whyNot(inspectionMachine, head.state, 'record', (state) => t(`inspectionState.${state}`))
  const point = points[at]
  const of = point && findPoint(content, point.pointKey)
  const section = of && content.sections.find((one) => one.points.includes(of))
  const done = points.length - head.counts.open
  const byPoint = new Map(points.map(({ id }) => [id as string, photos.filter(({ pointId }) => pointId === id)]))
  const missing = unfinished(content, points, new Map([...byPoint].map(([id, list]) => [id, list.length])))
  const open = (index: number) => {
    setAt(index)
    setShows('point')
  }
  const top = useRef<HTMLElement>(null)
  // Each point begins at its head, however far down the one before was read.
  useEffect(() => {
    top.current?.closest('main')?.scrollTo({ top: 0 })
  }, [at, shows])
  const goOn = () => {
    const rest = points.map((one, index) => (index === at ? { level: 'said' } : one))
    const next = nextOpen(rest, at)
    if (next === null) setShows('end')
    else setAt(next)
  }
  const step = (by: 1 | -1) => {
    const next = at + by
    if (next >= points.length) setShows('end')
    else setAt(Math.max(0, next))
  }
  const end = async () => {
    const ended = await finish.run({ inspectionId: head.id, note: note.trim() })
    if (ended.ok) onDone()
  }
  return (
    <div className={classes.sheet}>
      <header ref={top} className={classes.head}>
        <BigButton label={t('common.back')} icon={<IconArrowBackUp size={28} stroke={1.7} className={classes.turns} aria-hidden="true" />} onClick={onBack} />
        <div className={classes.title}>
          <h1 className={classes.titleLine}>
            <Plate plate={head.plate} /> <bdi>{label(head.templateName)}</bdi>
          </h1>
          <progress className={classes.progress} value={done} max={Math.max(1, points.length)} aria-label={t('inspections.progress')} />
          <span className={classes.progressText}>
            {t('inspections.progressOf', { done, points: points.length })}
            {shows === 'point' && section && <bdi> · {label(section.name)}</bdi>}
          </span>
        </div>
        <BigButton
          label={shows === 'all' ? t('inspections.onePoint') : t('inspections.allPoints')}
          icon={<IconListCheck size={28} stroke={1.7} aria-hidden="true" />}
          onClick={() => setShows(shows === 'all' ? 'point' : 'all')}
        />
      </header>
      {lockedBecause !== null && <Notice tone="info">{lockedBecause}</Notice>}
      {shows === 'all' && <PointList inspectionId={head.id} content={content} points={points} lockedBecause={lockedBecause} onOpen={open} />}
      {shows === 'point' && point && of && (
        <PointScreen
          key={point.id}
          content={content}
          of={of}
          point={point}
          before={before.find(({ pointKey }) => pointKey === point.pointKey)}
          photos={byPoint.get(point.id) ?? []}
          lockedBecause={lockedBecause}
          onSettled={goOn}
        />
      )}
      {shows === 'end' && (
        <div className={classes.end}>
          {missing.length > 0 ? (
            <Notice tone="waiting">{t('inspections.missing', { count: missing.length })}</Notice>
          ) : (
            <Notice tone="good">{t('inspections.complete')}</Notice>
          )}
          <div className={classes.missing}>
            {missing.map(({ id, why }) => {
              const index = points.findIndex((one) => one.id === id)
              const named = findPoint(content, points[index]?.pointKey ?? '')
              return <BigButton key={id} label={named ? label(named.name) : ''} hint={t(`inspections.why.${why}`)} onClick={() => open(index)} />
            })}
          </div>
          <Textarea
            label={t('inspections.noteForCustomer')}
            dir="auto"
            autosize
            minRows={3}
            maxLength={1000}
            readOnly={lockedBecause !== null}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <FailureNotice failure={finish.failure} />
        </div>
      )}
      <footer className={classes.foot}>
        {shows !== 'all' && (
          <BigButton
            label={t('inspections.previous')}
            icon={<IconChevronLeft size={30} stroke={1.8} className={classes.turns} aria-hidden="true" />}
            disabledReason={shows === 'point' && at === 0 ? t('inspections.isFirst') : null}
            onClick={() => (shows === 'end' ? open(points.length - 1) : step(-1))}
          />
        )}
        {shows === 'point' && (
          <BigButton
            label={t('common.next')}
            look={point?.level === null ? 'plain' : 'primary'}
            icon={<IconChevronRight size={30} stroke={1.8} className={classes.turns} aria-hidden="true" />}
            onClick={() => step(1)}
          />
        )}
        {shows !== 'point' && (
          <BigButton
            look="good"
            label={t('inspections.finish')}
            icon={<IconCheck size={32} stroke={1.9} aria-hidden="true" />}
            busy={finish.isRunning}
            disabledReason={lockedBecause ?? (missing.length > 0 ? t('inspections.missing', { count: missing.length }) : null)}
            onClick={() => (shows === 'all' ? setShows('end') : void end())}
          />
        )}
      </footer>
    </div>
  )
}
