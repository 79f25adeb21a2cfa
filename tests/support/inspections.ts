import type { Id } from '#shared/kernel/ids.ts'
import type { TemplateContent, TemplatePoint } from '#shared/modules/inspections/model/template.ts'
import { openWorkshop } from './workshop.ts'

export const plainPoint = (key: string, own: Partial<TemplatePoint> = {}): TemplatePoint => ({
  key,
  name: { en: key },
  hint: null,
  isRequired: true,
  photo: 'never',
  measure: null,
  choices: [],
  itemId: null,
  ...own,
})
export const TREAD: NonNullable<TemplatePoint['measure']> = {
  unit: 'mm',
  bands: [
    { belowMilli: 1600, level: 'red' },
    { belowMilli: 3000, level: 'amber' },
    { belowMilli: null, level: 'green' },
  ],
}
/** Four points: a lamp, a measured tyre, a brake that wants a photo when it is found wanting, and one that nobody must look at. */
export const CONTENT: TemplateContent = {
  name: { en: 'Spring check', ar: 'فحص الربيع' },
  levels: [
    { key: 'green', name: { en: 'Fine', ar: 'سليم' }, tone: 'good' },
    { key: 'amber', name: { en: 'Watch', ar: 'راقب' }, tone: 'soon' },
    { key: 'red', name: { en: 'Fix', ar: 'أصلح' }, tone: 'bad' },
    { key: 'skip', name: { en: 'Skipped' }, tone: 'none' },
  ],
  sections: [
    {
      key: 'out',
      name: { en: 'Outside', ar: 'الخارج' },
      points: [plainPoint('lamp', { name: { en: 'Lamps', ar: 'المصابيح' } }), plainPoint('paint', { isRequired: false })],
    },
    {
      key: 'run',
      name: { en: 'Wheels' },
      points: [plainPoint('tyre', { name: { en: 'Tyre', ar: 'الإطار' }, measure: TREAD }), plainPoint('brake', { name: { en: 'Brake' }, photo: 'finding' })],
    },
  ],
}
/** The smallest pictures: one red dot. */
export const JPEG =
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k='
export const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='

/** A workshop with the template above and an order that Tom has begun to look at. */
export async function openInspection(options: Parameters<typeof openWorkshop>[0] = {}) {
  const workshop = await openWorkshop(options)
  const { shop, owner, open, tom } = workshop
  const template = await shop.get('inspections.createTemplate', { content: CONTENT }, owner)
  const begin = async (workOrderId: Id<'workOrder'>) => {
    const head = await shop.get('inspections.start', { workOrderId, templateId: template.id }, owner)
    const sheet = await shop.get('inspections.get', { inspectionId: head.id }, owner)
    const at = (key: string) => sheet.points.find(({ pointKey }) => pointKey === key)?.id as Id<'inspectionPoint'> // the template has these four
    return { inspectionId: head.id, sheet, lamp: at('lamp'), paint: at('paint'), tyre: at('tyre'), brake: at('brake') }
  }
  const workOrderId = (await open({ technicianId: tom })).order.id
  return { ...workshop, template, workOrderId, begin, ...(await begin(workOrderId)) }
}
/** Finishes a sheet of that template: lamp and brake as said, the tyre at 6 mm. */
export async function fillIn(
  { shop, owner }: Pick<Awaited<ReturnType<typeof openWorkshop>>, 'shop' | 'owner'>,
  {
    lamp,
    brake,
    tyre,
    inspectionId,
  }: { lamp: Id<'inspectionPoint'>; brake: Id<'inspectionPoint'>; tyre: Id<'inspectionPoint'>; inspectionId: Id<'inspection'> },
  level: 'green' | 'amber' | 'red',
) {
  await shop.get('inspections.record', { pointId: lamp, level }, owner)
  await shop.get('inspections.record', { pointId: brake, level: 'green' }, owner)
  await shop.get('inspections.record', { pointId: tyre, measuredMilli: 6000 }, owner)
  return shop.get('inspections.finish', { inspectionId }, owner)
}
