// SPDX-License-Identifier: Apache-2.0
// Builds the pages into dist/, which `tanshu serve --web dist` serves.
import vue from '@vitejs/plugin-vue'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const server = process.env.TANSHU_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: { target: 'es2022', chunkSizeWarningLimit: 400, modulePreload: { polyfill: false } },
  server: { host: '127.0.0.1', proxy: { '/v1': server, '/log': server } }
})
