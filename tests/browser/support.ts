import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core'
import { expect, vi } from 'vitest'
import { PASSWORD, type House, type Person } from './house.ts'

// A story is many steps; on a busy machine each takes its time.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 240_000 })

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
export const DESK = { width: 1440, height: 900 }
export const PHONE = { width: 390, height: 844 }

/** The browser of one file of stories, with a fresh profile. */
export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS })

/** What Chromium says besides: each refused request once more, and that without network there is no newer service worker to be had. */
const NOISE = ['Failed to load resource', 'An unknown error occurred when fetching the script.'] as const

export interface Seat { on: 'desk' | 'phone' }
const AXE = readFileSync(createRequire(import.meta.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'), 'utf8')
const kept = new Map<string, Awaited<ReturnType<BrowserContext['storageState']>>>()

/** Somebody at a screen. Counts what fingers do, and hears what goes wrong. */
export class Visitor {
  readonly page: Page
  readonly on: Seat['on']
  readonly problems: string[] = []
  readonly #house: House
  #taps = 0
  #typed = new Set<string>()
  #open = 0

  private constructor(page: Page, house: House, on: Seat['on']) {
    this.page = page
    this.on = on
    this.#house = house
  }

  /** A new window: nobody is signed in, nothing is stored. */
  static async arrive(browser: Browser, house: House, { on }: Seat = { on: 'phone' }, keptState?: Awaited<ReturnType<BrowserContext['storageState']>>): Promise<Visitor> {
    const phone = { viewport: PHONE, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
    const context = await browser.newContext({ ...(on === 'phone' ? phone : { viewport: DESK }), locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce', permissions: ['clipboard-read', 'clipboard-write'], ...(keptState && { storageState: keptState }) })
    const page = await context.newPage()
    page.setDefaultTimeout(45_000)
    const me = new Visitor(page, house, on)
    await me.#listen()
    return me
  }

  /** A window of somebody who has signed in before: through the real screens the first time, with the kept cookie afterwards. */
  static async of(browser: Browser, house: House, who: Person, seat: Seat = { on: 'phone' }, path = '/'): Promise<Visitor> {
    const before = kept.get(who.account)
    const me = await Visitor.arrive(browser, house, seat, before)
    if (before) await me.go(path)
    else {
      await me.signIn(who, path)
      kept.set(who.account, { ...(await me.page.context().storageState()), origins: [] })
    }
    me.forget()
    return me
  }

  async signIn(who: Person, path = '/', { trust = false } = {}): Promise<void> {
    await this.go(path)
    await this.page.getByLabel('用户名').fill(who.signInName)
    await this.page.getByLabel('密码').fill(PASSWORD)
    await this.page.getByRole('button', { name: '登录', exact: true }).click()
    await this.giveCode(who, { trust })
  }

  async giveCode(who: Person, { trust = false } = {}): Promise<void> {
    await this.page.getByLabel('验证码').fill(await this.#house.code(who))
    if (trust) await this.page.getByText('30 天内信任这台设备').click()
    await this.page.getByRole('button', { name: '确认', exact: true }).click()
    await this.page.getByRole('navigation', { name: '主导航' }).first().waitFor()
    await this.settle()
  }

  async #listen() {
    const { page } = this
    await page.exposeBinding('storyTap', () => { this.#taps++ })
    await page.exposeBinding('storyType', (_, field: string) => { this.#typed.add(field) })
    await page.addInitScript(() => {
      const tell = window as unknown as { storyTap: () => void; storyType: (field: string) => void }
      // What a finger does, not what a script does.
      window.addEventListener('pointerdown', (event) => { if (event.isTrusted) tell.storyTap() }, true)
      window.addEventListener('input', (event) => {
        const field = event.target as HTMLInputElement
        if (event.isTrusted && (field.tagName === 'TEXTAREA' || (field.tagName === 'INPUT' && !['radio', 'checkbox', 'file', 'date'].includes(field.type)))) tell.storyType(field.id || field.name || field.getAttribute('aria-label') || field.tagName)
      }, true)
    })
    // Refused requests are heard below.
    page.on('console', (line) => { if (line.type() === 'error' && !NOISE.some((known) => line.text().startsWith(known))) this.problems.push(`console: ${line.text()}`) })
    page.on('pageerror', (error) => this.problems.push(`page: ${error.message}`))
    page.on('response', (response) => {
      const isAsking = response.status() === 401 && response.url().endsWith('/api/v1/session')
      if (response.status() >= 400 && !isAsking) this.problems.push(`${response.status()} ${response.request().method()} ${new URL(response.url()).pathname}`)
    })
    page.on('request', () => { this.#open++ })
    page.on('requestfinished', () => { this.#open-- })
    page.on('requestfailed', (request) => {
      this.#open--
      const why = request.failure()?.errorText ?? ''
      if (!/ABORTED/.test(why)) this.problems.push(`${why} ${request.method()} ${new URL(request.url()).pathname}`)
    })
  }

  /** Opens an address as the address bar does. */
  async go(path: string): Promise<void> {
    await this.page.goto(this.#house.url + path)
    await this.settle()
  }

  /** Follows a link of the app without loading it anew. */
  async follow(path: string): Promise<void> {
    await this.page.evaluate((to) => { history.pushState({}, '', to); window.dispatchEvent(new PopStateEvent('popstate', { state: {} })) }, path)
    await this.settle()
  }

  /** Until nothing is under way and no page says it is loading. */
  async settle(): Promise<void> {
    for (let still = 0, waited = 0; still < 3; waited++) {
      if (waited > 600) throw new Error(`never at rest: ${this.#open} requests, ${this.page.url()}`)
      const isLoading = this.#open > 0 || (await this.page.evaluate(() => document.querySelector('.skeleton, .spinner, [aria-busy="true"]') !== null || document.getElementById('root')?.childElementCount === 0).catch(() => true))
      still = isLoading ? 0 : still + 1
      await this.page.waitForTimeout(25)
    }
  }

  button(name: string | RegExp): Locator { return this.page.getByRole('button', { name, exact: typeof name === 'string' }) }

  /** One tap of a finger, or one click. */
  async tap(on: Locator): Promise<void> {
    await (this.on === 'phone' ? on.tap() : on.click())
  }

  async type(into: Locator, words: string): Promise<void> {
    await into.fill(words)
  }

  /** Saves the form that is open, and waits until its page has left. */
  async saveForm(name = '保存'): Promise<void> {
    await this.tap(this.button(name))
    await this.page.waitForURL((url) => !url.pathname.includes('/fill/'))
    await this.settle()
  }

  /** What it took since `forget`: taps, and fields with typed words. */
  async effort(): Promise<{ taps: number; typed: number }> {
    await this.page.evaluate(() => 0)
    return { taps: this.#taps, typed: this.#typed.size }
  }
  forget(): void {
    this.#taps = 0
    this.#typed.clear()
  }

  async toast(words: string | RegExp): Promise<void> {
    await this.page.getByText(words).first().waitFor()
  }

  /** For people to look at: .data/screens/<name>.png */
  async shot(name: string): Promise<void> {
    mkdirSync(join('.data', 'screens'), { recursive: true })
    await this.page.screenshot({ path: join('.data', 'screens', `${name}.${this.on}.png`) })
  }

  /** Nothing was refused, failed, or complained about; `but` names what this story provokes. */
  calm(but: readonly RegExp[] = []): void {
    expect(this.problems.filter((problem) => !but.some((known) => known.test(problem)))).toEqual([])
    this.problems.length = 0
  }

  /** Nothing stands beyond the right edge. */
  async fits(): Promise<void> {
    expect(await this.wide(), this.page.url()).toEqual([])
  }
  async wide(): Promise<string[]> {
    return this.page.evaluate(tooWide)
  }

  /** What WCAG 2.2 AA finds, serious and critical. */
  async accessible(): Promise<void> {
    expect(await this.barriers(), this.page.url()).toEqual([])
  }
  async barriers(): Promise<string[]> {
    // Given to a page once, not before each look: it is half a megabyte.
    if (!(await this.page.evaluate(() => 'axe' in window))) await this.page.evaluate(AXE)
    return this.page.evaluate(findBarriers, ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
  }

  async leave(): Promise<void> {
    await this.page.context().close()
  }
}

interface Violation { id: string; impact: string; nodes: { target: unknown[]; html: string }[] }
interface Axe { run: (where: Document, options: object) => Promise<{ violations: Violation[] }> }

/** Runs in the page: what keeps somebody out. */
async function findBarriers(values: string[]): Promise<string[]> {
  const { axe } = window as unknown as { axe: Axe }
  // What only lies under a sticky bar until one scrolls is not small.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync('.save-bar, .bottom-bar, .top-bar, .sheet-foot { position: static !important }')
  document.adoptedStyleSheets = [sheet]
  const { violations } = await axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'], elementRef: false })
  document.adoptedStyleSheets = []
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target, html }) => `${target.join(' ')} ${html.slice(0, 120)}`).join(' | ')}`)
}

/** Runs in the page: what is wider than the window and cannot be scrolled inside a box of its own. */
export function tooWide(): string[] {
  const width = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= width) return []
  const found = [...document.querySelectorAll<HTMLElement>('body *')].filter((box) => box.getBoundingClientRect().right > width + 1).map((box) => `${box.tagName}.${box.className} ${Math.round(box.getBoundingClientRect().right)}`)
  return [`${document.documentElement.scrollWidth} > ${width}`, ...found.slice(0, 5)]
}
