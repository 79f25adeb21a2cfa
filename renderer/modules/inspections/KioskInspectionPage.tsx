import { useParams } from '@tanstack/react-router'
import { useQuery } from '../../data/queries.ts'
import { useGo } from '../../data/route.tsx'
import { paths } from '../../paths.ts'
import { TouchSheet } from './parts/TouchSheet.tsx'

/** The sheet at the bay. */
export function KioskInspectionPage() {
  const go = useGo()
  const { inspectionId } = useParams({ strict: false }) as { inspectionId: string } // the route's own parameter
  const workOrderId = useQuery('inspections.get', { inspectionId }).data?.head.workOrderId
  const back = () => (workOrderId ? go({ to: paths.kioskInspections, params: { workOrderId } }) : go({ to: paths.kiosk }))
  return <TouchSheet inspectionId={inspectionId} onBack={back} onDone={back} />
}
