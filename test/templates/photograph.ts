import { type Browser, chromium } from 'playwright-core'

/** How mail programs show a mail. */
const LOOKS = [
  { name: 'light', colorScheme: 'light', width: 800 },
  { name: 'dark', colorScheme: 'dark', width: 800 },
  { name: 'narrow', colorScheme: 'light', width: 400 },
  { name: 'narrow-dark', colorScheme: 'dark', width: 400 },
] as const
export type Look = (typeof LOOKS)[number]['name']
export const EVERY_LOOK: readonly Look[] = LOOKS.map(({ name }) => name)

/** Debian's, unless the environment names another. */
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export async function withBrowser(work: (browser: Browser) => Promise<void>): Promise<void> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
  try {
    await work(browser)
  } finally {
    await browser.close()
  }
}

/** Writes `<path>-<look>.png` of a mail for each look. */
export async function photograph(
  browser: Browser,
  html: string,
  to: { readonly path: string; readonly looks: readonly Look[] },
): Promise<void> {
  const page = await browser.newPage()
  await page.setContent(html)
  for (const { name, colorScheme, width } of LOOKS.filter((look) => to.looks.includes(look.name))) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 800 })
    await page.screenshot({ path: `${to.path}-${name}.png`, fullPage: true })
  }
  await page.close()
}
