import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ReadyTemplate } from '#shared/modules/inspections/model.ts'
import type { TemplateContent } from '#shared/modules/inspections/model/template.ts'
import { pointsOf } from '#shared/modules/inspections/rules.ts'

/** What tools/inspection-templates.ts writes. */
interface ReadyFile {
  readonly source: string
  readonly content: TemplateContent
}
const folder = (assetsDir: string) => join(assetsDir, 'inspections')
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as ReadyFile // our own file of this release

/** Templates that come with the program, our own first. Some milliseconds: they are asked for when a manager adds one. */
export const readyTemplates = (assetsDir: string): ReadyTemplate[] =>
  readdirSync(folder(assetsDir))
    .filter((file) => file.endsWith('.json'))
    .map((file) => {
      const { source, content } = read(join(folder(assetsDir), file))
      return { key: file.slice(0, -'.json'.length), name: content.name, sections: content.sections.length, points: pointsOf(content).length, source }
    })
    .sort((a, b) => Number(a.source !== '') - Number(b.source !== '') || (a.key < b.key ? -1 : 1))

/** Undefined where no ready template has that key. Caller: the key holds letters, figures and dashes alone. */
export function readyContent(assetsDir: string, key: string): TemplateContent | undefined {
  const path = join(folder(assetsDir), `${key}.json`)
  return existsSync(path) ? read(path).content : undefined
}
