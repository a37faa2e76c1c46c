// SPDX-License-Identifier: Apache-2.0
// Starts the application.
import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router'
import './styles/tokens.css'
import './styles/base.css'
import './styles/parts.css'

createApp(App).use(router).mount('#app')
