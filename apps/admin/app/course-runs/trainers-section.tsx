import { Link } from '@remix-run/react';
import { useProvider } from '~/shell/provider';
import { ActLink } from '~/ui/act-link';
import { DataTable } from '~/ui/data-table';
import { Empty } from '~/ui/empty';
import { Facts } from '~/ui/facts';
import { Moment } from '~/ui/moment';
import { Section } from '~/ui/section';
import { StatusBadge } from '~/ui/status-badge';
import type { CourseRunView } from './course-run.server';
import { MoveTrainer } from './move-trainer';
import styles from './trainers-section.module.css';
import { WhyLink } from './why-link';

/** Who teaches the run: as SSG has it, as it is here, who is next; and everybody linked, in order. */
export function TrainersSection({ run, orderKey }: { run: CourseRunView; orderKey: string }) {
  const { links, may } = useProvider();
  const { ssgRunId, runTrainers } = run;
  const mayAssign = may('course_run.assign_trainer');
  return (
    <Section
      title="Trainers"
      id="trainers"
      actions={
        <>
          <ActLink to={links.nextTrainer(ssgRunId)}>Next trainer</ActLink>
          {mayAssign && <ActLink to={links.resolveTrainer(ssgRunId)}>Resolve now</ActLink>}
          {mayAssign && <ActLink to={links.assignTrainer(ssgRunId)}>Assign trainer</ActLink>}
        </>
      }
      flush
    >
      <div className={styles['facts']}>
        <TrainerFacts run={run} />
        <Declined run={run} />
      </div>
      <DataTable
        caption="Everybody linked to the run, in order"
        rows={runTrainers}
        rowKey={({ trainerId, role }) => `${trainerId} ${role}`}
        empty={
          <Empty title="Nobody is linked to this run.">
            {mayAssign
              ? 'Assign a trainer, or link one at SSG; the next sync takes them over.'
              : 'Trainers whom SSG links, or an admin assigns, stand here.'}
          </Empty>
        }
        columns={[
          { key: 'position', title: 'Order', align: 'end', cell: ({ position }) => position + 1 },
          {
            key: 'name',
            title: 'Name',
            cell: ({ trainerId, name, email }) => (
              <>
                {may('trainer.read') ? <Link to={links.trainer(trainerId)}>{name}</Link> : name}
                <div className={styles['email']}>{email}</div>
              </>
            ),
          },
          { key: 'role', title: 'Role', cell: ({ role }) => <StatusBadge kind="runTrainerRole" value={role} /> },
          { key: 'source', title: 'Linked by', cell: ({ source }) => <StatusBadge kind="assignment" value={source} /> },
          { key: 'since', title: 'Since', cell: ({ assignedAt }) => <Moment at={assignedAt} /> },
          {
            key: 'acts',
            title: 'Acts',
            cell: (trainer) => (
              <div className={styles['acts']}>
                {mayAssign && runTrainers.length > 1 && <MoveTrainer run={run} trainer={trainer} orderKey={orderKey} />}
                {mayAssign && <ActLink to={links.removeTrainer(ssgRunId, trainer.trainerId)}>Remove</ActLink>}
                {may('course_run.decline') && <ActLink to={links.declineTrainer(ssgRunId, trainer.trainerId)}>Decline</ActLink>}
              </div>
            ),
          },
        ]}
      />
    </Section>
  );
}

function TrainerFacts({ run }: { run: CourseRunView }) {
  const { ssgRunId, id, trainerTpg, trainerLocal, assignedTrainer, nextTrainer } = run;
  const why = (field: string, what: string) => <WhyLink ssgRunId={ssgRunId} entityId={id} field={field} what={what} />;
  return (
    <Facts
      facts={[
        {
          term: 'Trainer (TPG)',
          value: trainerTpg?.name ?? trainerTpg?.email ?? 'SSG has none',
          beside: why('trainerTpg', 'trainer at SSG'),
        },
        { term: 'Trainer (Local)', value: trainerLocal?.name ?? 'Nobody', beside: why('trainerLocal', 'local trainer') },
        {
          term: 'Assigned trainer',
          value: assignedTrainer ? (
            <span>
              {assignedTrainer.name ?? assignedTrainer.email} <StatusBadge kind="assignment" value={assignedTrainer.source} />
            </span>
          ) : (
            'Nobody'
          ),
          beside: why('assignedTrainer', 'assigned trainer'),
        },
        {
          term: 'Next Trainer',
          value: nextTrainer.name ?? (nextTrainer.exhausted ? 'Nobody left to ask' : 'The course has no list'),
          beside: why('nextTrainer', 'next trainer'),
        },
      ]}
    />
  );
}

/** Those on the course's list who said no, each with the way back. */
function Declined({ run: { ssgRunId, nextTrainer } }: { run: CourseRunView }) {
  const { links, may } = useProvider();
  const declined = nextTrainer.candidates.filter(({ verdict }) => verdict === 'DECLINED');
  if (declined.length === 0) return null;
  return (
    <p className={styles['declined']}>
      <span>Declined:</span>
      {declined.map(({ name, trainerId }) => (
        <span key={name} className={styles['acts']}>
          {name}
          {trainerId && may('course_run.decline') && (
            <ActLink to={`${links.declineTrainer(ssgRunId, trainerId)}?withdraw=1`}>Withdraw</ActLink>
          )}
        </span>
      ))}
    </p>
  );
}
