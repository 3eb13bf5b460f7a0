import { i18n } from '@/words'

/** A refusal or failure of the server, or of the way to it, as problem+json tells it. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    /** An id to quote to the administrator; empty where the server gave none. */
    readonly id: string,
    readonly params: Record<string, unknown> = {},
    /** Seconds to wait before asking again, where the server named them. */
    readonly waitS: number | null = null,
  ) {
    super(title || code)
    this.name = 'ApiError'
  }

  get isUnreachable(): boolean {
    return this.code === 'unreachable'
  }
}

interface ProblemBody {
  title?: string
  detail?: string
  code?: string
  instance?: string
  id?: string
  params?: Record<string, unknown>
}

/** What a failed answer says, whatever its body is; `retryAfter` is the header of that name. */
export function errorFrom(status: number, body: unknown, retryAfter?: string | null): ApiError {
  const problem: ProblemBody = typeof body === 'object' && body !== null ? body : {}
  const id = problem.id ?? problem.instance ?? ''
  return new ApiError(
    status,
    problem.code ?? `http_${status}`,
    problem.title ?? '',
    problem.detail ?? '',
    id.replace(/^urn:.*:/, ''),
    problem.params ?? {},
    retryAfter && /^\d+$/.test(retryAfter) ? Number(retryAfter) : null,
  )
}

export function unreachable(): ApiError {
  return new ApiError(0, 'unreachable', '', '', '')
}

export function acceptLanguage(): string {
  return i18n.global.locale.value === 'en' ? 'en' : 'zh-CN'
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}
