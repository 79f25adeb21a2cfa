import { useWords } from '../../../ui/words.tsx'

/** By how much a price went up or down, in percent of what it was; nothing where it stayed or nothing was known. */
export function Change({ before, after }: { before: number | null; after: number }) {
  const { language } = useWords()
  if (before === null || before === after) return null
  const isUp = after > before
  const text =
    before === 0
      ? ''
      : new Intl.NumberFormat(language === 'ar' ? 'ar-u-nu-latn' : language, { style: 'percent', maximumFractionDigits: 1, signDisplay: 'always' }).format(
          (after - before) / before,
        )
  return (
    <bdi dir="ltr" style={{ color: isUp ? 'var(--bad)' : 'var(--good)', whiteSpace: 'nowrap' }}>
      {isUp ? '▲' : '▼'} {text}
    </bdi>
  )
}
