import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { WIRE_ERRORS, wireError } from '#shared/contract/wire.ts'
import { type Endpoint, refuse, STATUS } from './endpoint.ts'
import { ENDPOINTS } from './endpoints.ts'
import { failsOf, openApi } from './openapi.ts'

const document = openApi(ENDPOINTS) as { paths: Record<string, Record<string, { responses: Record<string, unknown> }>> } // as it is built
const endpoints = Object.entries(ENDPOINTS) as unknown as [string, Endpoint][] // a registry is a record of endpoints

describe('API-DOC: the published document', () => {
  it('API-DOC: central/openapi.json is what the code says; `npm run central -- --openapi` writes it anew', () => {
    const committed: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../openapi.json'), 'utf8'))
    expect(committed).toEqual(JSON.parse(JSON.stringify(document)))
  })

  it('API-DOC: every reference in it leads somewhere', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref = '']) => ref)
    expect(refs.length).toBeGreaterThan(20)
    const lost = refs.filter((ref) => {
      const found = ref
        .slice(2)
        .split('/')
        .reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined), document) // any object
      return !ref.startsWith('#/') || found === undefined
    })
    expect(lost).toEqual([])
  })

  it.each(endpoints)('API-DOC: the examples of %s fit its schemas, and each of its refusals is told', (_name, endpoint) => {
    if (endpoint.body) expect(endpoint.body.schema.safeParse(endpoint.body.example).error).toBeUndefined()
    expect((endpoint.answer.schema as z.ZodType).safeParse(endpoint.answer.example).error).toBeUndefined()
    const told = Object.keys(document.paths[endpoint.path]?.[endpoint.method.toLowerCase()]?.responses ?? {})
    expect(failsOf(endpoint).filter((code) => !told.includes(String(STATUS[code])))).toEqual([])
  })

  it('API-ROUTES: no two endpoints share a method and a path', () => {
    const names = endpoints.map(([, { method, path }]) => `${method} ${path}`)
    expect(new Set(names).size).toBe(names.length)
  })

  it.each(WIRE_ERRORS)('API-DOC: %s is a WireError with a client or server status', (code) => {
    const { status, body } = refuse(code)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(wireError.safeParse(JSON.parse(typeof body === 'string' ? body : '')).error).toBeUndefined()
  })
})
