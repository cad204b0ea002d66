import { Button, NativeSelect } from '@mantine/core';
import { Form, useLocation } from '@remix-run/react';
import { Columns3 } from 'lucide-react';
import { memo } from 'react';
import { DropDown } from '~/ui/drop-down';
import styles from './classes.module.css';
import { COLUMN_TITLES, COLUMN_WORDS, type ColumnWord } from './column-words';
import { PAGE_SIZES } from './filter-choices';

/** What this form sets itself, and what no other look of the list keeps. */
const OWN = ['hide', 'size', 'show', 'columns', 'after', 'before', 'id'];

/** Which columns stand, and how many rows: a form that asks for the same page; the loader turns `show` into `hide`. */
export const ColumnChoice = memo(function ColumnChoice({ hide, size }: { hide: readonly ColumnWord[]; size: string }) {
  const { search } = useLocation();
  const kept = [...new URLSearchParams(search)].filter(([name]) => !OWN.includes(name));
  return (
    <DropDown
      end
      title="Columns and rows per page"
      label={
        <>
          <Columns3 size={16} aria-hidden /> Columns
        </>
      }
    >
      <Form method="get" className={styles['columns']} preventScrollReset>
        <input type="hidden" name="columns" value="1" />
        {kept.map(([name, value]) => (
          <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
        ))}
        <fieldset>
          <legend>Columns</legend>
          {COLUMN_WORDS.map((word) => (
            <label key={word}>
              <input type="checkbox" name="show" value={word} defaultChecked={!hide.includes(word)} /> {COLUMN_TITLES[word]}
            </label>
          ))}
        </fieldset>
        <NativeSelect name="size" label="Rows per page" data={[...PAGE_SIZES]} defaultValue={size} />
        <Button type="submit" fullWidth size="compact-sm" className={styles['apply']}>
          Show these
        </Button>
      </Form>
    </DropDown>
  );
});
