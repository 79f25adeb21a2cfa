import type { Mark } from '../model.ts'

/** Length of an arrow's two wings, in thousandths of the photo's width. */
const WING = 45
const WING_ANGLE = Math.PI / 7

/** A mark as a path of SVG, in thousandths of the photo's width; the same on the screen and on paper. */
export function markPath({ kind, at }: Mark): string {
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = at
  if (kind === 'circle') {
    const [rx, ry] = [Math.max(1, Math.abs(x2 - x1) / 2), Math.max(1, Math.abs(y2 - y1) / 2)]
    const [left, middle] = [Math.min(x1, x2), (y1 + y2) / 2]
    return `M${left} ${middle} a${rx} ${ry} 0 1 0 ${rx * 2} 0 a${rx} ${ry} 0 1 0 ${-rx * 2} 0`
  }
  if (kind === 'arrow') {
    const back = Math.atan2(y1 - y2, x1 - x2)
    const wing = (turn: number) => `${Math.round(x2 + WING * Math.cos(back + turn))} ${Math.round(y2 + WING * Math.sin(back + turn))}`
    return `M${x1} ${y1} L${x2} ${y2} M${wing(-WING_ANGLE)} L${x2} ${y2} L${wing(WING_ANGLE)}`
  }
  const rest = Array.from({ length: at.length / 2 - 1 }, (_, i) => `L${at[i * 2 + 2] ?? 0} ${at[i * 2 + 3] ?? 0}`)
  return `M${x1} ${y1} ${rest.join(' ')}`
}
