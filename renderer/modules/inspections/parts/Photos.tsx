import { IconCamera, IconPhotoPlus } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { Photo, Point } from '#shared/modules/inspections/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useT } from '../../../texts/t.ts'
import { BigButton } from '../../../ui/kiosk.tsx'
import { FailureNotice, Notice } from '../../../ui/states.tsx'
import { Camera, useHasCamera } from './Camera.tsx'
import { MarkUp } from './MarkUp.tsx'
import { Thumb } from './PhotoView.tsx'
import { type Picture, pictureOf } from './picture.ts'
import classes from './photos.module.css'

interface PhotosProps {
  point: Point
  name: string
  photos: readonly Photo[]
  lockedBecause: string | null
  /** The template asks for one that is not there. */
  isNeeded: boolean
}

/** The photos of a point: taken by the camera or chosen from a file, opened by a touch to be drawn on. */
export function Photos({ point, name, photos, lockedBecause, isNeeded }: PhotosProps) {
  const t = useT()
  const input = useRef<HTMLInputElement>(null)
  const hasCamera = useHasCamera()
  const [films, setFilms] = useState(false)
  const [openedId, setOpenedId] = useState<string | null>(null)
  const [isUnreadable, setIsUnreadable] = useState(false)
  const { run, isRunning, failure } = useCommand('inspections.addPhoto')
  const opened = photos.find(({ id }) => id === openedId)
  const keep = async (picture: Picture | null, fileName: string) => {
    setIsUnreadable(picture === null)
    if (picture) await run({ pointId: point.id, fileName, ...picture })
  }
  const choose = async (files: FileList | null) => {
    for (const file of files ?? []) await keep(await pictureOf(file), file.name)
    if (input.current) input.current.value = ''
  }
  const alt = (i: number) => t('inspections.photoOf', { number: i + 1, name })
  return (
    <>
      <FailureNotice failure={failure} />
      {isUnreadable && <Notice tone="bad">{t('failure.inspections.notAPhoto')}</Notice>}
      {isNeeded && <Notice tone="waiting">{t('inspections.photoNeeded')}</Notice>}
      <div className={classes.strip}>
        {photos.map((photo, i) => (
          <button key={photo.id} type="button" className={classes.photo} aria-label={alt(i)} onClick={() => setOpenedId(photo.id)}>
            <Thumb photo={photo} alt="" />
          </button>
        ))}
        {lockedBecause === null && hasCamera && (
          <BigButton
            label={t('inspections.photo')}
            icon={<IconCamera size={32} stroke={1.7} aria-hidden="true" />}
            busy={isRunning}
            onClick={() => setFilms(true)}
          />
        )}
        {lockedBecause === null && (
          <BigButton
            label={hasCamera ? t('inspections.photoFile') : t('inspections.photo')}
            icon={<IconPhotoPlus size={32} stroke={1.7} aria-hidden="true" />}
            busy={isRunning}
            onClick={() => input.current?.click()}
          />
        )}
        {/* On a phone without our camera the system's own one answers. */}
        <input
          ref={input}
          type="file"
          accept="image/*"
          capture="environment"
          hidden
          aria-label={t('inspections.photoFile')}
          onChange={(event) => void choose(event.currentTarget.files)}
        />
      </div>
      {films && (
        <Camera
          onClose={() => setFilms(false)}
          onTaken={(picture) => {
            setFilms(false)
            void keep(picture, `${point.pointKey}.jpg`)
          }}
        />
      )}
      {opened && <MarkUp key={opened.id} photo={opened} alt={alt(photos.indexOf(opened))} lockedBecause={lockedBecause} onClose={() => setOpenedId(null)} />}
    </>
  )
}
