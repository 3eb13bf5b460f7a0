import { createRouter, createWebHistory } from 'vue-router'
import LostPage from './pages/LostPage.vue'
import PublicMap from './pages/PublicMap.vue'

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    // A chosen grid is in the query (?grid=CODE), so that choosing one keeps the map alive.
    { path: '/', name: 'home', component: PublicMap },
    { path: '/kiosk', name: 'kiosk', component: () => import('./pages/KioskPage.vue'), meta: { bare: true } },
    {
      path: '/report/:number?',
      name: 'report',
      component: () => import('./pages/ReportPage.vue'),
      meta: { heading: 'report.title' },
    },
    { path: '/check', name: 'check', component: () => import('./pages/CheckPage.vue') },
    {
      path: '/sign-in',
      name: 'sign-in',
      component: () => import('./pages/SignInPage.vue'),
      meta: { heading: 'account.signIn' },
    },
    {
      path: '/sign-in/return',
      name: 'sign-in-return',
      component: () => import('./pages/SignInReturnPage.vue'),
      meta: { heading: 'account.signIn' },
    },
    {
      path: '/reset',
      name: 'reset',
      component: () => import('./pages/ResetPage.vue'),
      meta: { heading: 'account.label' },
    },
    {
      path: '/me',
      name: 'me',
      component: () => import('./pages/MyAccountPage.vue'),
      meta: { heading: 'account.mine', account: true },
    },
    { path: '/admin', redirect: { name: 'admin', params: { section: 'people' } } },
    {
      path: '/admin/:section(people|offices|catalogue|matrix|holidays|audit|settings)/:id(\\d+)?',
      name: 'admin',
      component: () => import('./pages/AdminPage.vue'),
      meta: { heading: 'account.admin', account: true },
    },
    {
      path: '/people/:section(people|grids|stations|import|boards)?/:id(.*)?',
      name: 'people',
      component: () => import('./pages/PeoplePage.vue'),
      meta: { heading: 'account.duty', account: true },
    },
    {
      path: '/plan/:section(networks|sizes)?/:id(\\d+)?',
      name: 'plan',
      component: () => import('./pages/PlanPage.vue'),
      meta: { heading: 'account.plan', account: true },
    },
    {
      path: '/desk/returns',
      name: 'returns',
      component: () => import('./pages/ReturnsPage.vue'),
      meta: { heading: 'account.returns', account: true },
    },
    {
      path: '/desk/:number?',
      name: 'desk',
      component: () => import('./pages/DeskPage.vue'),
      meta: { heading: 'account.desk', account: true },
    },
    {
      path: '/field/:number?',
      name: 'field',
      component: () => import('./pages/FieldPage.vue'),
      meta: { heading: 'field.title', account: true },
    },
    { path: '/:rest(.*)*', name: 'lost', component: LostPage },
  ],
})
