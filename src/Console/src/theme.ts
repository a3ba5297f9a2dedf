// A choice of theme outlives the visit; without one the system's is followed by the style sheet alone.
const chosen = localStorage.getItem('theme')
if (chosen === 'light' || chosen === 'dark') {
  document.documentElement.dataset.theme = chosen
}
