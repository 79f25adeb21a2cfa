import { useParams } from '@tanstack/react-router'
import { useGo } from '../../data/route.tsx'
import { paths } from '../../paths.ts'
import { Page } from '../../ui/Page.tsx'
import { useT } from '../../texts/t.ts'
import { TouchSheet } from './parts/TouchSheet.tsx'

/** The same sheet at the counter, or on a tablet that is signed in there. */
export function InspectionSheetPage() {
  const t = useT()
  const go = useGo()
  const { inspectionId } = useParams({ strict: false }) as { inspectionId: string } // the route's own parameter
  const back = () => go({ to: paths.inspection, params: { inspectionId } })
  return (
    <Page title={t('inspections.fillIn')}>
      <TouchSheet inspectionId={inspectionId} onBack={back} onDone={back} />
    </Page>
  )
}
