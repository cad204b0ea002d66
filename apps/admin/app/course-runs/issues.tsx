import { useProvider } from '~/shell/provider';
import { ActLink } from '~/ui/act-link';
import { Notice } from '~/ui/notice';
import type { CourseRunView } from './course-run.server';
import styles from './issues.module.css';

type Code = CourseRunView['issues'][number]['code'];

interface Mend {
  title: string;
  to: string;
  needs: string;
}

/** What about the run needs a person, each with what mends it. */
export function Issues({ run }: { run: CourseRunView }) {
  const { may } = useProvider();
  const mends = useMends(run);
  if (run.issues.length === 0) return null;
  return (
    <section aria-label="What needs a person" className={styles['issues']}>
      {run.issues.map(({ code, sentence, remedy }) => (
        <Notice key={code} tone="warn" title={sentence}>
          <div className={styles['remedy']}>
            <span>{remedy}</span>
            {mends[code]
              .filter(({ needs }) => may(needs))
              .map(({ title, to }) => (
                <ActLink key={title} to={to}>
                  {title}
                </ActLink>
              ))}
          </div>
        </Notice>
      ))}
    </section>
  );
}

function useMends({ ssgRunId, course: { courseCode } }: CourseRunView): Record<Code, Mend[]> {
  const { links } = useProvider();
  const next = { title: 'See whom to ask next', to: links.nextTrainer(ssgRunId), needs: 'course_run.read' };
  const assign = { title: 'Assign a trainer', to: links.assignTrainer(ssgRunId), needs: 'course_run.assign_trainer' };
  const resolve = { title: 'Resolve the trainer now', to: links.resolveTrainer(ssgRunId), needs: 'course_run.assign_trainer' };
  const list = { title: 'Open the trainer lists', to: links.courseTrainerLists(courseCode), needs: 'course.update' };
  const status = { title: 'Set class status', to: links.setClassStatus(ssgRunId), needs: 'course_run.set_class' };
  const sync = { title: 'Sync this run', to: links.syncCourseRun(ssgRunId), needs: 'course_run.sync' };
  const learners = { title: 'See its learners', to: '#learners', needs: 'enrolment.read' };
  return {
    RUN_WITHOUT_TRAINER: [assign, next, resolve],
    TRAINER_LIST_EXHAUSTED: [list, assign],
    AMBIGUOUS_TRAINER: [list, assign],
    SYNC_ERROR: [sync, { title: 'See the error', to: '#logs', needs: 'sync.read' }],
    ACTIVATED_PENDING: [status],
    ACTIVATED_EMPTY: [status, learners],
    MISSED_WINDOW: [status],
    TRAINER_DRIFT: [assign, { title: 'Compare the trainers', to: '#trainers', needs: 'course_run.read' }],
    LEARNER_REVIEW: [
      {
        title: 'Open the reviews',
        to: links.learnerReviews(`ssgRunId=${encodeURIComponent(ssgRunId)}`),
        needs: 'learner_review.read',
      },
    ],
    ENROLMENT_UNCONFIRMED: [sync, learners],
  };
}
