/*
 * Runs before every module: the page lives under a policy without eval and with trusted types.
 * zod must not probe for eval, and the only text that may reach innerHTML is a style sheet that Mantine writes.
 * A plain script, as a bundler would run the modules that need it first.
 */
globalThis.__zod_globalConfig = { jitless: true }
globalThis.trustedTypes?.createPolicy('default', {
  createHTML: (text) => {
    if (text.includes('<')) throw new TypeError('Markup never becomes part of the page as text.')
    return text
  },
})
