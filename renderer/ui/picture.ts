export interface Drawn {
  readonly base64: string
  readonly widthPx: number
  readonly heightPx: number
}

/** What a file or a camera shows, upright. Null where the window cannot read it as a picture. Whoever asks closes it. */
export async function readPicture(source: Blob | HTMLVideoElement): Promise<ImageBitmap | null> {
  const bitmap = await createImageBitmap(source, { imageOrientation: 'from-image' }).catch(() => null)
  return bitmap && bitmap.width > 0 && bitmap.height > 0 ? bitmap : null
}

/** The picture anew, no larger than `longestPx`: nothing that a file carries beside it (place, time, device) stays with it. */
export function drawPicture(bitmap: ImageBitmap, longestPx: number, as: { type: 'image/png' } | { type: 'image/jpeg'; quality: number }): Drawn {
  const scale = Math.min(1, longestPx / Math.max(bitmap.width, bitmap.height))
  const widthPx = Math.max(1, Math.round(bitmap.width * scale))
  const heightPx = Math.max(1, Math.round(bitmap.height * scale))
  const canvas = document.createElement('canvas')
  canvas.width = widthPx
  canvas.height = heightPx
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('this window cannot draw')
  if (as.type === 'image/jpeg') {
    pen.fillStyle = '#ffffff' // what is clear in a PNG is paper in a JPEG
    pen.fillRect(0, 0, widthPx, heightPx)
  }
  pen.drawImage(bitmap, 0, 0, widthPx, heightPx)
  const link = canvas.toDataURL(as.type, as.type === 'image/jpeg' ? as.quality : undefined)
  return { base64: link.split(',')[1] ?? '', widthPx, heightPx }
}
