export const SCHEME = 'app'
export const HOST = 'bayline'
/** Where the renderer lives. A scheme of our own: no other program can serve it, no network can reach it. */
export const APP_ORIGIN = `${SCHEME}://${HOST}`

/** Node knows no origin for such a scheme (`new URL(..).origin` is the text "null"), so scheme and host are compared themselves. */
export function isOurs(url: string): boolean {
  const parsed = URL.parse(url)
  return parsed !== null && parsed.protocol === `${SCHEME}:` && parsed.host === HOST && parsed.username === '' && parsed.password === ''
}

interface Frame {
  readonly url: string
  readonly parent: unknown
}

/**
 * Whether an IPC message of our window comes from the page it shows: a live frame, at the top, with our page in it. A frame that
 * is gone throws at every look; it gets the same answer.
 */
export function isOurPage(frame: Frame | null): boolean {
  try {
    return frame !== null && frame.parent === null && isOurs(frame.url)
  } catch {
    return false
  }
}
