import { useT } from '../../texts/t.ts'
import { Columns, Page } from '../../ui/Page.tsx'
import { Feeds } from './parts/Feeds.tsx'
import { ImportCalendar } from './parts/ImportCalendar.tsx'

/** Calendars that others read, and files from others that become days of this shop. */
export function CalendarsPage() {
  const t = useT()
  return (
    <Page title={t('calendar.title')} intro={t('calendar.intro')}>
      <Columns>
        <Feeds />
        <ImportCalendar />
      </Columns>
    </Page>
  )
}
