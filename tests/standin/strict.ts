/** What any object may be asked without meaning a member: by await, by inspection, by Playwright's handles. */
const ASKED_BY_ALL = new Set(['then', 'toJSON', 'constructor', 'nodeType', 'tagName', 'inspect', 'splice', 'length'])

/** An object that throws when a member is asked for that the stand-in does not have, so that nothing works here by `undefined`. */
export const strict = <T extends object>(name: string, members: T): T =>
  new Proxy(members, {
    get: (from, key) => {
      if (typeof key === 'string' && !(key in from) && !key.startsWith('_') && !ASKED_BY_ALL.has(key)) throw new Error(`the stand-in has no ${name}.${key}`)
      const value = Reflect.get(from, key, from) as unknown
      return typeof value === 'function' ? (value.bind(from) as unknown) : value // private fields belong to the object itself
    },
  })

export interface Preventable {
  readonly defaultPrevented: boolean
  preventDefault(): void
}
/** An event whose default can be prevented, with the facts of its kind. */
export const preventable = <T extends object>(facts: T): T & Preventable => {
  let prevented = false
  return Object.defineProperties({ ...facts, preventDefault: () => void (prevented = true) }, { defaultPrevented: { get: () => prevented } }) as T & Preventable // defined in this line
}
