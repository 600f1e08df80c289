import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import compress from '@fastify/compress'
import files from '@fastify/static'
import { Refusal } from '../refusal.ts'
import { answerRefusal } from './errors.ts'
import type { Http } from './server.ts'

/** Serves the built web beside the interface: hashed files for a year, the page itself never from a cache. Without a built web, the interface alone. */
export async function servePages(app: Http, folder: string | undefined): Promise<void> {
  await app.register(compress, { global: true, encodings: ['br', 'gzip'], threshold: 1024 })
  if (folder === undefined || !existsSync(resolve(folder, 'index.html'))) {
    app.setNotFoundHandler((request, reply) => answerRefusal(request, reply, new Refusal('request.not-found')))
    return
  }
  await app.register(files, {
    root: resolve(folder), preCompressed: true, wildcard: true, cacheControl: false, index: ['index.html'],
    setHeaders: (reply, path) => { reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache') },
  })
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === 'GET' && !request.url.startsWith('/api') && String(request.headers.accept ?? '').includes('text/html')
    if (wantsPage) return reply.header('cache-control', 'no-cache').sendFile('index.html')
    return answerRefusal(request, reply, new Refusal('request.not-found'))
  })
}
