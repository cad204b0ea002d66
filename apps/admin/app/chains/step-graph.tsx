import type { FragmentOf } from '~/api/graphql';
import { statusWord } from '~/words/status-words';
import { type GraphStep, layOutSteps } from './lay-out-steps';
import styles from './step-graph.module.css';
import type { StepRunFragment } from './step-run-fragment';

type StepRun = FragmentOf<typeof StepRunFragment>;

export interface DrawnStep extends GraphStep {
  title: string;
  required: boolean;
  /** Where it stands in a run; null in a chain that is only declared. */
  facts: Pick<StepRun, 'status' | 'progress' | 'callsMade' | 'callsPredicted' | 'warnings' | 'ranOnStaleInputs'> | null;
}

const WIDTH = 190;
const GAPS = { gapX: 32, gapY: 14 };
const MOST_LETTERS = 24;

/**
 * The steps of a chain by tiers, needs as lines (soft ones dashed), drawn on the server. For those who do not see it, and on a
 * phone, the same is a list.
 */
export function StepGraph({ label, steps }: { label: string; steps: DrawnStep[] }) {
  const live = steps.some(({ facts }) => facts !== null);
  const height = live ? 66 : 38;
  const layout = layOutSteps(steps, { width: WIDTH, height, ...GAPS });
  const stepOf = new Map(steps.map((step) => [step.name, step]));
  const soft = layout.edges.some((edge) => edge.soft);
  return (
    <div className={styles['graph']}>
      <svg
        viewBox={`-1 -1 ${layout.width + 2} ${layout.height + 2}`}
        style={{ maxWidth: layout.width + 2 }}
        aria-hidden
        focusable="false"
      >
        {layout.edges.map(({ from, to, soft: isSoft, path }) => (
          <path key={`${from} ${to}`} d={path} className={styles['edge']} data-soft={isSoft} />
        ))}
        {layout.nodes.map(({ name, x, y }) => {
          const step = stepOf.get(name);
          return step && <Node key={name} step={step} x={x} y={y} height={height} />;
        })}
      </svg>
      {soft && (
        <p className={styles['legend']}>
          Dashed line: goes on, on stale inputs, if the step before fails. Dashed box: the run does not fail with it.
        </p>
      )}
      <ol className={styles['list']} data-live={live} aria-label={label}>
        {steps.map(({ name, title, tier, needs, required }) => (
          <li key={name}>
            {title}
            <small>
              {' '}
              tier {tier}
              {needs.length > 0 && `, after ${needs.map(({ step }) => stepOf.get(step)?.title ?? step).join(' and ')}`}
              {!required && ', optional'}
            </small>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Node({ step, x, y, height }: { step: DrawnStep; x: number; y: number; height: number }) {
  const { title, facts, required } = step;
  const word = facts && statusWord('step', facts.status);
  return (
    <g transform={`translate(${x} ${y})`} data-tone={word?.tone}>
      <title>{word ? `${title}: ${word.label}` : title}</title>
      <rect width={WIDTH} height={height} rx="8" className={styles['node']} data-optional={!required} />
      {facts && <rect width="4" height={height - 16} x="0" y="8" rx="2" className={styles['mark']} />}
      <text x="14" y={facts ? 23 : 23.5} className={styles['title']}>
        {shortened(title)}
      </text>
      {facts && word && (
        <>
          <text x="14" y="42" className={styles['status']}>
            {word.label}
          </text>
          <text x={WIDTH - 10} y="42" className={styles['detail']}>
            {detailOf(facts)}
          </text>
          <Progress progress={facts.progress} status={facts.status} />
        </>
      )}
    </g>
  );
}

const BAR = WIDTH - 24;

function Progress({ progress, status }: Pick<NonNullable<DrawnStep['facts']>, 'progress' | 'status'>) {
  const done = status === 'COMPLETED' || status === 'REUSED';
  // One that waits for another try keeps what the last one had done.
  const begun = status !== 'READY' && status !== 'WAITING';
  const share = done ? 1 : begun && progress?.total ? Math.min(1, progress.done / progress.total) : 0;
  return (
    <>
      <rect x="14" y="52" width={BAR} height="5" rx="2.5" className={styles['track']} />
      {share > 0 && <rect x="14" y="52" width={Math.max(5, BAR * share)} height="5" rx="2.5" className={styles['bar']} />}
    </>
  );
}

function detailOf({ status, progress, callsMade, callsPredicted, warnings, ranOnStaleInputs }: NonNullable<DrawnStep['facts']>) {
  if (status === 'RUNNING' && progress?.total) return `${progress.done} of ${progress.total}`;
  if (status === 'RUNNING' && callsPredicted !== null) return `${callsMade} of ${callsPredicted} calls`;
  if (warnings > 0) return `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`;
  if (ranOnStaleInputs) return 'stale inputs';
  return callsMade > 0 ? `${callsMade} calls` : '';
}

const shortened = (text: string): string => (text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text);
