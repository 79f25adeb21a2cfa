/** The frame around every page. */
export const shell = {
  product: 'Bayline',
  skip: 'Skip to the page',
  menu: 'Menu',
  openMenu: 'Open the menu',
  narrow: 'Narrow the menu',
  widen: 'Widen the menu',
  allLocations: 'All locations',
  location: 'Location',
  searchHint: 'Customer, plate, phone, part, document …',
  searchTitle: 'Find anything',
  searchEmpty: 'Nothing found for “{{text}}”.',
  searchStart: 'Type a name, a plate, digits of a phone, a VIN, a part or document number.',
  searchFailed: 'The search is not available.',
  theme: 'Appearance',
  themeDark: 'Dark',
  themeLight: 'Light',
  themeContrast: 'High contrast',
  user: 'Your account',
  changePassword: 'Change password',
  lock: 'Lock the screen',
  signOut: 'Sign out',
  toKiosk: 'Kiosk mode',
  shortcuts: 'Keyboard shortcuts',
  shortcutsHint: 'Every flow works from the keyboard. Shortcuts are also written on the buttons.',
  demo: 'Demo shop',
  demoHint: 'Invented data. Nothing here belongs to a real customer.',
} as const

export const shortcutGroup = { go: 'Go to', page: 'This page', everywhere: 'Everywhere', table: 'Lists', form: 'Forms' } as const

export const shortcut = {
  search: 'Find anything',
  sheet: 'Show this sheet',
  rowDown: 'Next row',
  rowUp: 'Previous row',
  rowOpen: 'Open the row',
  firstRow: 'First row',
  lastRow: 'Last row',
  save: 'Save the form',
  close: 'Close, or leave a field',
  lock: 'Lock the screen',
  theme: 'Change the appearance',
} as const

export const nav = {
  counter: 'Counter',
  parts: 'Parts room',
  admin: 'Administration',
  today: 'Today',
  schedule: 'Schedule',
  planning: 'Planning',
  absences: 'Absences',
  bookingTypes: 'Booking kinds',
  board: 'Job board',
  alerts: 'Alerts',
  bays: 'Bays',
  workOrders: 'Work orders',
  inspections: 'Inspections',
  customers: 'Customers',
  vehicles: 'Vehicles',
  catalog: 'Parts & services',
  stock: 'Stock',
  pos: 'Counter sale',
  purchasing: 'Purchasing',
  invoices: 'Invoices',
  imports: 'Imports',
  team: 'Team',
  clock: 'Time clock',
  staff: 'Employees',
  users: 'Users',
  permissions: 'Permissions',
  sessions: 'Sessions',
  audit: 'Audit',
  settings: 'Settings',
  sync: 'Sync',
  system: 'System',
} as const

/** The line to the core, and what is not yet passed on. */
export const link = {
  connected: 'Saved on this device',
  connectedHint: 'Every entry is on this device’s disk before the screen says so.',
  reconnecting: 'Reconnecting',
  reconnectingHint: 'The connection to the core was lost and is being tried again. What you entered is kept and sent once.',
  gone: 'Core not running',
  goneHint: 'Bayline’s core does not answer. Start Bayline again on this machine; nothing that was saved is lost.',
  trouble: 'Needs attention',
  troubleHint: 'The system page says what is wrong.',
} as const

export const crash = {
  title: 'This screen broke',
  text: 'That is a fault of ours, not yours. Everything that was saved is on the disk.',
  reload: 'Load the screen again',
  home: 'Go to the start',
  detail: 'For support',
  missingTitle: 'There is no such page',
  missingText: 'The address leads nowhere. It may have been typed wrong, or what it showed is gone.',
  forbiddenTitle: 'Not open to you',
  forbiddenText: 'Your role does not include this. An owner can change that under Permissions.',
} as const

/** Kinds of hits in the search box. */
export const hitKind = {
  customer: 'Customer',
  vehicle: 'Vehicle',
  item: 'Part or service',
  workOrder: 'Work order',
  invoice: 'Invoice',
  appointment: 'Appointment',
  employee: 'Employee',
} as const
