import type { MetaFunction } from '@remix-run/node';
import { useLoaderData, useParams } from '@remix-run/react';
import { notFound } from '~/api/api-fault';
import { isGlobalIdOf } from '~/api/global-id.server';
import { graphql } from '~/api/graphql';
import { pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { ActDialog } from '~/ui/act-dialog';
import { Facts } from '~/ui/facts';
import { Moment } from '~/ui/moment';
import { RecordedValue } from '~/ui/recorded-value';
import { StatusBadge } from '~/ui/status-badge';
import { fieldWord } from '~/words/field-words';
import { ENROLMENT_FIELDS, RUN_FIELDS, splitMoments, whatChangesNext } from './next-writer';
import { History, WrittenBy } from './value-history';
import styles from './why.module.css';

const WhyThisValue = graphql(`
  query WhyThisValue($id: ID!, $field: String!) {
    whyThisValue(id: $id, field: $field) {
      field
      value
      record
      sentence
      explanation
      written {
        ...ValueChange
      }
      history {
        ...ValueChange
      }
    }
  }
  fragment ValueChange on ValueChange {
    column
    before
    after
    owner
    rule
    ruleText
    actorKind
    actorName
    actorRole
    reason
    changedAt
    batchId
    runId
    chainRunNumber
  }
`);

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `Why: ${data?.title ?? 'this value'} · Rollcall` }];

export const loader = pageLoader(async ({ ask, param }) => {
  const [id, field] = [param('entityId'), param('field')];
  const fields = isGlobalIdOf('CourseRun', id) ? RUN_FIELDS : isGlobalIdOf('Enrolment', id) ? ENROLMENT_FIELDS : [];
  if (!fields.includes(field)) throw notFound('such value');
  const { whyThisValue } = await ask(WhyThisValue, { id, field });
  if (!whyThisValue) throw notFound('such value');
  return {
    why: whyThisValue,
    title: fieldWord(field),
    next: whatChangesNext(field, whyThisValue.written?.owner ?? null, whyThisValue.value),
  };
});

/** Why a value is what it is: who wrote it, by which rule, what it was before, and what would change it next. */
export default function Why() {
  const { why, title, next } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const { ssgRunId = '' } = useParams();
  const { written, explanation, history } = why;
  // The first sentence of an explanation is the answer itself, where a value is worked out.
  const more = why.record === 'COMPUTED' ? explanation.slice(1) : explanation;
  return (
    <ActDialog title={`Why: ${title}`} closeTo={links.courseRun(ssgRunId)} wide>
      <p className={styles['sentence']}>
        {splitMoments(why.sentence).map(({ text, isMoment }) => (isMoment ? <Moment key={text} at={text} seconds /> : text))}
      </p>
      {more.length > 0 && (
        <ul className={styles['explanation']}>
          {more.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      <Facts
        facts={[
          { term: 'Value now', value: <RecordedValue value={why.value} /> },
          ...(written
            ? [
                { term: 'Belongs to', value: <StatusBadge kind="owner" value={written.owner} /> },
                { term: 'Written', value: <Moment at={written.changedAt} seconds /> },
                { term: 'By', value: <WrittenBy change={written} /> },
                { term: 'Rule', value: written.ruleText ? `${written.ruleText} (${written.rule})` : written.rule },
              ]
            : []),
          ...(written?.reason ? [{ term: 'Reason', value: `“${written.reason}”` }] : []),
          { term: 'What would change it next', value: next },
        ]}
      />
      {written && <History changes={[written, ...history]} />}
    </ActDialog>
  );
}
