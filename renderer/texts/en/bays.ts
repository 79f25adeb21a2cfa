/** Why a button cannot be pressed now. */
export const why = {
  onlyWhile: 'Only possible while it is: {{states}}.',
} as const

export const bayState = { free: 'Free', occupied: 'In use', down: 'Out of service' } as const

export const bays = {
  title: 'Bays',
  intro: 'What stands where, and what comes next.',
  create: 'New bay',
  name: 'Name of the bay',
  nameHint: 'As people call it: “Bay 3”, “Alignment”.',
  edit: 'Edit',
  equipment: 'Equipment',
  hours: 'Bookable',
  dailyMaxJobs: 'Jobs a day at most',
  dailyMaxHours: 'Hours a day at most',
  dailyMaxHint: 'More raises an alert. Empty: no limit.',
  downTitle: 'Out of service: {{name}}',
  downUntilDay: 'Expected back on',
  downUntilTime: 'At',
  downUntilHint: 'Empty: until further notice. Bookings may lie behind it.',
  setDown: 'Take out of service',
  setUp: 'Back in service',
  downText: 'No job starts here and the schedule proposes no slot in it.',
  remove: 'Remove',
  removeText: '{{name}} leaves the board and the schedule. It can be restored.',
  removed: '{{name}} is removed.',
  removedTitle: 'Removed bays',
  restored: '{{name}} is back on the board.',
  created: '{{name}} is on the board.',
  more: 'More for {{name}}',
  noneTitle: 'No bays yet',
  noneText: 'A bay is a place where a car is worked on. Bookings and jobs need one.',
  noLocation: 'The shop has no location yet. An owner adds one under Settings.',
} as const
