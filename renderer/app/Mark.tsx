/** The mark of the program: a bay door with a line on the floor. */
export const Mark = ({ size }: { size: number }) => (
  <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
    <path d="M2 4h20v4H2Z" fill="var(--accent)" />
    <path d="M4 10h16v2.4H4Zm0 4.2h16v2.4H4Z" fill="currentColor" />
    <path d="M2 18.6h5l2-2H4v-6H2Zm20 0h-5l-2-2h5v-6h2ZM2 20h20v1.6H2Z" fill="currentColor" opacity=".55" />
  </svg>
)
