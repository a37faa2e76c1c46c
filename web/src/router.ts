// SPDX-License-Identifier: Apache-2.0
// Which page stands at which address. Pages load when they are first visited.
import { createRouter, createWebHistory } from 'vue-router'
import type { MessageKey } from '@/i18n'

declare module 'vue-router' {
  interface RouteMeta {
    title: MessageKey
  }
}

export const router = createRouter({
  history: createWebHistory(),
  scrollBehavior: (to, from, saved) => {
    if (saved) return saved
    if (to.hash) return { el: to.hash }
    return to.path === from.path ? false : { top: 0 }
  },
  routes: [
    { path: '/', component: () => import('./pages/ExplorePage.vue'), meta: { title: 'nav.explore' } },
    { path: '/projects', component: () => import('./pages/ProjectsPage.vue'), meta: { title: 'nav.projects' } },
    { path: '/projects/:id', component: () => import('./pages/ProjectPage.vue'), meta: { title: 'nav.projects' }, props: true },
    { path: '/batches', component: () => import('./pages/BatchesPage.vue'), meta: { title: 'nav.batches' } },
    { path: '/batches/:id', component: () => import('./pages/BatchPage.vue'), meta: { title: 'nav.batches' }, props: true },
    { path: '/trades', component: () => import('./pages/TradesPage.vue'), meta: { title: 'nav.trades' } },
    { path: '/trades/:id', component: () => import('./pages/TradePage.vue'), meta: { title: 'nav.trades' }, props: true },
    { path: '/certificates', component: () => import('./pages/CertificatesPage.vue'), meta: { title: 'nav.certificates' } },
    { path: '/certificates/:id', component: () => import('./pages/CertificatePage.vue'), meta: { title: 'nav.certificates' }, props: true },
    { path: '/entries', component: () => import('./pages/EntriesPage.vue'), meta: { title: 'nav.entries' } },
    { path: '/entries/:index', component: () => import('./pages/EntryPage.vue'), meta: { title: 'nav.entries' }, props: true },
    { path: '/verify', component: () => import('./pages/VerifyPage.vue'), meta: { title: 'nav.verify' } },
    { path: '/estimate', component: () => import('./pages/EstimatePage.vue'), meta: { title: 'nav.estimate' } },
    { path: '/markets', component: () => import('./pages/MarketsPage.vue'), meta: { title: 'markets.title' } },
    { path: '/trading', component: () => import('./pages/TradingPage.vue'), meta: { title: 'trading.title' } },
    { path: '/exchange', component: () => import('./pages/ExchangePage.vue'), meta: { title: 'exchange.title' } },
    { path: '/bulletins', component: () => import('./pages/BulletinsPage.vue'), meta: { title: 'bulletins.title' } },
    { path: '/sign-in', component: () => import('./pages/SignInPage.vue'), meta: { title: 'nav.sign_in' } },
    { path: '/console', component: () => import('./pages/ConsolePage.vue'), meta: { title: 'nav.console' } },
    { path: '/console/command/:name', component: () => import('./pages/CommandPage.vue'), meta: { title: 'nav.console' }, props: true },
    { path: '/docs/verify', component: () => import('./pages/HelpVerifyPage.vue'), meta: { title: 'help.verify.title' } },
    { path: '/docs/refusals', component: () => import('./pages/RefusalsPage.vue'), meta: { title: 'help.refusals.title' } },
    { path: '/about', component: () => import('./pages/AboutPage.vue'), meta: { title: 'help.about.title' } },
    { path: '/:rest(.*)*', component: () => import('./pages/NotFoundPage.vue'), meta: { title: 'not_found.title' } }
  ]
})
