import styles from './bar-chart.module.css';

export interface Bar {
  key: string;
  label: string;
  value: number;
  /** The value in words, as the pointer and screen readers tell it. */
  title: string;
  href?: string;
  tone?: 'accent' | 'warn' | 'bad';
}

const HEIGHT = 120;
const BAR = 28;
const GAP = 16;

/**
 * Bars over labels, drawn on the server: no script, and the same in every browser. The numbers also stand in a table for those
 * who do not see it.
 */
export function BarChart({ caption, bars, unit }: { caption: string; bars: Bar[]; unit: string }) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const width = bars.length * (BAR + GAP) + GAP;
  return (
    <figure className={styles['figure']}>
      <figcaption>{caption}</figcaption>
      <div className={styles['scroll']} tabIndex={0} role="region" aria-label={caption}>
        <svg
          viewBox={`0 0 ${width} ${HEIGHT + 44}`}
          role="img"
          aria-label={`${caption}: ${bars.map(({ title }) => title).join('; ')}`}
          // Narrower, its words could not be read: it scrolls instead.
          style={{ minWidth: Math.round(width * 0.8) }}
        >
          <line x1="0" x2={width} y1={HEIGHT + 18.5} y2={HEIGHT + 18.5} className={styles['axis']} />
          {bars.map(({ key, label, value, title, tone = 'accent' }, index) => {
            const height = Math.round((value / most) * HEIGHT);
            const x = GAP + index * (BAR + GAP);
            return (
              <g key={key} data-tone={tone}>
                <title>{title}</title>
                <rect x={x} y={HEIGHT + 18 - height} width={BAR} height={height} rx="3" className={styles['bar']} />
                <text x={x + BAR / 2} y={HEIGHT + 12 - height} className={styles['value']}>
                  {value.toLocaleString('en-GB')}
                </text>
                <text x={x + BAR / 2} y={HEIGHT + 36} className={styles['label']}>
                  {label}
                </text>
              </g>
            );
          })}
        </svg>
      </div>
      <p className="visually-hidden">In {unit}.</p>
    </figure>
  );
}
