import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { memo } from 'react';
import { FilterForm } from '~/ui/filter-form';
import { ISSUE_WORDS } from '~/words/issue-words';
import { statusOptions } from '~/words/status-words';
import type { ClassFilterValues } from './class-filters';
import styles from './classes.module.css';
import { TRAINER_STATES } from './filter-choices';

const ANY = { value: '', label: 'Any' };
const options = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));
const ISSUES = [
  { value: 'ANY', label: 'Any issue' },
  ...Object.entries(ISSUE_WORDS).map(([value, { label }]) => ({ value, label })),
];

/** What the table of classes can be narrowed to. */
export const ClassFilterFields = memo(function ClassFilterFields({
  filters,
  courses,
}: {
  filters: ClassFilterValues;
  courses: { courseCode: string; title: string }[];
}) {
  const { q, course, status, type, trainer, issue, from, to, all } = filters;
  const known = courses.map(({ courseCode, title }) => ({ value: courseCode, label: `${title} (${courseCode})` }));
  if (course && !courses.some(({ courseCode }) => courseCode === course)) known.push({ value: course, label: course });
  return (
    <FilterForm keep={['order', 'direction', 'size', 'hide']}>
      <TextInput type="search" name="q" label="Text" placeholder="Course, run or trainer" defaultValue={q} />
      <NativeSelect name="course" label="Course" data={[ANY, ...known]} defaultValue={course} />
      <NativeSelect name="status" label="Class status" data={[ANY, ...statusOptions('classStatus')]} defaultValue={status} />
      <NativeSelect name="type" label="Class type" data={[ANY, ...statusOptions('classType')]} defaultValue={type} />
      <NativeSelect name="trainer" label="Trainer" data={[ANY, ...options(TRAINER_STATES)]} defaultValue={trainer} />
      <NativeSelect name="issue" label="Issue" data={[{ value: '', label: 'With or without' }, ...ISSUES]} defaultValue={issue} />
      <TextInput type="date" name="from" label="Starts from" defaultValue={from} />
      <TextInput type="date" name="to" label="Starts up to" defaultValue={to} />
      <Checkbox
        name="all"
        value="1"
        label="All classes"
        defaultChecked={all === '1'}
        title="Past ones too, and those beyond the days that the nightly sync looks ahead"
        className={styles['allClasses']}
      />
    </FilterForm>
  );
});
