import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: ['./tests/support/global-setup.ts'],
    include: ['server/**/*.test.ts', 'api/**/*.test.ts', 'tests/**/*.test.ts', 'web/src/**/*.test.ts'],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A busy machine takes its time; what is waited for comes or does not.
    expect: { poll: { timeout: 20_000 } },
  },
})
