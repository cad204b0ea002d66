import { Checkbox, TextInput } from '@mantine/core';
import { useProvider } from '~/shell/provider';
import { useFieldFault, useTyped } from '~/ui/act-form';

/** A view's name and who sees it. Whoever may not share is not asked. */
export function ViewFields({ name = '', shared = false }: { name?: string; shared?: boolean }) {
  const { may } = useProvider();
  const sharedNow = useTyped('shared', shared ? 'yes' : '') === 'yes';
  return (
    <>
      <TextInput
        name="name"
        label="Name"
        placeholder="Pending without a trainer"
        required
        maxLength={60}
        defaultValue={useTyped('name', name)}
        error={useFieldFault('name')}
      />
      {may('saved_view.share') && (
        <Checkbox
          name="shared"
          value="yes"
          label="Share it with everybody at this provider"
          description="They see it among their views; only you can change it."
          defaultChecked={sharedNow}
        />
      )}
    </>
  );
}
