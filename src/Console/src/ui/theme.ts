import { useEffect, useState } from 'preact/hooks'

export type Theme = 'light' | 'dark'

const system = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

const current = (): Theme => (document.documentElement.dataset['theme'] as Theme | undefined) ?? (system.matches ? 'dark' : 'light')

/** Keeps the choice for later visits. */
export function choose(theme: Theme) {
  document.documentElement.dataset['theme'] = theme
  localStorage.setItem('theme', theme)
  listeners.forEach(listener => listener())
}

/** The theme that is shown: the one chosen, or the system's. */
export function useTheme(): Theme {
  const [theme, setTheme] = useState(current)
  useEffect(() => {
    const change = () => setTheme(current())
    listeners.add(change)
    system.addEventListener('change', change)
    // It may have changed since it was read, before anybody listened.
    change()
    return () => {
      listeners.delete(change)
      system.removeEventListener('change', change)
    }
  }, [])
  return theme
}
