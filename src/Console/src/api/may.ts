import { session } from './session'

const scopes = () => session.own?.scopes ?? []

const split = (scope: string) => {
  const at = scope.indexOf(':')
  return at < 0 ? [scope] as const : [scope.slice(0, at), scope.slice(at + 1)] as const
}

/** Whether the key covers a permission, for a resource if one is named: as the server judges it. */
export const may = (permission: string, resource?: string): boolean => scopes().some(scope => {
  const [name, pattern] = split(scope)
  return name === 'admin' || (name === permission && (pattern === undefined || (resource !== undefined && (pattern.endsWith('*') ? resource.startsWith(pattern.slice(0, -1)) : resource === pattern))))
})

/** Whether the key covers a permission for at least one resource. */
export const mayForSome = (permission: string): boolean => scopes().some(scope => ['admin', permission].includes(split(scope)[0]))

export const isAdmin = () => may('admin')

/** The resources that the key names one by one for any of the permissions. */
export const namedResources = (...permissions: string[]): string[] =>
  [...new Set(scopes().map(split).filter(([name, pattern]) => permissions.includes(name) && pattern && !pattern.endsWith('*')).map(([, pattern]) => pattern!))]
