import { describe, expect, it } from 'vitest'
import { MODULES } from '#shared/modules.ts'
import { modules } from '#main/index.ts'
import { isTest, type Source, sources, testTitles } from '#tests/support/sources.ts'

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
const ORDER = MODULES.map(({ contract }) => kebab(contract.name))
const code = sources('shared', 'main', 'central', 'renderer').filter((source) => !isTest(source))
const moduleOf = (path: string) => /^(shared|main|renderer)\/modules\/([^/]+)\//.exec(path)

describe('ARCH-LAYERS: the programs and their modules', () => {
  it('ARCH-LAYERS: a module uses only modules above it in the one ordered list', () => {
    const wrong = code.flatMap((source) => {
      const own = moduleOf(source.path)
      if (!own) return []
      return source.imports.flatMap((target) => {
        const other = moduleOf(target)
        return other && ORDER.indexOf(other[2] ?? '') > ORDER.indexOf(own[2] ?? '')
          ? [`${source.path} -> ${target}: move the command to the later module, or emit an event`]
          : []
      })
    })
    expect(wrong).toEqual([])
  })

  it('ARCH-LAYERS: shared imports no program, no program imports another, and none imports tests or tools', () => {
    const MAY: Record<string, string[]> = { shared: ['shared'], main: ['main', 'shared'], central: ['central', 'shared'], renderer: ['renderer', 'shared'] }
    const wrong = code.flatMap(({ path, imports }) =>
      imports.filter((target) => !MAY[path.split('/')[0] ?? '']?.includes(target.split('/')[0] ?? '')).map((target) => `${path} -> ${target}`),
    )
    expect(wrong).toEqual([])
  })

  it('ARCH-LAYERS: the platform knows no business module', () => {
    expect(
      code
        .filter(({ path }) => path.startsWith('main/platform/'))
        .flatMap(({ path, imports }) => imports.filter((i) => i.includes('/modules/')).map((i) => `${path} -> ${i}`)),
    ).toEqual([])
  })

  it('ARCH-LAYERS: renderer/ui has no router, no data and no module', () => {
    const wrong = code
      .filter(({ path }) => path.startsWith('renderer/ui/'))
      .flatMap(({ path, imports, packages }) =>
        [
          ...imports.filter((i) => /^renderer\/(data|modules|app)\//.test(i)),
          ...packages.filter((p) => p.startsWith('@tanstack/react-router') || p.startsWith('@tanstack/react-query')),
        ].map((i) => `${path} -> ${i}`),
      )
    expect(wrong).toEqual([])
  })

  it('ARCH-LAYERS: a module folder holds only the known roles', () => {
    const ROLES: Record<string, RegExp> = {
      shared: /^(model|rules|contract|sync)\.ts$|^(rules|model)\/[\w-]+\.ts$/,
      main: /^(tables|store|service|reactions|prepare)\.ts$|^(service|store|prepare|parts)\/[\w-]+\.tsx?$/,
      renderer: /^(routes\.tsx?|[A-Z]\w*(Page|Form|Sheet)\.tsx|parts\/[\w-]+\.tsx?)$/,
    }
    const wrong = code.filter(({ path }) => {
      const own = moduleOf(path)
      return own !== null && !ROLES[own[1] ?? '']?.test(path.slice(own[0].length))
    })
    expect(wrong.map(({ path }) => path)).toEqual([])
  })

  it('ARCH-LAYERS: only main/electron imports electron', () => {
    const named = code.filter(({ packages, path }) => packages.some((p) => p === 'electron' || p.startsWith('electron/')) && !path.startsWith('main/electron/'))
    expect(named.map(({ path }) => path)).toEqual([])
  })

  it('ARCH-LAYERS: a table is written by its own module alone', () => {
    const wrong = code
      .filter(({ path }) => /^main\/modules\/[^/]+\/(service|reactions|prepare)/.test(path))
      .flatMap(({ path, imports }) =>
        imports.filter((target) => target.endsWith('/tables.ts') && moduleOf(target)?.[2] !== moduleOf(path)?.[2]).map((target) => `${path} -> ${target}`),
      )
    expect(wrong).toEqual([])
  })

  it('ARCH-LAYERS: only stores speak SQL, and services never wait', () => {
    const services = code.filter(({ path }) => /^main\/modules\/[^/]+\/service/.test(path))
    expect(services.filter(({ text }) => /\bsql`|\bsqlQuery\b|\bawait\b|\basync\b|from 'drizzle-orm/.test(text)).map(({ path }) => path)).toEqual([])
    const rest = code.filter(({ path }) => path.startsWith('main/modules/') && !/\/(store|tables)/.test(path))
    expect(rest.filter(({ packages }) => packages.some((p) => p.startsWith('drizzle-orm'))).map(({ path }) => path)).toEqual([])
  })

  it('ARCH-LAYERS: shared code has no clock, no chance and no output', () => {
    const banned = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bcrypto\.|\bconsole\.|\bperformance\.now\(|from 'node:/
    expect(code.filter(({ path, text }) => path.startsWith('shared/') && banned.test(text)).map(({ path }) => path)).toEqual([])
  })

  it('ARCH-LAYERS: no file is longer than 500 lines', () => {
    expect(
      sources('shared', 'main', 'central', 'renderer', 'tests', 'tools')
        .filter(({ text }) => text.split('\n').length > 500)
        .map(({ path }) => path),
    ).toEqual([])
  })

  it('ARCH-LAYERS: folders of the platform and the renderer form no cycle', () => {
    const folder = (path: string) =>
      /^(main\/platform|shared\/kernel|shared\/contract|renderer\/(?:ui|data|texts|app))/.exec(path)?.[1] ?? moduleOf(path)?.[0] ?? path
    const edges = new Map<string, Set<string>>()
    for (const source of code)
      for (const target of source.imports)
        if (folder(source.path) !== folder(target)) edges.set(folder(source.path), (edges.get(folder(source.path)) ?? new Set()).add(folder(target)))
    const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
      [...(edges.get(from) ?? [])].some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))))
    expect([...edges.keys()].filter((name) => reaches(name, name))).toEqual([])
  })
})

describe('contracts', () => {
  const operations = MODULES.flatMap(({ contract }) =>
    Object.entries(contract.operations).map(([key, operation]) => ({ name: `${contract.name}.${key}`, operation })),
  )

  it('API-ROUTES: the running core has exactly the modules of the list, in its order', () => {
    expect(modules.map(({ contract }) => contract.name)).toEqual(MODULES.map(({ contract }) => contract.name))
  })

  it('QA-INTEG: every operation is called by a test', () => {
    const tests = sources('shared', 'main', 'central', 'tests', 'renderer')
      .filter((s: Source) => isTest(s) && !s.path.startsWith('tests/boundaries') && !s.path.startsWith('tests/fuzz'))
      .map(({ text }) => text)
      .join('\n')
    expect(operations.filter(({ name }) => !tests.includes(`'${name}'`)).map(({ name }) => name)).toEqual([])
  })

  it('PLAT-VALID: every input is an object that refuses unknown keys', () => {
    const loose = operations.filter(({ operation }) => operation.input.safeParse({ __unknown__: 1 }).success)
    expect(loose.map(({ name }) => name)).toEqual([])
  })

  it('PLAT-ERR: every failure code that a contract names exists once', () => {
    for (const { name, operation } of operations) expect(new Set(operation.fails).size, name).toBe(operation.fails.length)
  })
})

describe('tests', () => {
  it('QA-UNIT: every numbered invariant appears in a test title', () => {
    const titles = testTitles().join('\n')
    const declared = sources('shared')
      .filter(({ path }) => path.endsWith('/model.ts'))
      .flatMap(({ text }) => [...text.matchAll(/^\s*\*\s+([A-Z]+-\d+):/gm)].map((match) => match[1] ?? ''))
    expect(declared.length).toBeGreaterThan(5)
    expect(declared.filter((invariant) => !new RegExp(`\\b${invariant}\\b`).test(titles))).toEqual([])
  })

  it('QA-UNIT: no test is skipped, focused or left to do', () => {
    expect(
      sources('shared', 'main', 'central', 'renderer', 'tests')
        .filter((s) => isTest(s) && /\b(it|test|describe)\.(skip|only|todo|fails)\b/.test(s.text))
        .map(({ path }) => path),
    ).toEqual([])
  })
})
