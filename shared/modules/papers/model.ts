/** Sheets of one order: for the customer to decide on, to sign, for the technician's bench, for the key, for the windscreen. */
export const ORDER_PAPERS = ['estimate', 'order', 'technician', 'keyTag', 'reminder'] as const
export type OrderPaper = (typeof ORDER_PAPERS)[number]

/** Farther on than any service interval. */
export const MAX_NEXT_KM = 9_999_999
