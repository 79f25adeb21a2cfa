import type { AppointmentView } from '#shared/modules/appointments/model.ts'
import type { Translate } from '../../../texts/t.ts'

/** What a block of the schedule is called: by its customer, or by what time without a job is for. */
export const labelOf = ({ customerName, purpose }: Pick<AppointmentView, 'customerName' | 'purpose'>, t: Translate): string =>
  purpose === null ? customerName : t(`purpose.${purpose}`)
