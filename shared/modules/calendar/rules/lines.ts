import type { LeftOut } from '../model.ts'

/** An event as its lines say it, unfolded; what is nested in it (alarms) is left out. */
export interface Block {
  /** Of the file, at which it begins; from 1. */
  readonly line: number
  readonly lines: readonly string[]
}

/** What of an event is read; whatever else its lines hold, and however broken, is nobody's concern here. A list of times without any says nothing. */
const READ = /^(?!(?:RDATE|EXDATE|RECURRENCE-ID)[^:]*:[\s,]*$)(UID|SUMMARY|DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID|STATUS|TRANSP)[;:]/i

/**
 * The events of a calendar file, and the zones that its own zone definitions name. Takes single events without a calendar around them
 * and files without an end; an event that is begun and not ended is told as broken. Holds CAL-3.
 */
export function blocksOf(text: string): { blocks: Block[]; broken: LeftOut[]; zones: ReadonlyMap<string, string> } {
  const blocks: Block[] = []
  const broken: LeftOut[] = []
  const zones = new Map<string, string>()
  const inside: string[] = []
  let event: { line: number; lines: string[] } | null = null
  let zone = ''
  let isCalendar = false
  const giveUp = (open: { line: number; lines: string[] }) => broken.push({ name: nameOf(open.lines), problem: 'broken', line: open.line })
  for (const { line, text: content } of unfolded(text)) {
    const [, word, of] = /^(BEGIN|END):\s*([\w-]+)\s*$/i.exec(content) ?? []
    const name = of?.toUpperCase()
    if (word?.toUpperCase() === 'BEGIN' && name !== undefined) {
      isCalendar ||= name === 'VCALENDAR' || name === 'VEVENT'
      if (name === 'VEVENT') {
        if (event) giveUp(event)
        event = { line, lines: [] }
        inside.length = 0
      }
      if (name === 'VTIMEZONE') zone = ''
      inside.push(name)
    } else if (name !== undefined) {
      if (name === 'VEVENT' && event) {
        blocks.push(event)
        event = null
      }
      // A nested part that was never ended ends with what it stands in.
      while (inside.length > 0 && inside.pop() !== name);
    } else if (event && inside.at(-1) === 'VEVENT') {
      if (READ.test(content)) event.lines.push(content)
    } else if (inside.at(-1) === 'VTIMEZONE') {
      const [, key, value] = /^(TZID|X-LIC-LOCATION)(?:;[^:]*)?:(.*)$/i.exec(content) ?? []
      if (key?.toUpperCase() === 'TZID') zone = value?.trim() ?? ''
      else if (value !== undefined && zone !== '') zones.set(zone, value.trim())
    }
  }
  if (event) giveUp(event)
  if (!isCalendar) broken.push({ name: '', problem: 'notACalendar', line: 1 })
  return { blocks, broken, zones }
}

/** What a person would call an event. */
export const nameOf = (lines: readonly string[]): string =>
  (lines.find((line) => /^SUMMARY[;:]/i.test(line)) ?? lines.find((line) => /^UID[;:]/i.test(line)) ?? '').replace(/^[^:]*:/, '').slice(0, 120)

/** Content lines: one that begins with a space or a tab goes on with the line before. */
function unfolded(text: string): { line: number; text: string }[] {
  const found: { line: number; text: string }[] = []
  text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .forEach((raw, i) => {
      const last = found.at(-1)
      if (last && /^[ \t]/.test(raw)) last.text += raw.slice(1)
      else if (raw.trim() !== '') found.push({ line: i + 1, text: raw })
    })
  return found
}
