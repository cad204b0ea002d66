import { useProvider } from '~/shell/provider';
import { ActLink } from '~/ui/act-link';
import { Section } from '~/ui/section';
import { ToneBadge } from '~/ui/tone-badge';
import styles from './chain-section.module.css';
import type { ChainView } from './read-chains.server';
import { RunDots } from './run-dots';
import { StepGraph } from './step-graph';

/** A chain: its steps as a small graph, its last runs, and the buttons to run it. */
export function ChainSection({ chain }: { chain: ChainView }) {
  const { links, may } = useProvider();
  const { name, title, scope, steps, runs, runCount } = chain;
  return (
    <Section
      title={title}
      id={`chain-${name}`}
      beside={
        <>
          <code className={styles['name']}>{name}</code>
          {scope === 'SYSTEM' && <ToneBadge tone="calm">For the whole installation</ToneBadge>}
        </>
      }
      actions={
        may('chain_run.start') && (
          <>
            <ActLink to={`${links.startChain(name)}?dryRun=1`}>Dry run</ActLink>
            <ActLink to={links.startChain(name)}>Run now</ActLink>
          </>
        )
      }
    >
      <div className={styles['parts']}>
        <StepGraph label={`Steps of ${title}`} steps={steps.map((step) => ({ ...step, facts: null }))} />
        <RunDots chain={name} title={title} runs={runs} total={runCount} />
      </div>
    </Section>
  );
}
