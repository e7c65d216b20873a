import { Button } from '@mantine/core';
import { Link } from 'wouter';
import type { Due } from '../../app/due.ts';
import { Notice } from '../../ui/meaning.tsx';

/** What is due, each with the way to where it is done. */
export const DueList = ({ due }: { due: readonly Due[] }) =>
  due.map((d) => (
    <Notice
      key={d.id}
      meaning={d.meaning}
      beside
      title={d.title}
      actions={
        <Button component={Link} href={d.href} size="sm" variant="default">
          {d.action}
        </Button>
      }
    >
      {d.text}
    </Notice>
  ));
