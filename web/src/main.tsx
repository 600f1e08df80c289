import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import './platform/i18n.ts'
import { openWithoutNetwork } from './platform/open-without-network.ts'
import { mayTryAgain } from './platform/refusal-error.ts'
import { SessionProvider } from './platform/session.tsx'
import { PageWaits } from './page-states.tsx'
import { router } from './router.tsx'
import { StepUpHost } from './session/step-up.tsx'
import { ConfirmHost, ToastHost } from './ui/index.ts'
import './ui/styles/index.css'

const queries = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 20_000, networkMode: 'always', retry: (count, error) => count < 2 && mayTryAgain(error) },
    mutations: { networkMode: 'always', retry: false },
  },
})

openWithoutNetwork()
const place = document.getElementById('app')
if (!place) throw new Error('index.html has no #app')
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <SessionProvider>
        <Suspense fallback={<PageWaits />}><RouterProvider router={router} /></Suspense>
        <Suspense>
          <ConfirmHost />
          <StepUpHost />
          <ToastHost />
        </Suspense>
      </SessionProvider>
    </QueryClientProvider>
  </StrictMode>,
)
