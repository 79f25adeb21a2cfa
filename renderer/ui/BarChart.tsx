import classes from './BarChart.module.css'

export interface Bar {
  key: string
  /** Under the bar, or before it. */
  label: string
  value: number
  /** The value in words. */
  text: string
}
interface BarChartProps {
  /** What is drawn, for screen readers; the table beside it says the figures. */
  label: string
  bars: readonly Bar[]
  /** `time`: one upright bar after the other. `rank`: lying bars below each other, each with its name. */
  look: 'time' | 'rank'
  onOpen?: (key: string) => void
}

/** Labels of a row of bars that fit beside each other. */
const TICKS = 6
const MOST_RANKED = 6

/** Bars of boxes, so that they run in the direction of reading. Zero is always in sight: a bar's length is its value. */
export function BarChart({ label, bars, look, onOpen }: BarChartProps) {
  const shown = look === 'rank' ? bars.slice(0, MOST_RANKED) : bars
  const top = Math.max(0, ...shown.map(({ value }) => value))
  const bottom = Math.min(0, ...shown.map(({ value }) => value))
  const span = top - bottom || 1
  const percent = (value: number) => `${(value / span) * 100}%`
  const of = ({ key, label: name, text, value }: Bar) => ({
    key,
    type: 'button' as const,
    // The table offers the same by keyboard.
    tabIndex: -1,
    title: `${name}: ${text}`,
    'data-below': value < 0 || undefined,
    ...(onOpen && { onClick: () => onOpen(key) }),
  })
  if (look === 'rank')
    return (
      <figure aria-label={label} className={classes.rank}>
        {shown.map((bar) => {
          const { key, ...button } = of(bar)
          return (
            <button key={key} {...button} className={classes.line}>
              <bdi className={classes.name}>{bar.label}</bdi>
              <span className={classes.track}>
                <span
                  className={classes.lying}
                  style={{ inlineSize: percent(Math.abs(bar.value)), marginInlineStart: percent((bar.value < 0 ? bar.value : 0) - bottom) }}
                />
              </span>
              <bdi className={classes.text}>{bar.text}</bdi>
            </button>
          )
        })}
      </figure>
    )
  const highest = shown.reduce<Bar | undefined>((best, bar) => (best && best.value >= bar.value ? best : bar), undefined)
  const step = Math.max(1, Math.ceil(shown.length / TICKS))
  return (
    <figure aria-label={label} className={classes.time}>
      <div className={classes.plot} style={{ '--zero': percent(-bottom) } as React.CSSProperties}>
        {highest && top > 0 && (
          <span className={classes.peak}>
            <bdi>{highest.text}</bdi>
          </span>
        )}
        {shown.map((bar) => {
          const { key, ...button } = of(bar)
          return (
            <button key={key} {...button} className={classes.slot}>
              <span
                className={classes.upright}
                style={{ blockSize: percent(Math.abs(bar.value)), insetBlockEnd: percent((bar.value < 0 ? bar.value : 0) - bottom) }}
              />
            </button>
          )
        })}
      </div>
      <div className={classes.ticks} aria-hidden="true">
        {shown.map((bar, index) => (
          <span key={bar.key}>{index % step === 0 ? <bdi>{bar.label}</bdi> : null}</span>
        ))}
      </div>
    </figure>
  )
}
