export { createHttp, type Http, type HttpParts } from './server.ts'
export type { Access } from './access.ts'
export { clearToken, DEVICE_COOKIE, hashOfToken, setDevice, setToken, tokenOf } from './session-cookie.ts'
export { languageOf } from './errors.ts'
