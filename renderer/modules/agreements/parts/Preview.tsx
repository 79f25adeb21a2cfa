import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '../../../data/queries.ts'
import { failureText } from '../../../texts/failure.ts'
import { formatDay } from '../../../texts/format.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { ruleText } from './repeat-text.ts'
import classes from './Repeat.module.css'

interface PreviewProps {
  locationId: string
  rule: string
  startOn: string
  startMinutes: number
}

/** The rule in words, and its next days; those on which the shop is closed are marked. */
export function Preview(props: PreviewProps) {
  const t = useT()
  const language = useLanguage()
  const [asked] = useDebouncedValue(props, 120)
  const { data, failure } = useQuery('agreements.preview', asked, { keepLast: true, enabled: asked.locationId !== '' })
  return (
    <section className={classes.preview} aria-label={t('agreements.next')} aria-live="polite">
      <strong>{ruleText(props.rule, t, language)}</strong>
      {failure ? (
        <span className={classes.closed}>{failureText(failure)}</span>
      ) : (
        <ul className={classes.dates}>
          {(data ?? []).map(({ on, isClosed }) => (
            <li key={on} className={isClosed ? classes.closed : undefined}>
              {formatDay(on, language)}
              {isClosed && ` · ${t('agreements.closed')}`}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
