export const alertPriority = { low: 'Low', normal: 'Normal', high: 'High', urgent: 'Urgent' } as const

export const alertState = { open: 'Open', resolved: 'Resolved', withdrawn: 'Gone by itself', closed: 'Resolved' } as const

export const alertSource = {
  jobLate: 'Late job',
  jobUnassigned: 'Job without technician',
  bayOverfull: 'Bay over its maximum',
  clockDrift: 'Clock of a device',
  partsHere: 'Parts for a job are here',
  stockCritical: 'Critical stock',
  returnedTwice: 'Money back twice',
  cardsLate: 'Cards without an answer',
} as const

/** One line per source; it names the alert's facts. */
export const alertText = {
  jobLate: '{{plate}} ({{number}}) was promised for {{promisedAt, dateTime}}.',
  jobUnassigned: '{{plate}} ({{number}}) has no technician.',
  bayOverfull: '{{bay}}, {{on, day}}: {{jobs}} jobs, {{hours}} h booked.',
  clockDrift: 'The clock of “{{device}}” is {{minutes}} min off.',
  partsHere: 'All parts for {{plate}} here ({{where}}): {{parts}}.',
  stockCritical: '{{name}}: {{qty}} left in {{place}}.',
  returnedTwice: '{{name}} came back more often than it was sold ({{number}}): {{amountMinor, money}} was given back too much.',
  cardsLate: 'Card payments of {{amountMinor, money}} have waited for the terminal too long, since receipt {{number}}.',
} as const

export const alerts = {
  title: 'Alerts',
  intro: 'Raised and withdrawn by themselves. Resolve what is dealt with.',
  standing: 'State',
  source: 'What',
  priority: 'Priority',
  sort: 'Order',
  sortUrgent: 'Most urgent first',
  sortNewest: 'Newest first',
  what: 'Alert',
  raised: 'Since',
  unread: 'New',
  resolve: 'Resolve',
  resolveTitle: 'Resolve this alert',
  resolution: 'What was done',
  resolutionHint: 'Optional.',
  resolved: 'The alert is resolved.',
  resolvedBy: '{{name}}, {{at, dateTime}}',
  allRead: 'Mark all as read',
  noneTitle: 'Nothing is wrong',
  noneText:
    'Late promises, jobs without a technician, parts that came for a job, critical stock, money that went back twice, cards without an answer, bays over their maximum and wrong clocks appear here by themselves.',
  noMatches: 'No alert matches.',
  bell_one: '{{count}} new alert',
  bell_other: '{{count}} new alerts',
  bellNone: 'Alerts',
  all: 'All alerts',
} as const
