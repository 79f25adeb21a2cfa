import { MAX_PHOTO_PX, MAX_THUMB_CHARS } from '#shared/modules/inspections/model.ts'

const THUMB_PX = 240

export interface Picture {
  readonly base64: string
  readonly thumbBase64: string
  readonly widthPx: number
  readonly heightPx: number
}

/**
 * A photo as it is kept: upright, no larger than it need be, drawn anew, so that nothing of what the camera wrote beside the picture
 * (place, time, device) stays with it. Null where the window cannot read it as a picture.
 */
export async function pictureOf(source: Blob | HTMLVideoElement): Promise<Picture | null> {
  const bitmap = await createImageBitmap(source, { imageOrientation: 'from-image' }).catch(() => null)
  if (!bitmap || bitmap.width === 0 || bitmap.height === 0) return null
  const whole = await drawn(bitmap, MAX_PHOTO_PX, 0.82)
  let thumb = await drawn(bitmap, THUMB_PX, 0.7)
  if (thumb.base64.length > MAX_THUMB_CHARS) thumb = await drawn(bitmap, THUMB_PX / 2, 0.5)
  bitmap.close()
  return { ...whole, thumbBase64: thumb.base64 }
}

async function drawn(bitmap: ImageBitmap, longestPx: number, quality: number): Promise<{ base64: string; widthPx: number; heightPx: number }> {
  const scale = Math.min(1, longestPx / Math.max(bitmap.width, bitmap.height))
  const widthPx = Math.max(1, Math.round(bitmap.width * scale))
  const heightPx = Math.max(1, Math.round(bitmap.height * scale))
  const canvas = document.createElement('canvas')
  canvas.width = widthPx
  canvas.height = heightPx
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('this window cannot draw')
  pen.fillStyle = '#ffffff' // what is clear in a PNG is paper in a JPEG
  pen.fillRect(0, 0, widthPx, heightPx)
  pen.drawImage(bitmap, 0, 0, widthPx, heightPx)
  return { base64: canvas.toDataURL('image/jpeg', quality).split(',')[1] ?? '', widthPx, heightPx }
}
