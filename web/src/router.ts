import { createRouter, createWebHistory } from 'vue-router'
import LostPage from './pages/LostPage.vue'
import PublicMap from './pages/PublicMap.vue'

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    // One component for both, so that choosing a grid keeps the map alive.
    { path: '/', name: 'home', component: PublicMap },
    { path: '/grid/:code', name: 'grid', component: PublicMap },
    { path: '/check', name: 'check', component: () => import('./pages/CheckPage.vue') },
    { path: '/:rest(.*)*', name: 'lost', component: LostPage },
  ],
})
