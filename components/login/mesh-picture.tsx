/** The quiet picture beside the sign-in: a mesh as the graph draws it, all healthy, therefore grey. Decoration, and said to be so. */

interface Card {
  x: number;
  y: number;
  name: number;
  rows?: number;
}

const cards: readonly Card[] = [
  { x: 40, y: 330, name: 54 },
  { x: 220, y: 210, name: 66 },
  { x: 220, y: 470, name: 60 },
  { x: 400, y: 130, name: 52, rows: 3 },
  { x: 400, y: 330, name: 44 },
  { x: 400, y: 430, name: 58 },
  { x: 400, y: 550, name: 50, rows: 2 },
  { x: 590, y: 170, name: 48 },
  { x: 590, y: 430, name: 62 },
  { x: 590, y: 580, name: 40 },
];

const width = 124;
const height = 40;

const edges: readonly string[] = [
  'M164 350H184Q192 350 192 342V238Q192 230 200 230H220',
  'M164 350H184Q192 350 192 358V482Q192 490 200 490H220',
  'M344 230H364Q372 230 372 222V184Q372 176 380 176H400',
  'M344 230H364Q372 230 372 238V342Q372 350 380 350H400',
  'M344 490H364Q372 490 372 482V458Q372 450 380 450H400',
  'M344 490H364Q372 490 372 498V588Q372 596 380 596H400',
  'M524 190H590',
  'M524 450H590',
  'M524 600H590',
];

export function MeshPicture() {
  return (
    <svg viewBox="0 0 760 800" preserveAspectRatio="xMinYMid slice" aria-hidden>
      <rect
        x="204"
        y="92"
        width="528"
        height="282"
        rx="12"
        fill="var(--sl-namespace-box)"
        stroke="var(--sl-namespace-line)"
      />
      <rect
        x="204"
        y="394"
        width="528"
        height="302"
        rx="12"
        fill="var(--sl-namespace-box)"
        stroke="var(--sl-namespace-line)"
      />
      {edges.map((path) => (
        <path key={path} d={path} fill="none" stroke="var(--sl-edge)" strokeWidth="1.5" />
      ))}
      {cards.map(({ x, y, name, rows = 0 }) => (
        <g key={`${x}/${y}`} transform={`translate(${x} ${y})`}>
          <rect
            width={width}
            height={height + rows * 26}
            rx="8"
            fill="var(--sl-card)"
            stroke="var(--sl-card-line)"
          />
          <circle cx="18" cy="20" r="6" fill="none" stroke="var(--sl-faint)" strokeWidth="1.5" />
          <rect x="32" y="11" width={name} height="6" rx="3" fill="var(--sl-edge)" />
          <rect x="32" y="23" width={name * 0.66} height="5" rx="2.5" fill="var(--sl-card-line)" />
          {Array.from({ length: rows }, (_, row) => row).map((row) => (
            <g key={row} transform={`translate(8 ${38 + row * 25})`}>
              <rect
                width={width - 16}
                height="21"
                rx="5"
                fill="var(--sl-version-row)"
                stroke="var(--sl-version-line)"
              />
              {row === 0 && <circle cx="12" cy="10.5" r="3.5" fill="var(--sl-stable)" />}
              {row === rows - 1 && row > 0 && (
                <path d="M12 6 16.5 10.5 12 15 7.5 10.5Z" fill="var(--sl-candidate)" />
              )}
              {row > 0 && row < rows - 1 && (
                <rect x="8.5" y="7" width="7" height="7" fill="var(--sl-other-version)" />
              )}
              <rect x="24" y="8" width="18" height="5" rx="2.5" fill="var(--sl-card-line)" />
            </g>
          ))}
        </g>
      ))}
    </svg>
  );
}
