import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

export const ROOT = join(import.meta.dirname, '../..')

export interface Source {
  /** From the repository's root, with slashes. */
  readonly path: string
  readonly text: string
  /** Paths of our own files that it imports, from the root. */
  readonly imports: readonly string[]
  /** Names of packages that it imports. */
  readonly packages: readonly string[]
}

const slashes = (path: string) => path.split(sep).join('/')

/** All TypeScript of these folders. */
export function sources(...folders: string[]): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.parentPath.includes('node_modules'))
      .map((entry) => read(slashes(relative(ROOT, join(entry.parentPath, entry.name))))),
  )
}

function read(path: string): Source {
  const text = readFileSync(join(ROOT, path), 'utf8')
  const named = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '')
  const ours = named.filter((name) => name.startsWith('.') || name.startsWith('#'))
  return {
    path,
    text,
    imports: ours.map((name) => (name.startsWith('#') ? name.slice(1) : slashes(join(dirname(path), name)))),
    packages: named.filter((name) => !name.startsWith('.') && !name.startsWith('#')),
  }
}

export const isTest = ({ path }: Source): boolean => /\.test\.tsx?$/.test(path)

/** Titles of all tests, as written. */
export const testTitles = (): string[] =>
  sources('shared', 'main', 'central', 'renderer', 'tests', 'tools')
    .filter(isTest)
    .flatMap(({ text }) => [...text.matchAll(/\b(?:it|test|describe)(?:\.each\([\s\S]*?\))?\(\s*(['"`])([\s\S]*?)\1\s*,/g)].map((match) => match[2] ?? ''))
