export const weekHours = {
  own: 'Own hours',
  shops: 'Opening hours',
  day: 'Hours on {{day}}',
  placeholder: 'not',
  hint: 'Such as 8–12, 13–17. Empty: not on that day.',
  wrong: 'Write hours as 8–12, 13–17.',
} as const

export const names = {
  add: 'Add',
  newName: 'New name',
  rename: 'Rename',
  remove: 'Remove {{name}}',
  removedDone: '{{name}} is removed.',
  none: 'Nothing in the list yet.',
} as const

export const skills = {
  title: 'Skills',
  hint: 'What not everybody can do: brake test, high voltage. Kinds of bookings ask for them.',
} as const

export const equipment = {
  title: 'Equipment',
  hint: 'What not every bay has: lift, alignment rack. Kinds of bookings ask for it.',
} as const

export const bookingTypes = {
  title: 'Kinds of bookings',
  intro: 'How long each takes, and what bay and technician must have for it.',
  create: 'New kind of booking',
  edit: 'Kind of booking',
  name: 'Name',
  minutes: 'Minutes',
  skills: 'Skills needed',
  equipment: 'Equipment needed',
  hours: 'Bookable',
  note: 'Note',
  created: '{{name}} was added.',
  remove: 'Remove',
  removedDone: '{{name}} is removed.',
  showRemoved: 'Show removed',
  restored: '{{name}} is back.',
  noneTitle: 'No kinds of bookings yet',
  noneText: 'With them a booking takes two choices: who, and what.',
} as const

export const absenceKind = { vacation: 'Vacation', sick: 'Ill', training: 'Training', other: 'Other' } as const

export const absences = {
  title: 'Absences and holidays',
  intro: 'Nobody is booked while away, and nothing on a holiday.',
  create: 'New absence',
  edit: 'Absence',
  employee: 'Employee',
  kind: 'Kind',
  firstDay: 'First day',
  lastDay: 'Last day',
  fromTime: 'From',
  untilTime: 'Until',
  wholeDays: 'Whole days',
  list: 'Absences',
  past: 'Show past ones',
  saved: 'Absence of {{name}} saved.',
  removedDone: 'Absence of {{name}} removed.',
  remove: 'Remove',
  noneTitle: 'Nobody is away',
  noneText: 'Enter who is on vacation or ill; the schedule plans around it.',
  holidays: 'Holidays',
  holidayName: 'Name',
  holidayDay: 'Day',
  holidayAll: 'All locations',
  holidayAdd: 'Add holiday',
  holidayNone: 'No holiday ahead.',
  removeHoliday: 'Remove {{name}}',
} as const

export const planCause = {
  bayDown: 'Bay out of service',
  bayGone: 'Bay removed',
  absent: 'Technician away',
  technicianGone: 'Technician has left',
  holiday: 'Shop closed',
  held: 'Job on hold',
  pulled: 'Can begin sooner',
  pushed: 'Makes room',
  grown: 'Job needs more time',
} as const

export const planning = {
  title: 'Planning',
  intro: 'Bookings that cannot stay where they are or are too short for their jobs, and what could be done.',
  pending_one: '{{count, number}} booking cannot stay as it is.',
  pending_other: '{{count, number}} bookings cannot stay as they are.',
  open: 'See the plan',
  plan: 'Plan',
  customer: 'Customer',
  cause: 'Why',
  before: 'Now',
  after: 'New slot',
  reasons: 'Reasons',
  take: 'Move the booking of {{customer}}',
  noSlot: 'No slot found',
  growsTo: 'Its work needs more time than is booked: until {{at, time}}.',
  pushes: 'Makes room first: {{names}}.',
  stuck: 'What stands behind it cannot move. Book a further time for it.',
  pushesNobody: 'Nobody is in the way.',
  none: 'Every booking of the next 30 days can stay where it is',
  noneText: 'When a job goes on hold or grows, somebody is away or a bay is out of service, the plan for its bookings stands here.',
  apply_one: 'Move {{count, number}} booking',
  apply_other: 'Move {{count, number}} bookings',
  confirmTitle: 'Move the bookings?',
  confirmText: 'All of them move at once, or none. Tell the customers about it.',
  applied_one: '{{count, number}} booking has moved.',
  applied_other: '{{count, number}} bookings have moved.',
  notAll: 'These are the soonest ones. Apply them to see the rest.',
  noneChosen: 'Choose at least one.',
  load: 'Load of the bays',
  loadHint: 'Booked of open time, per day.',
  loadOf: '{{bay}}, {{day, day}}: {{booked}} of {{open}} booked',
  over: 'over',
  closed: 'closed',
} as const
