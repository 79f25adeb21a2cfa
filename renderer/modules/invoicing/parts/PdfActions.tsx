import type { Invoice } from '#shared/modules/invoicing/model.ts'
import { PdfActions as SheetActions } from '../../workspace/parts/PdfActions.tsx'

/** The printable invoice. */
export const PdfActions = ({ invoice }: { invoice: Invoice }) => <SheetActions name="invoicing.pdf" input={{ invoiceId: invoice.id }} />
