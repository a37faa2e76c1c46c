// SPDX-License-Identifier: Apache-2.0
// The real server on a data directory of its own, loopback only; ends with the tests.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const repo = fileURLToPath(new URL('../../..', import.meta.url))
const program = process.env.TANSHU ?? join(repo, 'build/tanshu')
const start_ms_max = 90_000

export interface Server {
  readonly base: string
  stop(): Promise<void>
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const timer = setTimeout(() => reject(new Error(`the server did not start: ${said}`)), start_ms_max)
    const hear = (chunk: Buffer): void => {
      said += chunk.toString()
      const match = /listening on (http:\/\/\S+)/.exec(said)
      if (!match?.[1]) return
      clearTimeout(timer)
      resolve(match[1])
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.on('exit', (code) => reject(new Error(`the server ended with ${String(code)}: ${said}`)))
    child.on('error', reject)
  })
}

export async function startServer(): Promise<Server> {
  const place = mkdtempSync(join(tmpdir(), 'tanshu-e2e-'))
  const dist = fileURLToPath(new URL('../../dist', import.meta.url))
  const child = spawn(program, ['serve', '--demo', '--data', join(place, 'data'), '--web', dist, '--port', '0'], {
    cwd: repo,
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  try {
    return {
      base: await listening(child),
      stop: async () => {
        child.kill('SIGTERM')
        const killer = setTimeout(() => child.kill('SIGKILL'), 10_000)
        await ended
        clearTimeout(killer)
        rmSync(place, { recursive: true, force: true })
      }
    }
  } catch (problem) {
    child.kill('SIGKILL')
    rmSync(place, { recursive: true, force: true })
    throw problem
  }
}
