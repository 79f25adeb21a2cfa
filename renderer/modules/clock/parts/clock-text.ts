import { MINUTE_MS } from '#shared/kernel/time.ts'
import { durationText } from '../../../texts/duration.ts'

/** Milliseconds as `7 h 40 min`, whole minutes begun left out. */
export const timeText = (ms: number): string => durationText(Math.floor(ms / MINUTE_MS))
