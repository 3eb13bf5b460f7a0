import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router'
import './style/tokens.css'
import './style/base.css'
import { i18n } from './words'

createApp(App).use(createPinia()).use(i18n).use(router).mount('#app')
