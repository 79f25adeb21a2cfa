import { localDate } from '#shared/kernel/time.ts'
import { formatTime } from '../../../texts/format.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { DateTime } from '../../../ui/display.tsx'
import { useWords } from '../../../ui/words.tsx'

/** An instant, short where it is today: `Today 10:06`. */
export function When({ at, now }: { at: number; now: number }) {
  const t = useT()
  const language = useLanguage()
  const { zone } = useWords()
  if (localDate(at, zone) !== localDate(now, zone)) return <DateTime at={at} />
  return (
    <time dateTime={new Date(at).toISOString()}>
      {t('common.today')} {formatTime(at, language)}
    </time>
  )
}
