import type { RecordSlot } from '../data/slots.ts'
import { BoardLabels } from '../modules/board/parts/BoardLabels.tsx'
import { CustomerAgreements, VehicleVisits } from '../modules/agreements/parts/Cards.tsx'
import { useSession } from '../data/session.ts'
import { VehicleServices } from '../modules/reminders/parts/VehicleServices.tsx'
import { NotesPanel } from '../modules/notes/parts/NotesPanel.tsx'
import { OrderPlan } from '../modules/planning/parts/OrderPlan.tsx'
import { PrintBays } from '../modules/papers/parts/PrintBays.tsx'
import { PrintOrder } from '../modules/papers/parts/PrintOrder.tsx'
import { CustomerPage as Customer } from '../modules/vehicles/CustomerPage.tsx'
import { VehiclePage as Vehicle } from '../modules/vehicles/VehiclePage.tsx'
import { ItemPage as CatalogItem } from '../modules/purchasing/ItemPage.tsx'
import { ItemOrders } from '../modules/purchasing/parts/ItemOrders.tsx'
import { ItemLabels, ReceivedLabels } from '../modules/pos/parts/LabelsAction.tsx'
import { PurchaseOrderPage as PurchaseOrder } from '../modules/purchasing/PurchaseOrderPage.tsx'
import { StockItemPage as StockItem } from '../modules/inventory/StockItemPage.tsx'
import { BaysPage as Bays } from '../modules/work-orders/BaysPage.tsx'
import { KioskJobPage as KioskJob } from '../modules/work-orders/KioskJobPage.tsx'
import { JobSpot } from '../modules/work-orders/parts/JobSpot.tsx'
import { WaitingJobs } from '../modules/work-orders/parts/WaitingJobs.tsx'
import { WorkOrderPage as WorkOrder } from '../modules/work-orders/WorkOrderPage.tsx'
import { SettingsPage as Settings } from '../modules/workspace/SettingsPage.tsx'
import { KioskNotesButton } from '../modules/notes/parts/KioskNotesButton.tsx'

/*
 * Notes, sheets, agreements and reminders know of records, and records not of them: their pages leave places, which are filled in here.
 */
const CustomerNotes: RecordSlot = ({ recordId }) => {
  const { can } = useSession()
  return (
    <>
      {can('agreements.read') && <CustomerAgreements customerId={recordId} />}
      <NotesPanel kind="customer" recordId={recordId} />
    </>
  )
}
const VehicleNotes: RecordSlot = ({ recordId }) => {
  const { can } = useSession()
  return (
    <>
      {can('reminders.read') && <VehicleServices vehicleId={recordId} />}
      {can('agreements.read') && <VehicleVisits vehicleId={recordId} />}
      <NotesPanel kind="vehicle" recordId={recordId} />
    </>
  )
}
const OrderNotes: RecordSlot = ({ recordId }) => <NotesPanel kind="workOrder" recordId={recordId} />

const BoardSettings = () => {
  const { can } = useSession()
  return can('board.read') && <BoardLabels />
}
const ItemJobs: RecordSlot = ({ recordId }) => <WaitingJobs itemId={recordId} />
const ItemOrderList: RecordSlot = ({ recordId }) => <ItemOrders itemId={recordId} />

export const CustomerPage = () => <Customer Notes={CustomerNotes} />
export const VehiclePage = () => <Vehicle Notes={VehicleNotes} />
export const WorkOrderPage = () => <WorkOrder Notes={OrderNotes} Plan={OrderPlan} Print={PrintOrder} />
export const ItemPage = () => <CatalogItem Labels={ItemLabels} />
export const StockItemPage = () => <StockItem Jobs={ItemJobs} Orders={ItemOrderList} Labels={ItemLabels} />
export const PurchaseOrderPage = () => <PurchaseOrder Job={JobSpot} Labels={ReceivedLabels} />
export const BaysPage = () => <Bays Print={PrintBays} />
export const KioskJobPage = () => <KioskJob Notes={KioskNotesButton} />
export const SettingsPage = () => <Settings More={BoardSettings} />
