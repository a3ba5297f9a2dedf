import { call } from '../api/client'

export interface Dependency { name: string; status: 'healthy' | 'degraded' | 'unhealthy'; latencyMs: number }

export interface Minute { at: string; redirects: number; allowed: number; denied: number; degraded: number; published: number; delivered: number }

export interface Attention { kind: string; resource: string; name: string; text: string; link: string | null }

export interface Overview { dependencies: Dependency[]; minutes: Minute[]; attention: Attention[] }

export const getOverview = (signal?: AbortSignal) => call<Overview>('GET', '/api/overview', { signal })
