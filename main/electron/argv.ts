/** Switches that change nothing about safety. */
const HARMLESS = new Set(['ozone-platform', 'force-device-scale-factor', 'lang', 'disable-gpu', 'original-process-start-time'])

/**
 * The first switch that a packaged start does not accept. Switches of Chromium and Node can undo every lock of the program
 * (`--no-sandbox`, `--remote-debugging-port`, `--inspect`), and fuses stop only some of them, so only known ones pass.
 * Chromium takes one dash or two, and on Windows a slash.
 */
export function refusedSwitch(args: readonly string[], platform: NodeJS.Platform): string | undefined {
  const lead = platform === 'win32' ? /^(?:--?|\/)/ : /^--?/
  return args.find((arg) => {
    if (!lead.test(arg) || (platform === 'darwin' && /^-psn_\d+_\d+$/.test(arg))) return false // the Finder adds its process number
    const [name] = arg.replace(lead, '').split('=')
    return !HARMLESS.has(name ?? '')
  })
}
