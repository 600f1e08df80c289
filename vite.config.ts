import { createHash } from 'node:crypto'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// The build names itself, so that the server can tell which client made a write.
const build = createHash('sha256').update(`${Date.now()}`).digest('hex').slice(0, 12)

// `#api/*` and `#web/*` are the package's own imports and need no alias.
export default defineConfig({
  root: 'web',
  base: '/',
  plugins: [react()],
  define: { __BUILD__: JSON.stringify(process.env.WULIAN_BUILD ?? build) },
  build: {
    outDir: 'dist',
    // The last build's files stay for tabs that are open: scripts/start.mjs drops older ones.
    emptyOutDir: false,
    // Windows 7 stays at Chromium 109, and WeChat's browser on old Android phones is not far above it.
    target: 'chrome109',
    cssTarget: 'chrome109',
    // A data: URI would need a wider policy for fonts and images than 'self'.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rollupOptions: {
      input: { page: 'web/index.html', worker: 'web/src/service-worker.ts' },
      // A service worker keeps its address: the browser compares it with the last one to notice a new build.
      output: { entryFileNames: ({ name }) => (name === 'worker' ? 'worker.js' : 'assets/[name]-[hash].js') },
    },
  },
  // node_modules and api/ lie beside web/, not in it.
  server: { fs: { allow: ['..'] }, host: '127.0.0.1', port: 8401, proxy: { '/api': 'http://127.0.0.1:8400' } },
})
