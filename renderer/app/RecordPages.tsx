import type { RecordSlot } from '../data/slots.ts'
import { NotesPanel } from '../modules/notes/parts/NotesPanel.tsx'
import { PrintBays } from '../modules/papers/parts/PrintBays.tsx'
import { PrintOrder } from '../modules/papers/parts/PrintOrder.tsx'
import { CustomerPage as Customer } from '../modules/vehicles/CustomerPage.tsx'
import { VehiclePage as Vehicle } from '../modules/vehicles/VehiclePage.tsx'
import { BaysPage as Bays } from '../modules/work-orders/BaysPage.tsx'
import { WorkOrderPage as WorkOrder } from '../modules/work-orders/WorkOrderPage.tsx'

/*
 * Notes and sheets know of records, and records not of them: their pages leave places, which are filled in here.
 */
const CustomerNotes: RecordSlot = ({ recordId }) => <NotesPanel kind="customer" recordId={recordId} />
const VehicleNotes: RecordSlot = ({ recordId }) => <NotesPanel kind="vehicle" recordId={recordId} />
const OrderNotes: RecordSlot = ({ recordId }) => <NotesPanel kind="workOrder" recordId={recordId} />

export const CustomerPage = () => <Customer Notes={CustomerNotes} />
export const VehiclePage = () => <Vehicle Notes={VehicleNotes} />
export const WorkOrderPage = () => <WorkOrder Notes={OrderNotes} Print={PrintOrder} />
export const BaysPage = () => <Bays Print={PrintBays} />
