import type { ModuleSync } from '../../contract/sync.ts'

const ofLocation = { scope: { location: 'locationId' }, merge: 'append' } as const

/**
 * Money has moved for a return as for a sale, so the second return of one line is not refused: it stands, every device shows it, and it is
 * charged again (`sale_excess`).
 */
export const posSync: ModuleSync = {
  pos_policy: { scope: 'company', merge: 'fields' },
  sale: { ...ofLocation, unique: { sale_number: { fields: ['number'] } } },
  sale_line: ofLocation,
  sale_payment: ofLocation,
  card_answer: { ...ofLocation, unique: { card_answer_payment: { fields: ['paymentId'] } } },
  sale_seller: { scope: 'company', merge: 'local' },
  receipt_printer: { scope: 'company', merge: 'local' },
  receipt_print: { scope: 'company', merge: 'local' },
  parked_sale: { scope: { location: 'locationId' }, merge: 'fields' },
}
