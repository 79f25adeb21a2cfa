import { MAX_PHOTO_PX, MAX_THUMB_CHARS } from '#shared/modules/inspections/model.ts'
import { type Drawn, drawPicture, readPicture } from '../../../ui/picture.ts'

const THUMB_PX = 240

export interface Picture extends Drawn {
  readonly thumbBase64: string
}

/** A photo as it is kept, with a small one that travels beside it. Null where the window cannot read it as a picture. */
export async function pictureOf(source: Blob | HTMLVideoElement): Promise<Picture | null> {
  const bitmap = await readPicture(source)
  if (!bitmap) return null
  const jpeg = (longestPx: number, quality: number) => drawPicture(bitmap, longestPx, { type: 'image/jpeg', quality })
  const whole = jpeg(MAX_PHOTO_PX, 0.82)
  let thumb = jpeg(THUMB_PX, 0.7)
  if (thumb.base64.length > MAX_THUMB_CHARS) thumb = jpeg(THUMB_PX / 2, 0.5)
  bitmap.close()
  return { ...whole, thumbBase64: thumb.base64 }
}
