export const boardColumn = {
  estimate: 'Waits for approval',
  parts: 'Waits for parts',
  ready: 'Ready to start',
  work: 'In work',
  hold: 'On hold',
  done: 'To invoice',
  invoiced: 'Invoiced today',
} as const

export const partsState = { none: 'No parts', missing: 'Parts missing', ordered: 'Parts ordered', here: 'Parts here', settled: 'Parts fitted' } as const

export const promise = { none: 'Not promised', onTime: 'On time', dueSoon: 'Due soon', late: 'Late' } as const

/** What a move to a column does, on that column. */
export const boardDeed = {
  approve: 'Take the customer’s word',
  quote: 'Back to an estimate',
  start: 'Start the job',
  resume: 'Resume the job',
  hold: 'Put on hold',
  finish: 'Finish the job',
  invoice: 'Issue the invoice',
  reopen: 'Open again',
} as const

export const labelTone = { info: 'Blue', active: 'Violet', waiting: 'Yellow', good: 'Green', bad: 'Red', neutral: 'Grey' } as const

export const jobBoard = {
  title: 'Job board',
  hint: 'Drag a job to another column, or press M on it. Arrows move between jobs, Enter opens one.',
  find: 'Plate, customer, vehicle, number …',
  advisor: 'Advisor',
  technician: 'Technician',
  nobody: 'Nobody',
  label: 'Label',
  lateOnly: 'Late only',
  noneTitle: 'No open jobs',
  noneText: 'Orders appear here as soon as they are opened, and move by themselves.',
  noMatches: 'No open job matches.',
  tooMany: 'Only the {{max, number}} jobs that are promised soonest are shown.',
  empty: 'None',
  jobs_one: '{{count}} job',
  jobs_other: '{{count}} jobs',
  late_one: '{{count}} late',
  late_other: '{{count}} late',
  unread_one: '{{count}} unread note',
  unread_other: '{{count}} unread notes',
  more: 'Move or label {{number}}',
  open: 'Open the order',
  moveTo: 'Move to',
  stays: 'It stands here.',
  partsDecide: 'Its parts decide this: it belongs under “{{column}}”.',
  noTechnician: 'No technician',
  by: 'Advisor {{name}}',
  noLabel: 'Without label',
  labels: 'Labels of the job board',
  labelsHint: 'The shop’s own words for where a job stands inside its column. A label comes off when the job moves on.',
  labelName: 'Name',
  labelTone: 'Colour and shape',
  addLabel: 'Add label',
  editLabel: 'Change label',
  noLabels: 'No labels yet.',
  up: 'Move {{name}} up',
  down: 'Move {{name}} down',
  removeLabel: 'Remove {{name}}',
  editLabels: 'Labels',
} as const
