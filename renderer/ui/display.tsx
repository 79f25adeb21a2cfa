import classes from './display.module.css'
import { useWords } from './words.tsx'

/** An amount in the shop's currency. */
export function Money({ minor, strong = false }: { minor: number; strong?: boolean }) {
  const words = useWords()
  return <bdi className={strong ? classes.strong : undefined}>{words.money(minor)}</bdi>
}
/** An instant on the shop's wall clock. */
export function DateTime({ at }: { at: number }) {
  const words = useWords()
  return <time dateTime={new Date(at).toISOString()}>{words.dateTime(at)}</time>
}
/** The time of day of an instant. */
export function Time({ at }: { at: number }) {
  const words = useWords()
  return <time dateTime={new Date(at).toISOString()}>{words.time(at)}</time>
}
/** A calendar day `2026-03-14`. */
export function Day({ on }: { on: string }) {
  const words = useWords()
  return <time dateTime={on}>{words.day(on)}</time>
}
/** How long ago, coarsely and in words; the exact time on hover. */
export function Ago({ at, now }: { at: number; now: number }) {
  const words = useWords()
  const format = new Intl.RelativeTimeFormat(words.language === 'ar' ? 'ar-u-nu-latn' : words.language, { numeric: 'auto' })
  const minutes = Math.round((at - now) / 60_000)
  const text =
    Math.abs(minutes) < 60
      ? format.format(minutes, 'minute')
      : Math.abs(minutes) < 36 * 60
        ? format.format(Math.round(minutes / 60), 'hour')
        : format.format(Math.round(minutes / 1440), 'day')
  return (
    <time dateTime={new Date(at).toISOString()} title={words.dateTime(at)}>
      {text}
    </time>
  )
}
/** A phone number as people of the shop's country dial it; reads from left to right in every language. */
export function Phone({ number }: { number: string }) {
  const words = useWords()
  return (
    <bdi dir="ltr" className={classes.phone}>
      {words.phone(number)}
    </bdi>
  )
}
/** A number plate as it looks on the car. */
export const Plate = ({ plate }: { plate: string }) =>
  plate === '' ? null : (
    <bdi dir="ltr" className={classes.plate}>
      {plate}
    </bdi>
  )
/** VINs, document and part numbers. */
export const Code = ({ children }: { children: string }) => (
  <bdi dir="ltr" className={classes.code}>
    {children}
  </bdi>
)
/** Secondary words beside others. */
export const Dim = ({ children }: { children: React.ReactNode }) => <span className={classes.dim}>{children}</span>

/** How many wait, on the corner of the button that leads to them; nothing where none do. The button's own name says it to whoever does not see it. */
export const Bubble = ({ count, isUrgent = false }: { count: number; isUrgent?: boolean }) =>
  count > 0 && (
    <span className={classes.bubble} data-urgent={isUrgent || undefined} aria-hidden="true">
      {count > 99 ? '99+' : count}
    </span>
  )
