import type { RecordSlot } from '../data/slots.ts'
import { NotesPanel } from '../modules/notes/parts/NotesPanel.tsx'
import { CustomerPage as Customer } from '../modules/vehicles/CustomerPage.tsx'
import { VehiclePage as Vehicle } from '../modules/vehicles/VehiclePage.tsx'
import { WorkOrderPage as WorkOrder } from '../modules/work-orders/WorkOrderPage.tsx'

/*
 * Notes know of records, and records not of notes: their pages leave a place, which is filled in here.
 */
const CustomerNotes: RecordSlot = ({ recordId }) => <NotesPanel kind="customer" recordId={recordId} />
const VehicleNotes: RecordSlot = ({ recordId }) => <NotesPanel kind="vehicle" recordId={recordId} />
const OrderNotes: RecordSlot = ({ recordId }) => <NotesPanel kind="workOrder" recordId={recordId} />

export const CustomerPage = () => <Customer Notes={CustomerNotes} />
export const VehiclePage = () => <Vehicle Notes={VehicleNotes} />
export const WorkOrderPage = () => <WorkOrder Notes={OrderNotes} />
