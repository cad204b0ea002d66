import { Button } from '@mantine/core';
import { Form, Link } from '@remix-run/react';
import { useProvider } from '~/shell/provider';
import { ActLink } from '~/ui/act-link';
import { type Column, DataTable } from '~/ui/data-table';
import { Empty } from '~/ui/empty';
import { Moment } from '~/ui/moment';
import { type PageFacts, Pager } from '~/ui/pager';
import { Section } from '~/ui/section';
import { StatusBadge } from '~/ui/status-badge';
import { ToneBadge } from '~/ui/tone-badge';
import type { CourseRunView, EnrolmentView } from './course-run.server';
import styles from './learners-section.module.css';
import { WhyLink } from './why-link';

const FORM = 'remove-enrolments';

interface Learners {
  nodes: EnrolmentView[];
  totalCount: number;
  pageInfo: PageFacts;
}

/** The enrolments of a run. Ticked ones are removed together: the boxes belong to a form that asks for the dialog by GET. */
export function LearnersSection({ run, learners }: { run: CourseRunView; learners: Learners }) {
  const { links, may } = useProvider();
  const { nodes, pageInfo, totalCount } = learners;
  const mayRemove = may('enrolment.remove') && nodes.length > 0;
  return (
    <Section
      title="Learners"
      id="learners"
      flush
      actions={
        mayRemove && (
          <Form id={FORM} method="get" action={links.removeEnrolments(run.ssgRunId)} preventScrollReset>
            <Button type="submit" size="compact-sm" variant="default">
              Remove ticked
            </Button>
          </Form>
        )
      }
    >
      <DataTable
        caption="Learners of the run"
        columns={useColumns(run.ssgRunId)}
        rows={nodes}
        rowKey={({ id }) => id}
        {...(mayRemove && { selection: { form: FORM, name: 'id', label: ({ learner }: EnrolmentView) => learner.name } })}
        empty={<Empty title="Nobody is enrolled.">The next sync brings whom SSG lists. “Sync this run” asks SSG now.</Empty>}
      />
      {totalCount > 0 && <Pager page={pageInfo} shown={nodes.length} total={totalCount} one="learner" many="learners" />}
    </Section>
  );
}

function useColumns(ssgRunId: string): Column<EnrolmentView>[] {
  const { links, may } = useProvider();
  return [
    {
      key: 'learner',
      title: 'Learner',
      cell: ({ learner: { id, name, identifierMasked } }) => (
        <>
          {may('learner.read') ? <Link to={links.learner(id)}>{name}</Link> : name}
          <div className={styles['quiet']}>{identifierMasked ?? 'no identifier'}</div>
        </>
      ),
    },
    {
      key: 'status',
      title: 'Status',
      cell: ({ id, status }) => (
        <span className={styles['withWhy']}>
          <StatusBadge kind="enrolment" value={status} />
          <WhyLink ssgRunId={ssgRunId} entityId={id} field="status" what="enrolment status" />
        </span>
      ),
    },
    {
      key: 'ssg',
      title: 'At SSG',
      cell: ({ ssgStatus, unconfirmedSince }) => (
        <>
          {ssgStatus ?? 'unknown to SSG'}
          {unconfirmedSince && (
            <div>
              <ToneBadge tone="warn">Unconfirmed</ToneBadge>{' '}
              <span className={styles['quiet']}>
                since <Moment at={unconfirmedSince} />
              </span>
            </div>
          )}
        </>
      ),
    },
    {
      key: 'reference',
      title: 'Reference',
      cell: ({ referenceNumber }) => <span className={styles['number']}>{referenceNumber ?? '–'}</span>,
    },
    { key: 'enrolled', title: 'Enrolled', cell: ({ enrolledAt }) => <Moment at={enrolledAt} /> },
    { key: 'acts', title: 'Acts', cell: (enrolment) => <EnrolmentActs ssgRunId={ssgRunId} enrolment={enrolment} /> },
  ];
}

function EnrolmentActs({ ssgRunId, enrolment: { id, status } }: { ssgRunId: string; enrolment: EnrolmentView }) {
  const { links, may } = useProvider();
  const removed = status === 'ADMIN_REMOVED';
  return (
    <div className={styles['acts']}>
      {!removed && may('enrolment.remove') && <ActLink to={links.removeEnrolment(ssgRunId, id)}>Remove</ActLink>}
      {may('enrolment.reassign') && (
        <ActLink to={links.reassignEnrolment(ssgRunId, id)}>{removed ? 'Re-assign' : 'Move'}</ActLink>
      )}
      {may('enrolment.transfer') && <ActLink to={links.transferEnrolment(ssgRunId, id)}>Transfer</ActLink>}
    </div>
  );
}
