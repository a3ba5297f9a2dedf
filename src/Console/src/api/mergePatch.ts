type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What turns one document into another (RFC 7396): what is not said stays, also what neither has; what is undefined there is removed. */
export function mergePatch(before: Json, after: Json): Json {
  const patch: Json = {}
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [from, to] = [before[name], after[name]]
    if (JSON.stringify(from) === JSON.stringify(to)) continue
    patch[name] = isObject(from) && isObject(to) ? mergePatch(from, to) : to ?? null
  }
  return patch
}
