import {
  CalendarDays,
  ClipboardList,
  FileDown,
  GraduationCap,
  History,
  Link2,
  ListChecks,
  type LucideIcon,
  Settings,
  Sun,
  TriangleAlert,
  UserCheck,
  UserSearch,
  Users,
} from 'lucide-react';
import type { Links } from '~/links';

export interface Place {
  title: string;
  to: (links: Links) => string;
  /** The right without which the place is not offered. */
  needs: string;
  icon: LucideIcon;
}

/** The console's places, in the order of an operator's day. The command menu offers the same. */
export const PLACES: { title: string; places: Place[] }[] = [
  {
    title: 'Teaching',
    places: [
      { title: 'Today', to: ({ today }) => today, needs: 'course_run.read', icon: Sun },
      { title: 'Upcoming classes', to: ({ classes }) => classes(), needs: 'course_run.read', icon: CalendarDays },
      { title: 'Courses', to: ({ courses }) => courses(), needs: 'course.read', icon: GraduationCap },
      { title: 'Learners', to: ({ learners }) => learners(), needs: 'learner.read', icon: Users },
      { title: 'Trainers', to: ({ trainers }) => trainers(), needs: 'trainer.read', icon: UserCheck },
    ],
  },
  {
    title: 'Nights',
    places: [
      { title: 'Chains', to: ({ chains }) => chains, needs: 'chain.read', icon: Link2 },
      { title: 'Chain runs', to: ({ chainRuns }) => chainRuns(), needs: 'chain.read', icon: History },
      { title: 'Sync logs', to: ({ syncLogs }) => syncLogs(), needs: 'sync.read', icon: ListChecks },
      { title: 'Incidents', to: ({ incidents }) => incidents(), needs: 'incident.read', icon: TriangleAlert },
      { title: 'Learner reviews', to: ({ learnerReviews }) => learnerReviews(), needs: 'learner_review.read', icon: UserSearch },
    ],
  },
  {
    title: 'Records',
    places: [
      { title: 'Audit', to: ({ audit }) => audit(), needs: 'audit.read', icon: ClipboardList },
      { title: 'Exports', to: ({ exports }) => exports, needs: 'export.start', icon: FileDown },
      { title: 'Settings', to: ({ settings }) => settings, needs: 'training_provider.read_settings', icon: Settings },
    ],
  },
];
