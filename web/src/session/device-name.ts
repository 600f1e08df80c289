const SYSTEMS = [[/HarmonyOS/i, 'HarmonyOS'], [/iPhone|iPad/i, 'iOS'], [/Android/i, 'Android'], [/Windows/i, 'Windows'], [/Mac OS/i, 'macOS'], [/Linux/i, 'Linux']] as const
const BROWSERS = [[/MicroMessenger/i, 'WeChat'], [/QAXBrowser|Qaxbrowser/i, 'Qi An Xin'], [/360SE|360EE|QIHU/i, '360'], [/Edg\//, 'Edge'], [/Firefox/i, 'Firefox'], [/Chrome/i, 'Chrome'], [/Safari/i, 'Safari']] as const
const nameIn = (agent: string, names: readonly (readonly [RegExp, string])[]) => names.find(([pattern]) => pattern.test(agent))?.[1]

/** What this browser is called in one's list of sessions. */
export const deviceName = (agent: string = navigator.userAgent): string => [nameIn(agent, SYSTEMS), nameIn(agent, BROWSERS)].filter(Boolean).join(' · ')
