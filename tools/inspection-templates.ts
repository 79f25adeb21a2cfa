import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TemplateContent } from '#shared/modules/inspections/model/template.ts'
import { DVSA_KINDS, type DvsaSection, dvsaTemplate } from './inspection-templates/dvsa.ts'
import { RECEPTION, VEHICLE_CHECK } from './inspection-templates/own.ts'

/** `node tools/inspection-templates.ts` writes the ready templates of main/assets/inspections, each as `{source, content}`. */
const ROOT = join(import.meta.dirname, '..')
const DVSA = 'DVSA (UK)'

export function readyFiles(): Map<string, { source: string; content: TemplateContent }> {
  const list = JSON.parse(readFileSync(join(ROOT, 'tests/data/inspection/dvsa-annual-test-defects.json'), 'utf8')) as DvsaSection[] // the authority's own file
  return new Map([
    ['vehicle-check', { source: '', content: VEHICLE_CHECK }],
    ['reception', { source: '', content: RECEPTION }],
    ...DVSA_KINDS.map((kind) => [`dvsa-${kind}`, { source: DVSA, content: dvsaTemplate(list, kind) }] as const),
  ])
}

if (process.argv[1] === import.meta.filename)
  for (const [key, file] of readyFiles()) writeFileSync(join(ROOT, `main/assets/inspections/${key}.json`), `${JSON.stringify(file)}\n`)
