import { Button } from '@mantine/core';
import { useNavigation } from '@remix-run/react';

/** Sends its form to be told what the act would do, as `intent=preview`. By POST: what asks others is not asked by reading a page. */
export function PreviewButton({ children = 'Preview' }: { children?: string }) {
  const { state, formData } = useNavigation();
  const previewing = state !== 'idle' && formData?.get('intent') === 'preview';
  return (
    <Button type="submit" name="intent" value="preview" variant="default" loading={previewing}>
      {children}
    </Button>
  );
}
