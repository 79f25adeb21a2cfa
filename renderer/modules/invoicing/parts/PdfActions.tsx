import type { Invoice } from '#shared/modules/invoicing/model.ts'
import { call } from '../../../data/client.ts'
import { PdfActions as SheetActions } from '../../workspace/parts/PdfActions.tsx'

/** The printable invoice. */
export const PdfActions = ({ invoice }: { invoice: Invoice }) => (
  <SheetActions make={(language) => call('invoicing.pdf', { invoiceId: invoice.id, ...(language && { language }) })} />
)
