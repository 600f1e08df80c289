import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router'
import { lazy } from 'react'
import { Missing, PageBroke, PageWaits } from './page-states.tsx'
import { PAGES } from './pages.ts'
import { Gate } from './session/gate.tsx'
import { RoleGuard } from './session/role-guard.tsx'

const root = createRootRoute({ component: Outlet, notFoundComponent: Missing })

// The public's door stands beside the staff's, not behind it.
const portal = createRoute({ getParentRoute: () => root, path: '/portal', component: lazyRouteComponent(() => import('./portal/portal-page.tsx')) })
const door = createRoute({ getParentRoute: () => root, path: '/p/$token', component: lazyRouteComponent(() => import('./portal/door-page.tsx')) })
const standing = createRoute({ getParentRoute: () => root, path: '/q', component: lazyRouteComponent(() => import('./portal/standing-page.tsx')) })
const open = createRoute({ getParentRoute: () => root, path: '/open', component: lazyRouteComponent(() => import('./portal/open-page.tsx')) })
const staff = createRoute({ getParentRoute: () => root, id: 'staff', component: Gate })

const pages = Object.entries(PAGES).map(([path, page]) => {
  const Component = lazy(page.load)
  return createRoute({ getParentRoute: () => staff, path, component: () => <RoleGuard roles={page.roles}><Component /></RoleGuard> })
})
const missing = createRoute({ getParentRoute: () => staff, path: '$', component: Missing })

// Filters are plain text in the address: no JSON in what people copy to each other.
const parseSearch = (search: string) => Object.fromEntries(new URLSearchParams(search))
const stringifySearch = (search: Record<string, unknown>) => {
  const text = new URLSearchParams(Object.entries(search).filter(([, value]) => value !== undefined && value !== '').map(([key, value]) => [key, String(value)])).toString()
  return text ? `?${text}` : ''
}

export const router = createRouter({
  routeTree: root.addChildren([portal, door, standing, open, staff.addChildren([...pages, missing])]),
  parseSearch, stringifySearch, scrollRestoration: true,
  defaultPendingComponent: PageWaits, defaultPendingMs: 300, defaultErrorComponent: PageBroke,
})
