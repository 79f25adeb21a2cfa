import type { Mark, Photo } from '#shared/modules/inspections/model.ts'
import { markPath } from '#shared/modules/inspections/rules/marks.ts'
import { useQuery } from '../../../data/queries.ts'
import { useT } from '../../../texts/t.ts'
import classes from './photos.module.css'

/** What was drawn on a photo, over it. A white edge keeps it in sight on any picture. */
export function Marks({ marks, photo }: { marks: readonly Mark[]; photo: Pick<Photo, 'widthPx' | 'heightPx'> }) {
  return (
    <svg className={classes.marks} viewBox={`0 0 1000 ${(photo.heightPx * 1000) / photo.widthPx}`} aria-hidden="true">
      {marks.map((mark, i) => (
        <g key={i}>
          <path d={markPath(mark)} className={classes.edge} />
          <path d={markPath(mark)} className={classes.ink} />
        </g>
      ))}
    </svg>
  )
}

/** A small photo; the whole screen need not wait for large ones. */
export function Thumb({ photo, alt }: { photo: Photo; alt: string }) {
  return (
    <span className={classes.frame} style={{ aspectRatio: `${photo.widthPx} / ${photo.heightPx}` }}>
      <img className={classes.image} src={`data:image/jpeg;base64,${photo.thumbBase64}`} alt={alt} />
      <Marks marks={photo.marks} photo={photo} />
    </span>
  )
}

/** A photo in full; its small form stands in until it is there, and where this device has no other. */
export function Original({ photo, alt, children }: { photo: Photo; alt: string; children?: React.ReactNode }) {
  const t = useT()
  const { data, failure } = useQuery('files.read', { attachmentId: photo.attachmentId })
  return (
    <span className={classes.frame} style={{ aspectRatio: `${photo.widthPx} / ${photo.heightPx}` }}>
      <img
        className={classes.image}
        src={data ? `data:${data.mediaType};base64,${data.base64}` : `data:image/jpeg;base64,${photo.thumbBase64}`}
        alt={alt}
        draggable={false}
      />
      {children ?? <Marks marks={photo.marks} photo={photo} />}
      {failure && <span className={classes.away}>{t('inspections.photoAway')}</span>}
    </span>
  )
}
