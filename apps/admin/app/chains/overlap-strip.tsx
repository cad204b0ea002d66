import { formatSeconds, momentIn } from '~/ui/format-moment';
import type { StripBar, StripLane } from './lay-out-strip';
import styles from './overlap-strip.module.css';
import { type ScaleMark, scaleMarks } from './strip-scale';

const LABELS = 168;
const PLOT = 812;
const WIDTH = LABELS + PLOT + 20;
const SCALE = 26;
const LANE = 30;
const BAR = 16;
const MOST_LETTERS = 22;

interface StripProps {
  lanes: StripLane[];
  /** Epoch milliseconds. */
  from: number;
  hours: number;
  timeZone: string;
}

/**
 * A lane per schedule, bars as long as its runs take as a rule, the provider's clock above and UTC below. Drawn on the server;
 * the table of schedules and the list of clashes say the same in words.
 */
export function OverlapStrip({ lanes, from, hours, timeZone }: StripProps) {
  const bottom = SCALE + lanes.length * LANE;
  const here = scaleMarks({ from, hours, timeZone });
  return (
    <div className={styles['scroll']} tabIndex={0} role="region" aria-label="Schedules on a time strip">
      <svg viewBox={`0 0 ${WIDTH} ${bottom + SCALE}`} role="img" aria-label={spoken(lanes, timeZone)} className={styles['strip']}>
        <Scale marks={here} name={timeZone} baseline={SCALE - 10} grid={{ top: SCALE, bottom }} />
        <Scale marks={scaleMarks({ from, hours, timeZone: 'UTC' })} name="UTC" baseline={bottom + 17} />
        <line x1={LABELS} x2={LABELS + PLOT} y1={SCALE} y2={SCALE} className={styles['axis']} />
        <line x1={LABELS} x2={LABELS + PLOT} y1={bottom} y2={bottom} className={styles['axis']} />
        <line x1={LABELS} x2={LABELS} y1={SCALE - 4} y2={bottom + 4} className={styles['now']} />
        {lanes.map((lane, index) => (
          <g key={lane.id} transform={`translate(0 ${SCALE + index * LANE})`}>
            <title>{lane.paused ? `${lane.title}, paused: its ticks are skipped` : lane.title}</title>
            <text x="0" y={LANE / 2 + 4} className={styles['lane']} data-paused={lane.paused}>
              {shortened(lane.paused ? `${lane.label} (paused)` : lane.label)}
            </text>
            {lane.bars.map((bar) => (
              <Bar key={bar.start} bar={bar} lane={lane} timeZone={timeZone} />
            ))}
          </g>
        ))}
      </svg>
    </div>
  );
}

function Bar({ bar, lane, timeZone }: { bar: StripBar; lane: StripLane; timeZone: string }) {
  const x = LABELS + bar.left * PLOT;
  return (
    <g data-paused={lane.paused} data-clash={bar.clashes} data-known={lane.known}>
      <title>{tell(bar, lane, timeZone)}</title>
      <rect x={x} y={(LANE - BAR) / 2} width={bar.width * PLOT} height={BAR} rx="2" className={styles['bar']} />
      {bar.clashes && (
        <text x={x + (bar.width * PLOT) / 2} y={(LANE - BAR) / 2 - 1} className={styles['sign']}>
          ▾
        </text>
      )}
    </g>
  );
}

interface ScaleProps {
  marks: ScaleMark[];
  name: string;
  baseline: number;
  /** Lines through the lanes; of one scale only. */
  grid?: { top: number; bottom: number };
}

function Scale({ marks, name, baseline, grid }: ScaleProps) {
  return (
    <g aria-hidden>
      <text x="0" y={baseline} className={styles['zone']}>
        {name}
      </text>
      {marks.map(({ left, label, midnight }) => {
        const x = LABELS + left * PLOT;
        return (
          <g key={left}>
            {grid && <line x1={x} x2={x} y1={grid.top} y2={grid.bottom} className={styles['grid']} data-midnight={midnight} />}
            <text x={x} y={baseline} className={styles['mark']} data-midnight={midnight}>
              {label}
            </text>
          </g>
        );
      })}
    </g>
  );
}

function tell({ start, end, clashes }: StripBar, { title, known }: StripLane, timeZone: string): string {
  const at = new Date(start).toISOString();
  const lasts = known ? `takes about ${formatSeconds((end - start) / 1000)}` : 'nobody knows yet how long';
  const when = `${momentIn(at, timeZone)} ${timeZone}, ${momentIn(at, 'UTC')} UTC`;
  return `${title}: ${when}, ${lasts}${clashes ? '; gets in another’s way' : ''}`;
}

function spoken(lanes: StripLane[], timeZone: string): string {
  const told = lanes.map(({ title, bars }) => {
    const [first] = bars;
    const next = first ? `, next ${momentIn(new Date(first.start).toISOString(), timeZone)}` : '';
    return `${title}: ${bars.length} ${bars.length === 1 ? 'run' : 'runs'}${next}`;
  });
  return `What runs when. ${told.join('; ')}`;
}

const shortened = (text: string): string => (text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text);
