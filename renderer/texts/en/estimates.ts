export const service = {
  title: 'Service',
  technician: 'Technician',
  noTechnician: 'No technician',
  discountShare: 'Discount, %',
  discountAmount: 'Discount, amount',
  edit: 'Change service',
  remove: 'Remove service',
  removeText: '“{{title}}” and its {{count, number}} lines leave this order.',
  removed: 'Service removed.',
  save: 'Save for reuse',
  saved: '“{{name}}” is saved. Type its name in the line box of any order.',
  general: 'Without service',
  adds: 'Adds to: {{title}}',
  more: 'More for service {{title}}',
  lessShare: 'less {{share}}',
  lessAmount: 'less {{amount, money}}',
  from: 'Saved services',
  asService: 'New service: {{text}}',
  added: '“{{title}}” is on the order.',
} as const

export const approval = {
  pending: 'waiting',
  approved: 'approved',
  changed: 'changed since',
  declined: 'declined',
} as const

export const channel = {
  counter: 'At the counter',
  phone: 'By phone',
  message: 'By message',
} as const

export const approve = {
  do: 'Record approval',
  title: 'What does the customer say? {{number}}',
  bar: 'Customer’s word',
  allApproved: 'Everything is approved: {{total, money}}.',
  waits: '{{count, number}} lines wait for the customer’s word.',
  changed: '{{count, number}} lines changed since the customer approved them.',
  approveAll: 'Approve all',
  declineAll: 'Decline all',
  approved: 'Approve',
  declined: 'Decline',
  channel: 'How',
  person: 'Who approves',
  contact: 'Number or address',
  note: 'Note',
  signature: 'Signature',
  sign: 'Sign here with finger, pen or mouse',
  clear: 'Clear',
  total: 'Approved: {{total, money}}',
  save: 'Seal and save',
  done: 'The customer’s word is sealed.',
  versions: 'Approvals',
  version: 'Version {{number, number}}',
  by: '{{person}}, {{channel}}',
  taken: 'recorded by {{name}}',
  intact: 'Seal is intact',
  broken: 'Seal is broken: what is stored was changed',
  noVersions: 'The customer has not been asked yet.',
  showLines: 'Lines of this version',
  empty: 'There are no lines to decide on.',
} as const

export const deferred = {
  title: 'Deferred work',
  text: 'The customer did not want this at an earlier visit:',
  from: '{{number}} of {{at, dateTime}}',
  take: 'Take over',
  takeAll: 'Take over all ({{count, number}})',
  taken: 'Taken over.',
  dismiss: 'Set aside',
  dismissTitle: 'Set aside: {{work}}',
  dismissText: 'It is not offered again at the next visits. It stays in the history and can be brought back.',
  dismissed: 'Set aside.',
  note: 'Note',
  aside: 'Set aside ({{count, number}})',
  asideBy: '{{reason}}, {{name}}, {{at, dateTime}}',
  restore: 'Bring back',
  restored: 'It is offered again.',
} as const

export const dismissal = {
  never: 'Customer never wants it',
  elsewhere: 'Done elsewhere',
  gone: 'No longer needed',
  mistake: 'Entered by mistake',
} as const

export const warranty = {
  none: 'No warranty',
  claimed: 'Claimed',
  granted: 'Granted',
  goodwill: 'Goodwill of the shop',
  refused: 'Refused',
} as const

export const disposition = {
  open: 'not said yet',
  fitted: 'fitted',
  handedOver: 'handed to the customer',
} as const

export const taxReason = {
  company: 'Tax rate of the company',
  rule: 'Rule “{{rule}}”',
  item: 'Tax rate of the item',
  manual: 'Tax rate set by hand',
  exempt: 'Exempt from tax',
  warranty: 'Under warranty: nothing to pay',
  declined: 'Declined: not charged',
  because: '{{reason}}: {{rate}} of {{base, money}} is {{tax, money}}',
} as const

export const gate = {
  title: 'To finish',
  mileage: 'Write down the odometer',
  technician: 'Name a technician for all labour',
  parts: 'Say what became of each part',
  approval: 'Get the customer’s word on all lines',
  passed: 'Nothing is missing.',
} as const

export const canned = {
  title: 'Saved services',
  intro: 'A saved service goes onto any order from its line box: type the name, press Enter. Save one from its menu on an order.',
  name: 'Name',
  category: 'Category',
  lines: 'Lines',
  noneTitle: 'No saved services yet',
  noneText: 'Open an order and choose “Save for reuse” at a service.',
  edit: 'Change',
  remove: 'Remove',
  restore: 'Restore',
  saved: 'Saved.',
  showRemoved: 'Removed ones',
} as const

export const visits = {
  title: 'Vehicle history',
  of: 'History of {{vehicle}}',
  noneTitle: 'No visits yet',
  noneText: 'Work orders of this vehicle appear here.',
  comeback: 'Came back from {{number}}',
  notTaken: 'declined, still deferred',
  taken: 'declined, taken over since',
  dismissed: 'declined, set aside: {{reason}}',
  more: 'Earlier visits',
  mileage: '{{km, number}} km',
} as const

export const workSettings = {
  title: 'Estimates and jobs',
  taxInclusive: 'Prices contain tax',
  gates: 'Before a job can be finished',
  gateMileage: 'The odometer is written down',
  gateTechnician: 'All labour has a technician',
  gateParts: 'It is said what became of each part',
  gateApproval: 'The customer approved all lines',
  laborRates: 'Labour rates',
  rateName: 'Type of labour',
  rate: 'Per hour',
  taxRules: 'Tax rules',
  ruleName: 'Rule',
  ruleKinds: 'For',
  ruleRate: 'Rate, %',
  add: 'Add',
  remove: 'Remove',
  hint: 'The first rule that names a line’s kind gives its rate, where neither the line nor its item has one.',
} as const
