/** A problem document (RFC 9457), or what stands for one when the server sent none. */
export class Problem extends Error {
  readonly status: number
  readonly type: string
  readonly detail: string
  /** By field of the request, what is wrong with it. */
  readonly errors: Readonly<Record<string, string[]>>
  readonly body: Readonly<Record<string, unknown>>

  constructor(status: number, body: Record<string, unknown>) {
    super(text(body['title']) || `The server answered with status ${status}.`)
    this.status = status
    this.type = text(body['type'])
    this.detail = text(body['detail'])
    this.errors = (body['errors'] as Record<string, string[]> | undefined) ?? {}
    this.body = body
  }

  /** The same problem with its fields called otherwise. */
  withFields(rename: (field: string) => string) {
    return new Problem(this.status, { ...this.body, errors: Object.fromEntries(Object.entries(this.errors).map(([field, reasons]) => [rename(field), reasons])) })
  }
}

export const unreachable = () => new Problem(0, {
  title: 'The server cannot be reached.',
  detail: 'Check that it runs and that you are connected, then try again.',
})

export const problemOf = (error: unknown): Problem => error instanceof Problem
  ? error
  : new Problem(0, { title: 'Something went wrong in the console.', detail: String(error) })

const text = (value: unknown) => typeof value === 'string' ? value : ''
