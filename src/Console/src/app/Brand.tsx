/** The console's name and mark. */
export const Brand = () => (
  <span class="brand">
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true"><rect width="32" height="32" rx="8" class="mark" /><path d="M9 11h14M9 16h9M9 21h14" class="mark-lines" stroke-width="3" stroke-linecap="round" /></svg>
    Serverless
  </span>
)
