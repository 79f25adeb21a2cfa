import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactNode, useCallback } from 'react'
import type { z } from 'zod'
import type { paths } from '../paths.ts'

export type Path = (typeof paths)[keyof typeof paths]
type ParamNames<P extends string> = P extends `${string}$${infer Name}/${infer Rest}`
  ? Name | ParamNames<Rest>
  : P extends `${string}$${infer Name}`
    ? Name
    : never
type Params<P extends Path> = { [N in ParamNames<P>]: string }
/** Where to go: a path, what stands for its `$names`, and the filters of the page. */
export type Target<P extends Path> = { to: P; search?: Record<string, unknown> } & ([ParamNames<P>] extends [never]
  ? { params?: undefined }
  : { params: Params<P> })

/** A link in the text colour of links. `<TextLink to={paths.user} params={{ userId }}>…</TextLink>` */
export function TextLink<P extends Path>({ children, ...target }: Target<P> & { children: ReactNode }) {
  return <Link {...(target as { to: string })}>{children}</Link> // the router's own types need its whole tree
}

/** `const go = useGo(); go({ to: paths.user, params: { userId } })` */
export function useGo() {
  const navigate = useNavigate()
  return useCallback(<P extends Path>(target: Target<P> & { replace?: boolean }) => void navigate(target as { to: string }), [navigate]) // as above
}

/**
 * The filters of a page live in its address, so that back, reload and a copied link show the same.
 * A filter that the address spells wrong counts as not given. Setting merges; undefined takes a filter away.
 */
export function useFilters<S extends z.ZodObject>(schema: S): [filters: Partial<z.output<S>>, set: (next: Partial<z.output<S>>) => void] {
  const search = useSearch({ strict: false }) as Record<string, unknown> // pages state their own schema
  const navigate = useNavigate()
  const filters: Record<string, unknown> = {}
  for (const [key, field] of Object.entries(schema.shape)) {
    const parsed = (field as z.ZodType).safeParse(search[key]) // a shape holds types
    if (search[key] !== undefined && parsed.success) filters[key] = parsed.data
  }
  const set = useCallback(
    (next: Partial<z.output<S>>) => void navigate({ to: '.', search: (before: Record<string, unknown>) => ({ ...before, ...next }), replace: true } as never), // as above
    [navigate],
  )
  return [filters as Partial<z.output<S>>, set] // each value was parsed by its field
}
